"""The documents screen: papers in, pages, certificate, checklist and verdict, by keyboard and visible words."""

import gc
import re
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel

from desktop.documents import store
from desktop.documents.inspection import State
from desktop.documents.model import Held, Result, Verdict
from desktop.documents.ui import attach_strip
from desktop.documents.ui.documents_tab import DocumentsTab
from desktop.shell import theme
from tests.builders.cases import a_case, a_draft
from tests.builders.certificates import a_certificate, a_document, certificate, tick_all
from tests.builders.decisions import assess, confirm_classification
from tests.builders.policy import findings
from tests.documents import papers

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def open_tab(desk_of, qtbot):
    """Open the documents tab of a case at the desk of somebody, wait until it has read, and free it afterwards."""
    theme.apply(QApplication.instance())
    made = []

    def give(case_id, who="ana"):
        tab = DocumentsTab(desk_of(who))
        made.append(tab)
        qtbot.addWidget(tab)
        tab.resize(1200, 800)
        tab.show()
        tab.show_case(case_id)
        settle(qtbot, tab)
        return tab

    yield give
    for tab in made:
        tab.flush()  # as the workspace does before it lets a tab go
        qtbot.waitUntil(lambda tab=tab: tab.desk.jobs.is_idle, timeout=20_000)


def settle(qtbot, tab):
    qtbot.waitUntil(
        lambda: tab.desk.jobs.is_idle and not tab.strip.is_busy and tab.certificate.is_settled, timeout=20_000
    )


def press(widget, key, modifiers=Qt.KeyboardModifier.NoModifier, text=""):
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


def drop(tab, data):
    args = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPointF(50, 50).toPoint(), *args)
    QCoreApplication.sendEvent(tab, entering)
    if entering.isAccepted():
        QCoreApplication.sendEvent(tab, QDropEvent(QPointF(50, 50), *args))
    return entering.isAccepted()


def urls(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def a_file(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


def papers_of(office, case_id):
    with office.read() as connection:
        return store.documents_of(connection, case_id)


def visible_words(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


# --- papers in --------------------------------------------------------------------------------------------------------


def test_an_empty_case_says_what_comes_next(office, actor, open_tab):
    tab = open_tab(a_draft(office, actor("ana")))
    assert "No end-use certificate yet" in visible_words(tab)


def test_a_dropped_file_is_attached_and_shown(office, actor, open_tab, qtbot, tmp_path):
    case = a_case(office, actor("ana"))
    tab = open_tab(case.case_id)
    paper = papers.by_reportlab(2)
    assert drop(tab, urls(a_file(tmp_path, "certificate.pdf", paper)))
    settle(qtbot, tab)
    [attached] = papers_of(office, case.case_id)
    assert attached.shown_name == "certificate.pdf"
    qtbot.waitUntil(lambda: tab.preview.is_drawn, timeout=20_000)
    assert "Page 1 of 2" in visible_words(tab)
    assert tab.sentence.text() == "Choose the paper that is the end-use certificate and record it."


def test_several_files_at_once_are_attached_one_by_one_and_what_is_refused_is_said_in_place(
    office, actor, open_tab, qtbot, tmp_path
):
    case = a_case(office, actor("ana"))
    tab = open_tab(case.case_id)
    good = [a_file(tmp_path, f"{number}.pdf", papers.by_reportlab(number)) for number in (1, 2)]
    bad = a_file(tmp_path, "scan.pdf", papers.picture("PNG"))
    drop(tab, urls(good[0], bad, good[1]))
    settle(qtbot, tab)
    assert [paper.shown_name for paper in papers_of(office, case.case_id)] == ["1.pdf", "2.pdf"]
    assert "“scan.pdf” says it is a PDF, but it is a PNG picture" in tab.strip.banner.sentence
    assert tab.strip.banner.isVisible()


def test_the_same_file_again_is_refused_in_place_with_the_earlier_paper(office, actor, open_tab, qtbot, tmp_path):
    case = a_case(office, actor("ana"))
    tab = open_tab(case.case_id)
    for name in ("first.pdf", "second.pdf"):
        drop(tab, urls(a_file(tmp_path, name, papers.pdf())))
        settle(qtbot, tab)
    assert "on the case already: “first.pdf”" in tab.strip.banner.sentence


def test_a_link_and_a_folder_are_refused_with_what_to_do(office, actor, open_tab, qtbot, tmp_path):
    tab = open_tab(a_case(office, actor("ana")).case_id)
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/certificate.pdf")])
    drop(tab, data)
    assert "Save the file to this computer first" in tab.strip.banner.sentence
    drop(tab, urls(tmp_path))
    settle(qtbot, tab)
    assert "is not a file" in tab.strip.banner.sentence


def test_a_file_that_is_gone_or_too_large_is_refused_before_it_is_read(office, actor, open_tab, qtbot, tmp_path):
    tab = open_tab(a_case(office, actor("ana")).case_id)
    drop(tab, urls(tmp_path / "gone.pdf"))
    settle(qtbot, tab)
    assert "“gone.pdf” cannot be read: No such file or directory" in tab.strip.banner.sentence
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(60 << 20)
    drop(tab, urls(large))
    settle(qtbot, tab)
    assert "has 60 MB; 50 MB is the most" in tab.strip.banner.sentence


def test_a_copied_picture_is_pasted_as_the_bytes_it_came_in(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    tab = open_tab(case.case_id)
    data = QMimeData()
    data.setData("image/png", QByteArray(papers.picture("PNG")))
    QGuiApplication.clipboard().setMimeData(data)
    press(tab, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, tab)
    [attached] = papers_of(office, case.case_id)
    assert (attached.shown_name, attached.size) == ("pasted.png", len(papers.picture("PNG")))


def test_copied_files_are_pasted_and_other_things_are_refused_with_what_to_do(office, actor, open_tab, qtbot, tmp_path):
    case = a_case(office, actor("ana"))
    tab = open_tab(case.case_id)
    QGuiApplication.clipboard().setMimeData(urls(a_file(tmp_path, "copied.pdf", papers.pdf())))
    tab.paste()
    settle(qtbot, tab)
    assert [paper.shown_name for paper in papers_of(office, case.case_id)] == ["copied.pdf"]
    QGuiApplication.clipboard().setText("words")
    tab.paste()
    assert "There is no file and no picture to paste" in tab.strip.banner.sentence
    data = QMimeData()
    data.setData("application/x-qt-image", QByteArray(b"x"))
    QGuiApplication.clipboard().setMimeData(data)
    tab.paste()
    assert "Save it as PNG" in tab.strip.banner.sentence


def test_the_file_picker_attaches_what_was_chosen(office, actor, open_tab, qtbot, notices, tmp_path):
    case = a_case(office, actor("ana"))
    tab = open_tab(case.case_id)
    notices.answers.append([a_file(tmp_path, "chosen.pdf", papers.pdf())])
    tab.empty.acted.emit()
    settle(qtbot, tab)
    assert [paper.shown_name for paper in papers_of(office, case.case_id)] == ["chosen.pdf"]


def test_attaching_can_be_stopped(office, actor, open_tab, qtbot, tmp_path, monkeypatch):
    import time

    def slow(content, name, *, watch):
        while True:
            watch()
            time.sleep(0.01)

    monkeypatch.setattr(attach_strip, "inspect", slow)
    case = a_case(office, actor("ana"))
    tab = open_tab(case.case_id)
    drop(tab, urls(*(a_file(tmp_path, f"{n}.pdf", papers.by_reportlab(n)) for n in (1, 2))))
    qtbot.waitUntil(tab.strip.stop_button.isVisible)
    assert any("Examining “1.pdf”" in words for words in visible_words(tab))
    qtbot.mouseClick(tab.strip.stop_button, Qt.MouseButton.LeftButton)
    settle(qtbot, tab)
    assert papers_of(office, case.case_id) == ()
    assert not tab.strip.isVisible()


def test_a_bug_with_one_paper_does_not_hold_up_the_next(office, actor, desk_of, qtbot, tmp_path, monkeypatch):
    real = attach_strip.inspect

    def broken(content, name, *, watch):
        if name == "1.pdf":
            raise RuntimeError("a bug")
        return real(content, name, watch=watch)

    monkeypatch.setattr(attach_strip, "inspect", broken)
    case = a_case(office, actor("ana"))
    desk = desk_of("ana")
    desk.jobs.unexpected.disconnect()
    tab = DocumentsTab(desk)
    qtbot.addWidget(tab)
    tab.show_case(case.case_id)
    drop(tab, urls(*(a_file(tmp_path, f"{n}.pdf", papers.by_reportlab(n)) for n in (1, 2))))
    qtbot.waitUntil(lambda: len(papers_of(office, case.case_id)) == 1, timeout=20_000)
    settle(qtbot, tab)
    assert papers_of(office, case.case_id)[0].shown_name == "2.pdf"


def test_who_may_not_attach_is_not_asked_to(office, actor, open_tab, tmp_path):
    tab = open_tab(a_case(office, actor("ana")).case_id, "otto")
    assert not drop(tab, urls(a_file(tmp_path, "a.pdf", papers.pdf())))
    tab.paste()
    assert not tab.strip.is_busy
    assert not any("Attach" in words for words in visible_words(tab.empty))


@pytest.mark.parametrize(
    "name",
    ["<img src=x>.pdf", "<b>bold", "invoice\u202efdp.exe.pdf", "a\nb\x1b[31m.pdf", "x" * 255, "契約書 شهادة.pdf"],
)
def test_r34_hostile_names_are_shown_letter_by_letter(office, actor, open_tab, name):
    case = a_case(office, actor("ana"))
    a_document(office, actor("ana"), case.case_id, name="a.pdf")
    paper = papers.by_reportlab(3)
    from desktop.documents import service
    from desktop.documents.inspection import inspect

    inspection = inspect(paper, "a.pdf")
    office.write(actor("ana"), lambda act: service.attach(act, case.case_id, paper, name, inspection))
    tab = open_tab(case.case_id)
    tab.table.selectRow(1)
    shown = papers_of(office, case.case_id)[1].shown_name
    assert tab.model.index(1, 0).data() == shown
    tip = tab.model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert "<b>" not in tip
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText for label in tab.findChildren(QLabel) if shown in label.text()
    )


def test_a_name_without_a_blank_does_not_widen_the_window(office, actor, open_tab, qtbot, tmp_path):
    case = a_case(office, actor("ana"))
    a_document(office, actor("ana"), case.case_id, name="x" * 190 + ".pdf")
    tab = open_tab(case.case_id)
    drop(tab, urls(a_file(tmp_path, "y" * 190 + ".pdf", papers.picture("PNG"))))
    settle(qtbot, tab)
    assert tab.strip.banner.isVisible()
    assert tab.minimumSizeHint().width() < 960


def test_r32_no_part_of_the_screen_lets_qt_read_a_picture():
    folder = Path("desktop/documents/ui")
    forbidden = re.compile(r"QImageReader|QMovie|QSvg|QPdf|imageData|fromData|loadFromData|QPixmap\(|setPixmap\(Q")
    for file in folder.glob("*.py"):
        assert not forbidden.search(file.read_text("utf-8")), file
        for call in re.findall(r"QImage\((.*?)\)", file.read_text("utf-8")):
            assert "Format_RGB888" in call


# --- pages ------------------------------------------------------------------------------------------------------------


def test_pages_are_turned_and_sized_by_keyboard(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    a_document(office, actor("ana"), case.case_id, content=papers.by_reportlab(5))
    tab = open_tab(case.case_id)
    preview = tab.preview

    def drawn():
        qtbot.waitUntil(lambda: preview.is_drawn, timeout=20_000)

    drawn()
    narrow = preview.sheet.width()
    for key, page in (
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_End, 4),
        (Qt.Key.Key_PageDown, 4),
        (Qt.Key.Key_PageUp, 3),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageUp, 0),
    ):
        press(preview, key)
        drawn()
        assert preview.page == page
    press(preview, Qt.Key.Key_Plus)
    drawn()
    assert preview.sheet.width() > narrow
    press(preview, Qt.Key.Key_Minus)
    press(preview, Qt.Key.Key_Minus)
    drawn()
    assert (preview.zoom, preview.sheet.width()) == (1.0, narrow)
    press(preview, Qt.Key.Key_Equal)
    press(preview, Qt.Key.Key_0)
    assert preview.zoom == 1.0
    press(preview, Qt.Key.Key_Down)
    qtbot.mouseClick(preview.next_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(preview.larger_button, Qt.MouseButton.LeftButton)
    drawn()
    assert (preview.page, preview.zoom) == (1, 1.25)
    qtbot.mouseClick(preview.previous_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(preview.smaller_button, Qt.MouseButton.LeftButton)
    drawn()
    assert (preview.page, preview.zoom) == (0, 1.0)


def test_the_width_of_the_pane_decides_the_size_and_the_picture_is_drawn_anew(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    a_document(office, actor("ana"), case.case_id)
    tab = open_tab(case.case_id)
    qtbot.waitUntil(lambda: tab.preview.is_drawn, timeout=20_000)
    before = tab.preview.sheet.picture.width()
    tab.resize(1900, 1000)
    qtbot.waitUntil(lambda: tab.preview.is_drawn and tab.preview.sheet.picture.width() > before, timeout=20_000)


def test_a_page_that_cannot_be_drawn_says_why_in_its_place(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    a_document(office, actor("ana"), case.case_id, content=papers.bombs()["a form that draws itself"][0])
    tab = open_tab(case.case_id)
    qtbot.waitUntil(lambda: any("could not be drawn safely" in words for words in visible_words(tab)), timeout=20_000)


def test_a_paper_in_quarantine_is_shown_as_picture_with_its_reason_and_no_way_to_record_it(
    office, actor, open_tab, qtbot
):
    case = a_case(office, actor("ana"))
    a_document(office, actor("ana"), case.case_id, content=papers.active()["launch"][0])
    tab = open_tab(case.case_id)
    assert "It tries to start another program." in tab.finding.sentence
    assert not tab.paper.record_button.isVisible()
    qtbot.waitUntil(lambda: tab.preview.is_drawn, timeout=20_000)
    assert tab.sentence.text().startswith("Every paper is in quarantine.")


def test_the_preview_keeps_nothing_of_a_paper_that_is_no_longer_shown(office, actor, open_tab, qtbot):
    first, second = a_case(office, actor("ana")), a_draft(office, actor("ana"))
    a_document(office, actor("ana"), first.case_id)
    tab = open_tab(first.case_id)
    qtbot.waitUntil(lambda: tab.preview.is_drawn, timeout=20_000)
    tab.show_case(second)
    settle(qtbot, tab)
    assert tab.preview.sheet.picture is None
    assert tab.preview._content is None
    assert not tab.preview._pictures


def test_the_tab_is_freed_when_it_is_closed(office, actor, desk_of, qtbot):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case)
    tab = DocumentsTab(desk_of("ana"))
    tab.show()
    tab.show_case(case.case_id)
    settle(qtbot, tab)
    gone = []
    tab.destroyed.connect(lambda: gone.append(True))
    known = weakref.ref(tab)
    tab.close()
    tab.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del tab

    def is_gone() -> bool:
        gc.collect()
        return gone == [True] and known() is None

    qtbot.waitUntil(is_gone)  # jobs let go of their owner a moment after they end


# --- the certificate --------------------------------------------------------------------------------------------------


def test_a_certificate_is_recorded_from_the_paper_and_saved_as_typed(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    a_document(office, actor("ana"), case.case_id)
    tab = open_tab(case.case_id)
    tab.paper.type.show_value("EUC-P")
    tab.paper.type.edited.emit(tab.paper.type)
    assert any("certified by a chamber" in words for words in visible_words(tab.paper))
    qtbot.mouseClick(tab.paper.record_button, Qt.MouseButton.LeftButton)
    settle(qtbot, tab)
    form = tab.certificate.form.form
    qtbot.keyClicks(form.row("F-11.name").field, "Linhas Aereas do Minho")
    qtbot.keyClicks(form.row("F-03.date").field, "4 Mar 2027")
    form.row("F-03.date").field.clearFocus()
    tab.flush()
    settle(qtbot, tab)
    found = certificate(office, case.case_id)
    assert (found.kind, found.text("F-11.name"), found.text("F-03.date")) == (
        "EUC-P",
        "Linhas Aereas do Minho",
        "2027-03-04",
    )
    assert "Still empty: Title of the document" in " ".join(visible_words(tab.certificate.form))


def test_what_cannot_be_a_date_stays_with_the_reason_beside_it(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case)
    tab = open_tab(case.case_id)
    form = tab.certificate.form.form
    field = form.row("F-05.date").field
    field.setText("31 Feb 2027")
    field.edited.emit(field)
    tab.certificate.form.flush()
    assert "not a day of the calendar" in form.row("F-05.date").problem.text()


def test_undertakings_are_recorded_by_number_key_and_the_cursor_goes_on(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    document_id = a_document(office, actor("ana"), case.case_id)
    from desktop.documents import service

    office.write(actor("ana"), lambda act: service.record_certificate(act, case.case_id, document_id, "EUS"))
    tab = open_tab(case.case_id)
    tab.certificate.tabs.setCurrentIndex(2)
    panel = tab.certificate.undertakings
    assert panel.current_code() == "U-01"
    press(panel.table, Qt.Key.Key_1, text="1")
    assert panel.current_code() == "U-02"
    press(panel.table, Qt.Key.Key_3, text="3")
    settle(qtbot, tab)
    press(panel.table, Qt.Key.Key_2, text="2")
    settle(qtbot, tab)
    assert panel.current_code() == "U-03"
    panel.limits.setText("except to our affiliates")
    panel.limits.editingFinished.emit()
    settle(qtbot, tab)
    found = certificate(office, case.case_id).undertakings
    assert [found[code].held for code in ("U-01", "U-02", "U-03")] == [Held.PRESENT, Held.MISSING, Held.LIMITED]
    assert found["U-03"].limits == "except to our affiliates"
    qtbot.mouseClick(panel.buttons[Held.MISSING], Qt.MouseButton.LeftButton)
    settle(qtbot, tab)
    assert certificate(office, case.case_id).undertakings["U-03"].held is Held.MISSING
    assert "12 to go" in " ".join(visible_words(panel))


def test_checks_are_ticked_by_letter_key_and_the_program_shows_its_reasons(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case)
    tab = open_tab(case.case_id)
    tab.certificate.tabs.setCurrentIndex(3)
    panel = tab.certificate.checks
    assert panel.current_code() == "EC-01"  # open until the policy has run
    panel.table.selectRow(panel.model.place_of("EC-02"))
    press(panel.table, Qt.Key.Key_P, text="p")
    settle(qtbot, tab)
    assert certificate(office, case.case_id).checks["EC-02"].result is Result.PASS
    assert panel.current_code() == "EC-03"
    assert any("The program suggests a pass: Seen as original." in words for words in visible_words(panel))
    press(panel.table, Qt.Key.Key_F, text="f")
    settle(qtbot, tab)
    assert "Say in a few words" in " ".join(visible_words(panel))
    panel.remark.setText("a colour copy")
    qtbot.keyClick(panel.remark, Qt.Key.Key_Return)
    settle(qtbot, tab)
    assert certificate(office, case.case_id).checks["EC-03"].remark == "a colour copy"
    panel.table.selectRow(panel.model.place_of("EC-03"))
    press(panel.table, Qt.Key.Key_Delete)
    settle(qtbot, tab)
    assert "EC-03" not in certificate(office, case.case_id).checks
    panel.table.selectRow(panel.model.place_of("EC-40"))
    press(panel.table, Qt.Key.Key_F, text="f")
    settle(qtbot, tab)
    assert "EC-40" not in certificate(office, case.case_id).checks
    assert any("The program decides: Signed on 5 Jan 2027" in words for words in visible_words(panel))


def test_only_open_and_failed_checks_can_be_shown(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case)
    tab = open_tab(case.case_id)
    panel = tab.certificate.checks
    everything = len(panel.model.records)
    panel.rest_button.setChecked(True)
    assert 0 < len(panel.model.records) < everything
    panel.rest_button.setChecked(False)
    assert len(panel.model.records) == everything


def test_a_supervisor_waives_with_a_reason(office, actor, open_tab, qtbot, notices):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case, fields={"F-03.date": "2026-07-30", "F-24.date": "2026-07-01"})
    tab = open_tab(case.case_id, "sara")
    panel = tab.certificate.checks
    tab.certificate.tabs.setCurrentIndex(3)
    panel.table.selectRow(panel.model.place_of("EC-40"))
    notices.answers.append("confirmed by telephone")
    qtbot.mouseClick(panel.waive_button, Qt.MouseButton.LeftButton)
    settle(qtbot, tab)
    assert "more than 6 months before the application" in notices.asked[0]
    assert any("Waived by Sara Vance: confirmed by telephone" in words for words in visible_words(panel))
    assert not panel.buttons[Result.PASS].isEnabled()


def test_the_verdict_is_proposed_and_set(office, actor, open_tab, qtbot, notices):
    case = a_case(office, actor("ana"))
    certificate_id = a_certificate(office, actor("ana"), case)
    confirm_classification(office, actor("ana"), case)
    assess(office, actor("tess"), case, findings())
    tick_all(office, actor("ana"), case.case_id, certificate_id)
    tab = open_tab(case.case_id)
    tab.certificate.tabs.setCurrentIndex(5)
    panel = tab.certificate.verdict
    assert panel.choice.value() == "SATISFACTORY"
    qtbot.mouseClick(panel.set_button, Qt.MouseButton.LeftButton)
    settle(qtbot, tab)
    assert certificate(office, case.case_id).verdict is Verdict.SATISFACTORY
    assert notices.told == ["Verdict set: Satisfactory."]
    assert tab.sentence.text() == "The certificates of this case are settled."


def test_a_verdict_that_does_not_follow_is_refused_beside_its_box_and_questions_can_be_copied(
    office, actor, open_tab, qtbot, notices
):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case, fields={"F-30.text": "industrial use"})
    tab = open_tab(case.case_id)
    tab.certificate.tabs.setCurrentIndex(5)
    panel = tab.certificate.verdict
    panel.choice.show_value(Verdict.SATISFACTORY)
    qtbot.mouseClick(panel.set_button, Qt.MouseButton.LeftButton)
    settle(qtbot, tab)
    assert any("does not follow from the checks" in words for words in visible_words(panel))
    assert "describes the use as “industrial use”" in panel.questions.toPlainText()
    qtbot.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    assert "industrial use" in QGuiApplication.clipboard().text()
    panel.choice.show_value(Verdict.SUSPECT)
    qtbot.mouseClick(panel.set_button, Qt.MouseButton.LeftButton)
    settle(qtbot, tab)
    assert any("Say why" in words for words in visible_words(panel))


def test_items_are_filled_in_like_a_sheet_and_linked_to_lines(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    document_id = a_document(office, actor("ana"), case.case_id)
    from desktop.documents import service

    office.write(actor("ana"), lambda act: service.record_certificate(act, case.case_id, document_id, "EUS"))
    tab = open_tab(case.case_id)
    tab.certificate.tabs.setCurrentIndex(1)
    panel = tab.certificate.items
    qtbot.mouseClick(panel.rows_button, Qt.MouseButton.LeftButton)
    panel.table.paste("FOG-220 gyroscopes\t18\tpieces\t333000\tEUR\t1")
    settle(qtbot, tab)
    [line] = certificate(office, case.case_id).lines
    assert (line.item, str(line.quantity), line.currency) == ("FOG-220 gyroscopes", "18", "EUR")
    assert line.case_line_id == case.lines[0].line_id
    assert panel.balance.text() == "Line 1: certified 18, applied 16 pieces."
    panel.model.setData(panel.model.index(0, 1), "12")
    panel.model.setData(panel.model.index(1, 0), "spare parts")
    settle(qtbot, tab)
    assert [str(one.quantity) for one in certificate(office, case.case_id).lines] == ["12", "None"]
    assert panel.balance.text() == "Line 1: certified 12, applied 16 pieces."
    panel.model.remove_rows([1], "remove")
    settle(qtbot, tab)
    assert len(certificate(office, case.case_id).lines) == 1
    panel.model.setData(panel.model.index(0, 5), "7")
    assert "There is no line 7 on the case" in panel.model.rows[0].problems["case_line"]


def test_certificate_and_case_are_compared_in_words(office, actor, open_tab):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case, fields={"F-11.name": "Somebody Else"})
    tab = open_tab(case.case_id)
    model = tab.certificate.compare.model
    row = model.place_of((1, "End-user"))
    assert model.index(row, 3).data() == "Different"
    assert model.index(row, 4).data() == "They differ."
    assert model.index(row, 3).data(Qt.ItemDataRole.AccessibleTextRole) == "Result: Different"


def test_a_certificate_recorded_by_mistake_is_taken_back(office, actor, open_tab, qtbot, notices):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case)
    tab = open_tab(case.case_id)
    notices.answers.append("wrong paper")
    qtbot.mouseClick(tab.certificate.remove_button, Qt.MouseButton.LeftButton)
    settle(qtbot, tab)
    with office.read() as connection:
        assert store.certificates_of(connection, case.case_id) == ()
    assert tab.paper.record_button.isVisible()


def test_a_paper_gets_a_title_and_a_kind(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    a_document(office, actor("ana"), case.case_id)
    tab = open_tab(case.case_id)
    tab.paper.title.setText("Order 4411")
    tab.paper.title.editingFinished.emit()
    settle(qtbot, tab)
    tab.paper.kind.show_value("contract")
    tab.paper.kind.edited.emit(tab.paper.kind)
    settle(qtbot, tab)
    [paper] = papers_of(office, case.case_id)
    assert (paper.title, paper.kind, paper.state) == ("Order 4411", "contract", State.ACCEPTED)
    assert not tab.paper.record_button.isVisible()
    tab.paper.title.setText("x\x00")
    tab.paper.title.editingFinished.emit()
    settle(qtbot, tab)
    assert any("control character" in words for words in visible_words(tab.paper))


@pytest.mark.parametrize("who", ["tess", "sara"])
def test_who_may_not_check_certificates_reads_only(office, actor, open_tab, qtbot, who):
    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case)
    tab = open_tab(case.case_id, who)
    panel = tab.certificate
    panel.tabs.setCurrentIndex(2)
    press(panel.undertakings.table, Qt.Key.Key_3, text="3")
    press(panel.checks.table, Qt.Key.Key_P, text="p")
    settle(qtbot, tab)
    assert panel.form.form.row("F-11.name").field.isReadOnly()
    assert not panel.items.model.can_edit
    assert not panel.remove_button.isVisible()
    found = certificate(office, case.case_id)
    assert found.undertakings["U-01"].held is Held.PRESENT
    assert not found.checks


def test_what_somebody_else_does_appears(office, actor, open_tab, qtbot):
    case = a_case(office, actor("ana"))
    tab = open_tab(case.case_id)
    a_document(office, actor("ben"), case.case_id)
    tab.load()
    settle(qtbot, tab)
    assert tab.model.index(0, 4).data() == "1 Mar 2027, Ben Okafor"


def test_tables_and_icon_buttons_have_names_for_screen_readers(office, actor, open_tab):
    from PySide6.QtWidgets import QTableView, QToolButton

    case = a_case(office, actor("ana"))
    a_certificate(office, actor("ana"), case)
    tab = open_tab(case.case_id)
    for part in (*tab.findChildren(QTableView), *tab.findChildren(QToolButton)):
        inner = (
            part.objectName().startswith("qt_")
            or "ScrollLeft" in part.objectName()
            or "ScrollRight" in part.objectName()
        )
        assert part.accessibleName() or inner, part
