"""The classification screen: run, reasons, questions, confirmation and override, by keyboard and visible words."""

import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel

from desktop.annex import library, store
from desktop.annex.model import Verdict
from desktop.annex.ui.classification_tab import ClassificationTab
from desktop.annex.ui.range_payload_chart import ChartPoint, RangePayloadChart, Scale
from desktop.cases import service as case_service
from desktop.cases import store as case_store
from desktop.cases.model import LineDraft, SpecificationValue
from desktop.shell import theme
from tests.builders.cases import GYROS, a_case

pytestmark = pytest.mark.sqlite_only

ROCKET = LineDraft(
    description="Sounding-rocket system NR-7",
    specification=(SpecificationValue("payload", "420", "kg"), SpecificationValue("range", "280", "km")),
)
MOTOR = LineDraft(description="Solid rocket motor", specification=(SpecificationValue("total impulse", "1.4", "MN·s"),))


@pytest.fixture
def open_tab(office, actor, desk_of, qtbot):
    """Open the tab of a new case with these lines at the desk of somebody; wait until it has read."""
    theme.apply(QApplication.instance())
    made = []

    def give(*lines, who="tess", case=None):
        case = case or a_case(office, actor("ana"), lines=lines or (GYROS,))
        tab = ClassificationTab(desk_of(who))
        made.append(tab)
        qtbot.addWidget(tab)
        tab.resize(1200, 900)
        tab.show()
        tab.show_case(case.case_id)
        settle(qtbot, tab)
        return tab, case

    yield give
    for tab in made:
        qtbot.waitUntil(lambda tab=tab: tab.desk.jobs.is_idle)


def settle(qtbot, tab):
    qtbot.waitUntil(lambda: tab.desk.jobs.is_idle, timeout=10_000)


def press(widget, key, text=""):
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def run(qtbot, tab):
    (tab.run_button if tab.run_button.isVisible() else tab.waiting._button).click()
    settle(qtbot, tab)


def shown(tab):
    return " ".join(label.text() for label in tab.findChildren(QLabel) if label.isVisible())


def confirmed(office, case):
    with office.read() as connection:
        return store.confirmed(connection, case.case_id)


def test_one_sentence_says_what_the_screen_is_for_and_the_next_step_is_one_button(open_tab) -> None:
    tab, _ = open_tab()
    assert "Run it, then confirm what it finds" in tab.sentence.text()
    assert tab.waiting.isVisible()
    assert not tab.run_button.isVisible()


def test_a_run_shows_verdict_criterion_figure_and_threshold(open_tab, qtbot) -> None:
    tab, _ = open_tab()
    run(qtbot, tab)
    assert tab.view.verdict.banner.sentence == "9.A.4, Category II."
    card = tab.view.cards[0]
    assert card.code == "9.A.4"
    cells = [[card.table.item(row, column).text() for column in range(5)] for row in range(card.table.rowCount())]
    assert cells[1][:4] == ["Met", "Rated drift rate stability < 0.5 deg/h", "0.2 deg/h", "Specification"]
    assert "2024-03-14" in shown(tab)
    assert "not confirmed by a source" in shown(tab)


def test_a_clerk_confirms_and_the_line_says_so(open_tab, office, notices, qtbot) -> None:
    tab, case = open_tab(who="ana")
    run(qtbot, tab)
    tab.view.verdict.confirm_button.click()
    settle(qtbot, tab)
    assert next(iter(confirmed(office, case).values())).codes == ("9.A.4",)
    assert notices.told == ["Item 1 is confirmed: Controlled: 9.A.4, Category II."]
    assert tab.model.index(0, 2).data() == "Confirmed"
    assert "Every item is classified and confirmed" in tab.sentence.text()
    assert not tab.view.verdict.confirm_button.isVisible()
    assert not tab.view.verdict.other_button.isVisible()


def test_a_clerk_is_told_who_confirms_category_I(open_tab, qtbot) -> None:
    tab, _ = open_tab(MOTOR, who="ana")
    run(qtbot, tab)
    assert not tab.view.verdict.confirm_button.isVisible()
    assert "A technical assessor confirms this, because it is Category I." in shown(tab)


def test_R_06_an_answer_by_keyboard_runs_again_and_the_chart_shows_both_points(open_tab, qtbot) -> None:
    tab, _ = open_tab(ROCKET)
    run(qtbot, tab)
    assert tab.model.index(0, 2).data() == "Open"
    form = tab.view.questions
    field = form.field("range_with_payload")
    field.setFocus()
    qtbot.keyClicks(field, "310 km")
    press(form, Qt.Key.Key_Return)
    settle(qtbot, tab)
    assert tab.view.verdict.banner.sentence == "1.A.1, Category I."
    assert tab.view.chart.isVisible()
    description = tab.view.chart.accessibleDescription()
    assert "Advertised: 420 kg, 280 km" in description
    assert "Greatest: 500 kg, 310 km" in description
    assert not form.isVisible()


def test_an_empty_answer_is_said_beside_the_question(open_tab, qtbot) -> None:
    tab, _ = open_tab(ROCKET)
    run(qtbot, tab)
    tab.view.questions.button.click()
    assert "Answer at least one question." in shown(tab)


def test_an_answer_that_cannot_be_taken_is_said_beside_the_question(open_tab, qtbot) -> None:
    tab, _ = open_tab(ROCKET)
    run(qtbot, tab)
    tab.view.questions.answered.emit({"range": "9" * 201})
    settle(qtbot, tab)
    assert "200 characters at most" in shown(tab)


def test_a_choice_is_answered_with_its_words(open_tab, qtbot) -> None:
    tab, _ = open_tab(LineDraft(description="Wooden furniture"))
    run(qtbot, tab)
    box = tab.view.questions.field("kind")
    box.setCurrentIndex(box.findText("gyro"))
    tab.view.questions.button.click()
    settle(qtbot, tab)
    assert "gyro_drift_stability" in tab.view.questions._fields


def test_an_assessor_decides_otherwise_with_an_entry_found_and_a_reason(
    open_tab, office, qtbot, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(library, "user_cache_path", lambda *_, **__: tmp_path)
    tab, case = open_tab(LineDraft(description="Carbon fibre prepreg"))
    run(qtbot, tab)
    panel = tab.view.verdict
    panel.other_button.click()
    panel.codes.clear()
    qtbot.keyClicks(panel.finder.words, "prepreg")
    qtbot.waitUntil(panel.finder.list.isVisible)
    press(panel.finder.words, Qt.Key.Key_Return)
    assert panel.codes.value() == "6.C.1"
    panel.record_button.click()
    settle(qtbot, tab)
    assert "Give the reason for departing from the classifier" in shown(tab)
    panel.reason.setPlainText("Glass transition at 250 °C, fibre M55J.")
    panel.record_button.click()
    settle(qtbot, tab)
    done = next(iter(confirmed(office, case).values()))
    assert (done.codes, done.override_reason) == (("6.C.1",), "Glass transition at 250 °C, fibre M55J.")
    assert "Other than the classifier: Glass transition at 250 °C" in tab.view.verdict.standing.sentence


def test_a_code_that_the_annex_does_not_have_is_said_beside_its_field(open_tab, qtbot) -> None:
    tab, _ = open_tab()
    run(qtbot, tab)
    panel = tab.view.verdict
    panel.other_button.click()
    panel.codes.setText("9.A.99")
    panel.reason.setPlainText("because")
    panel.record_button.click()
    settle(qtbot, tab)
    assert "“9.A.99” is no entry" in panel.form.row("codes").problem.text()


def test_not_listed_takes_no_codes(open_tab, office, qtbot) -> None:
    tab, case = open_tab()
    run(qtbot, tab)
    panel = tab.view.verdict
    panel.other_button.click()
    panel.verdict.show_value(Verdict.NOT_CONTROLLED)
    panel.reason.setPlainText("A toy.")
    panel.record_button.click()
    settle(qtbot, tab)
    assert next(iter(confirmed(office, case).values())).verdict is Verdict.NOT_CONTROLLED


def test_a_presumed_criterion_is_judged_otherwise_and_taken_back(open_tab, qtbot) -> None:
    tab, _ = open_tab()
    run(qtbot, tab)
    card = tab.view.cards[0]
    assert not card.no_button.isVisible()
    card.table.setCurrentCell(0, 1)
    assert card.no_button.isVisible()
    card.no_button.click()
    settle(qtbot, tab)
    assert tab.view.verdict.banner.sentence.startswith("Every entry that names such a thing is excluded")
    assert "Judged by a person: usable in 1.A, 19.A.1, 19.A.2" in shown(tab)
    card = next(card for card in tab.view.cards if card.code == "9.A.4")
    card.toggle.setChecked(True)
    card.table.setCurrentCell(0, 1)
    card.back_button.click()
    settle(qtbot, tab)
    assert tab.view.verdict.banner.sentence == "9.A.4, Category II."
    card = tab.view.cards[0]
    card.table.setCurrentCell(0, 1)
    card.yes_button.click()
    settle(qtbot, tab)
    assert tab.view.verdict.banner.sentence == "9.A.4, Category II."


def test_an_exclusion_is_judged_by_its_fact(open_tab, qtbot) -> None:
    line = LineDraft(
        description="Linear accelerometers",
        specification=(
            SpecificationValue("scale factor repeatability", "600", "ppm"),
            SpecificationValue("bias repeatability", "400", "µg"),
        ),
    )
    tab, _ = open_tab(line)
    run(qtbot, tab)
    card = tab.view.cards[0]
    rows = [card.table.item(row, 1).text() for row in range(card.table.rowCount())]
    place = next(place for place, words in enumerate(rows) if words.startswith("Not excluded"))
    card.table.setCurrentCell(place, 1)
    card.no_button.click()
    settle(qtbot, tab)
    assert tab.model.index(0, 2).data() == "To confirm"
    assert "9.A.3" not in tab.view.verdict.banner.sentence


def test_a_changed_item_asks_for_a_new_run(open_tab, office, actor, qtbot) -> None:
    tab, case = open_tab(who="ana")
    run(qtbot, tab)
    line = case.lines[0]
    draft = case_service.draft_of(line, description="Gyro, another one")
    tab.desk.jobs.write(tab, lambda act: case_service.save_line(act, case.case_id, draft))
    settle(qtbot, tab)
    assert tab.model.index(0, 2).data() == "Changed since"
    assert "changed since it was classified" in shown(tab)
    run(qtbot, tab)
    assert tab.model.index(0, 2).data() == "To confirm"


def test_all_lines_are_run_at_once_and_walked_by_keyboard(open_tab, qtbot) -> None:
    tab, _ = open_tab(GYROS, MOTOR, ROCKET)
    run(qtbot, tab)
    assert [tab.model.index(row, 2).data() for row in range(3)] == ["To confirm", "To confirm", "Open"]
    assert "3 items wait for a decision" in tab.sentence.text()
    tab.table.setFocus()
    press(tab.table, Qt.Key.Key_Down)
    assert tab.view.heading.text() == "2  Solid rocket motor"
    press(tab.table, Qt.Key.Key_Down)
    assert tab.view.chart.isVisible()


@pytest.mark.parametrize("who", ["sara", "otto"])
def test_who_may_only_look_sees_no_buttons(open_tab, office, actor, qtbot, who) -> None:
    tab, case = open_tab()
    run(qtbot, tab)
    other, _ = open_tab(who=who, case=case)
    panel = other.view.verdict
    assert other.view.isVisible()
    for button in (other.run_button, panel.confirm_button, panel.other_button):
        assert not button.isVisible()


def test_an_empty_case_says_what_to_do(open_tab, office, actor, qtbot) -> None:
    from desktop.cases.service import open_draft

    case_id, _ = office.write(actor("ana"), open_draft)
    with office.read() as connection:
        case = case_store.case_by_id(connection, case_id)
    tab, _ = open_tab(who="ana", case=case)
    assert tab.empty.isVisible()
    assert "Enter the items on the Goods tab" in shown(tab)


HOSTILE = [
    "<img src='http://x/y.png'>",
    "<b>bold</b>",
    "\u202eright to left",
    "x" * 300,
    "&amp; &lt;",
    "=cmd|'/C calc'!A0",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_R41_hostile_words_are_shown_letter_by_letter(open_tab, qtbot, words) -> None:
    line = LineDraft(
        description=f"Gyro {words}",
        national_code=words.replace("\u202e", "")[:150],
        specification=(SpecificationValue("drift", "0.1", "deg/h"), SpecificationValue(words, words, words)),
    )
    tab, _ = open_tab(line)
    run(qtbot, tab)
    assert words.replace("\u202e", "") in tab.view.heading.text().replace("\u202e", "")
    for label in tab.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    assert "<b>" not in (tab.model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) or "")


def test_every_part_has_a_name_for_a_screen_reader(open_tab, qtbot) -> None:
    tab, _ = open_tab(ROCKET)
    run(qtbot, tab)
    parts = [tab.table, tab.view.facts, tab.view.points, tab.view.chart, *(card.table for card in tab.view.cards)]
    parts += [card.toggle for card in tab.view.cards]
    assert all(part.accessibleName() for part in parts)
    index = tab.model.index(0, 2)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Classification: Open"


def test_the_tab_is_freed_when_it_is_closed(office, actor, desk_of, qtbot) -> None:
    case = a_case(office, actor("ana"))
    tab = ClassificationTab(desk_of("tess"))
    tab.show_case(case.case_id)
    settle(qtbot, tab)
    gone = weakref.ref(tab)
    tab.close()
    tab.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del tab

    def is_gone() -> bool:
        gc.collect()
        return gone() is None

    qtbot.waitUntil(is_gone)  # jobs let go of their owner a moment after they end


def test_a_logarithmic_axis_holds_what_is_on_it() -> None:
    scale = Scale([25, 13_000], 10, 10_000)
    scale.span(0, 100)
    assert scale.ticks() == [10, 100, 1000, 10_000, 100_000]
    assert 0 <= scale.at(25) < scale.at(13_000) <= 100
    assert scale.at(0) == 0
    small = Scale([0.5, 0], 10, 10_000)
    assert small.ticks()[0] == 0.1


POINTS = [
    ChartPoint(280, 420, "advertised", True, "420 kg, 280 km"),
    ChartPoint(9500, 5, "demonstrated", True, "5 kg, 9,500 km"),
    ChartPoint(200, 700, "maximum", True, "700 kg, 200 km"),
    ChartPoint(400, 500, "maximum", True, "500 kg, 400 km"),
    ChartPoint(600, None, "maximum", False, "600 km"),
    ChartPoint(None, 800, "advertised", False, "800 kg"),
    ChartPoint(10, 10_000, "advertised", True, "10,000 kg, 10 km"),
    ChartPoint(None, None, "advertised", False, ""),
]


@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_draws_the_box_and_every_kind_of_point(qtbot, dark) -> None:
    theme.apply(QApplication.instance(), dark=dark)
    chart = RangePayloadChart()
    qtbot.addWidget(chart)
    chart.resize(700, 300)
    chart.show_points([])
    empty = chart.grab().toImage()
    assert "No point is stated." in chart.accessibleDescription()
    chart.show_points(POINTS)
    drawn = chart.grab().toImage()
    assert drawn != empty
    inside, outside = empty.pixelColor(600, 60), empty.pixelColor(150, 200)
    assert inside != outside
    theme.apply(QApplication.instance())
