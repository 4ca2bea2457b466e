"""Who signed what on a case, void and returned signatures included: they stay in the record (S-3)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.decisions.model import Recommendation, RecommendationState
from desktop.widgets.page_table import Cell, PageTable
from desktop.widgets.plain_label import PlainLabel
from desktop.widgets.spacing import GAP

_STATES = {
    RecommendationState.SIGNED: ("Waits", "info"),
    RecommendationState.ACCEPTED: ("Accepted", "ok"),
    RecommendationState.DECIDED: ("Decided", "ok"),
    RecommendationState.RETURNED: ("Returned", "warning"),
    RecommendationState.VOID: ("Void", "problem"),
}


class SignaturesPanel(QWidget):
    """A table of every signature, newest last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = ZoneInfo("UTC")
        heads = [self.tr("Signed by"), self.tr("As"), self.tr("When"), self.tr("State"), self.tr("Reasons")]
        self.table = PageTable(self.tr("Signatures"), heads, [4])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(PlainLabel(self.tr("Signatures"), role="subtitle"))
        column.addWidget(self.table)

    def show_recommendations(self, recommendations: Sequence[Recommendation], time_zone: str) -> None:
        """Show every signature, times as the office's own clock shows them (C-8); hidden while there is none."""
        self._zone = ZoneInfo(time_zone)
        self.setVisible(bool(recommendations))
        self.table.show_rows([row for each in recommendations for row in self._rows(each)])

    def _rows(self, signed: Recommendation) -> Iterable[list[str | Cell]]:
        word, tone = _STATES[signed.state]
        because = f" ({signed.ended_because})" if signed.state is RecommendationState.VOID else ""
        yield [
            signed.prepared_name,
            self.tr("Recommendation"),
            self._when(signed.signed_at),
            Cell(self.tr(word), tone),
            f"{signed.reasons}{because}",
        ]
        for each in signed.countersignatures:
            if each.voided_because:
                state = Cell(self.tr("Void"), "problem")
            else:
                state = Cell(self.tr("Accepted"), "ok") if each.counts else Cell(self.tr("Returned"), "warning")
            role = self.tr("Second countersignature") if each.position == 2 else self.tr("Countersignature")
            yield [each.person_name, role, self._when(each.signed_at), state, each.voided_because or each.reasons]

    def _when(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"
