"""The tabs of the case workspace, listed by hand: a table of contents that freezes without hidden imports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from desktop.administration import store as administration
from desktop.clock import office_date
from desktop.widgets.case_tab import CaseTab, Desk

if TYPE_CHECKING:
    from desktop.letters.model import LetterFacts

# Each tab is imported when it is first shown: nobody waits at the sign-in for a tab he may not open.


def _overview(desk: Desk) -> CaseTab:
    from desktop.cases.ui.overview_tab import OverviewTab  # noqa: PLC0415
    from desktop.decisions.queries import missing_points  # noqa: PLC0415

    return OverviewTab(desk, missing=missing_points(desk.office.clock))


def _goods(desk: Desk) -> CaseTab:
    from desktop.cases.ui.goods_tab import GoodsTab  # noqa: PLC0415

    return GoodsTab(desk)


def _annex(desk: Desk) -> CaseTab:
    from desktop.annex.ui.classification_tab import ClassificationTab  # noqa: PLC0415

    return ClassificationTab(desk)


def _parties(desk: Desk) -> CaseTab:
    from desktop.cases.ui.parties_tab import PartiesTab  # noqa: PLC0415

    return PartiesTab(desk)


def _documents(desk: Desk) -> CaseTab:
    from desktop.documents.ui.documents_tab import DocumentsTab  # noqa: PLC0415

    return DocumentsTab(desk)


def _assessment(desk: Desk) -> CaseTab:
    from desktop.policy.ui.assessment_tab import AssessmentTab  # noqa: PLC0415

    return AssessmentTab(desk)


def _decision(desk: Desk) -> CaseTab:
    from desktop.decisions.ui.decision_tab import DecisionTab  # noqa: PLC0415

    return DecisionTab(desk)


def _letters(desk: Desk) -> CaseTab:
    from desktop.decisions.letter_facts import gather  # noqa: PLC0415
    from desktop.letters.ui.letters_tab import LettersTab  # noqa: PLC0415
    from desktop.licences.service import issue_decision_letter  # noqa: PLC0415

    def draft(connection: Connection, case_id: int) -> "LetterFacts":
        zone = administration.profile(connection).time_zone
        return gather(connection, case_id, dated=office_date(desk.office.clock.now(), zone))

    return LettersTab(desk, draft=draft, issue=issue_decision_letter)


def _history(desk: Desk) -> CaseTab:
    from desktop.audit.ui.history_tab import HistoryTab  # noqa: PLC0415

    return HistoryTab(desk)


@dataclass(frozen=True, slots=True)
class TabEntry:
    """One tab: the key other screens call it by, its words, its icon, and how it is made."""

    key: str
    words: str
    icon: str
    make: Callable[[Desk], CaseTab]


TABS = (
    TabEntry("overview", "Overview", "overview", _overview),
    TabEntry("goods", "Goods", "goods", _goods),
    TabEntry("annex", "Annex", "annex", _annex),
    TabEntry("parties", "Parties", "parties", _parties),
    TabEntry("documents", "Documents", "documents", _documents),
    TabEntry("assessment", "Assessment", "assessment", _assessment),
    TabEntry("decision", "Decision", "decision", _decision),
    TabEntry("letters", "Letters", "letters", _letters),
    TabEntry("history", "History", "history", _history),
)
