"""The Letters tab through its widgets: read the draft, issue, read the stored letter, save, print."""

import hashlib
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel
from sqlalchemy import select, update

from db.tables.audit import journal
from db.tables.cases import cases
from desktop.errors import UserError
from desktop.letters import render, service, store
from desktop.letters.ui import letters_tab, printing
from desktop.letters.ui.letter_pages import LetterPages
from desktop.letters.ui.letters_tab import LettersTab
from tests.builders.letters import a_licence, a_refusal, issued
from tests.builders.papers import words_of_pdf
from tests.conftest import PASSWORD

SHORT = a_refusal()


@pytest.fixture
def tab_of(qtbot, decided, desk_of):
    """Make the tab of the decided case for a named person; ``facts`` are its draft, or the error that stands for it."""

    def give(name: str = "sara", facts=SHORT, *, is_decided: bool = True) -> LettersTab:
        with decided.office.database.write() as connection:
            state = "DEC" if is_decided else "CSG"
            connection.execute(update(cases).where(cases.c.id == decided.case_id).values(state=state))

        def draft(_connection, _case_id):
            if isinstance(facts, UserError):
                raise facts
            return facts

        def issue(act, case_id, password):
            if password != PASSWORD:
                raise UserError("The password is not right.", field="password")
            return service.issue(act, case_id, decided.decision_id, facts)

        tab = LettersTab(desk_of(name), draft=draft, issue=issue)
        qtbot.addWidget(tab)
        tab.resize(1100, 760)
        tab.show()
        tab.show_case(decided.case_id)
        return tab

    return give


def drawn(qtbot, tab):
    qtbot.waitUntil(lambda: tab.pages.is_drawn, timeout=20_000)


def idle(qtbot, tab):
    qtbot.waitUntil(lambda: tab.desk.jobs.is_idle, timeout=20_000)


def words_on(tab) -> str:
    return " ".join(label.text() for label in tab.findChildren(QLabel) if label.isVisibleTo(tab))


def test_the_draft_is_shown_page_by_page_and_can_be_issued(qtbot, tab_of):
    tab = tab_of()
    drawn(qtbot, tab)
    assert tab.pages.pages == 2
    assert "Refusal: read it to the end, then issue it." in words_on(tab)
    assert tab.issue_button.isEnabled()
    assert not tab.table.isVisibleTo(tab)


def test_before_the_decision_the_draft_is_only_read(qtbot, tab_of):
    tab = tab_of(is_decided=False)
    drawn(qtbot, tab)
    assert "It can be issued when the decision is countersigned." in words_on(tab)
    assert not tab.issue_button.isEnabled()


def test_a_clerk_reads_and_is_told_who_issues(qtbot, tab_of):
    tab = tab_of("ana")
    drawn(qtbot, tab)
    assert "A supervisor or the head of office issues the letter." in words_on(tab)
    assert not tab.issue_button.isEnabled()


def test_what_is_missing_stands_where_the_letter_would_be(qtbot, tab_of):
    tab = tab_of(facts=UserError("Choose the outcome of every line first."))
    qtbot.waitUntil(lambda: "Choose the outcome of every line first." in words_on(tab))
    assert "There is no letter yet" in words_on(tab)
    assert not tab.save_button.isEnabled()
    assert not tab.issue_button.isEnabled()
    with qtbot.waitSignal(tab.go_to_tab, check_params_cb=lambda key: key == "decision"):
        tab.pages.message.acted.emit()


def test_issuing_asks_for_the_password_and_then_shows_the_stored_letter(qtbot, tab_of, notices, decided):
    tab = tab_of()
    drawn(qtbot, tab)
    notices.answers.append(PASSWORD)
    tab.issue_button.setFocus()
    qtbot.keyClick(tab.issue_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tab.table.isVisibleTo(tab), timeout=20_000)
    idle(qtbot, tab)
    drawn(qtbot, tab)
    assert notices.told == ["MER/REF/2027/0001 is issued and on file."]
    assert "MER/REF/2027/0001 was issued on 1 March 2027 by Sara Vance and is stored as it was sent." in words_on(tab)
    assert "Issued letters are never edited." in words_on(tab)
    assert not tab.issue_button.isVisibleTo(tab)
    row = [tab.table.model().index(0, column).data() for column in range(5)]
    with decided.office.read() as connection:
        (letter,) = store.of_case(connection, decided.case_id)
    assert row[:4] == ["MER/REF/2027/0001", "Refusal", "1 March 2027", "Sara Vance"]
    assert row[4].replace(" ", "").lower() == letter.facts_digest[:12]


def test_a_wrong_password_issues_nothing_and_says_so(qtbot, tab_of, notices, decided):
    tab = tab_of()
    drawn(qtbot, tab)
    notices.answers.append("wrong")
    tab.issue_button.click()
    qtbot.waitUntil(lambda: bool(notices.problems))
    assert notices.problems.pop().message == "The password is not right."
    assert tab.issue_button.isEnabled()
    with decided.office.read() as connection:
        assert store.of_case(connection, decided.case_id) == ()


def test_the_saved_file_is_the_stored_letter_and_the_journal_tells_of_it(qtbot, tab_of, notices, decided, tmp_path):
    letter_id = decided.issue(SHORT)
    tab = tab_of()
    drawn(qtbot, tab)
    assert not tab.folder_button.isEnabled()
    notices.answers.append(tmp_path / "letter")
    tab.save_button.click()
    qtbot.waitUntil(tab.folder_button.isEnabled)
    with decided.office.read() as connection:
        stored = store.content_of(connection, letter_id)
        entry = connection.execute(select(journal.c.facts).where(journal.c.act == "letter.written_out")).scalar_one()
    assert (tmp_path / "letter.pdf").read_bytes() == stored
    assert notices.told == ["Saved as letter.pdf."]
    assert f'"sha256":"{hashlib.sha256(stored).hexdigest()}"' in entry
    assert '"way":"saved"' in entry
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".casement")] == []


def test_a_saved_draft_says_draft_in_its_name_and_on_its_pages(qtbot, tab_of, notices, tmp_path):
    tab = tab_of()
    drawn(qtbot, tab)
    suggested = []
    notices.choose_target = lambda _title, name, _pattern, chosen: (suggested.append(name), chosen(tmp_path / name))
    tab.save_button.click()
    qtbot.waitUntil(lambda: bool(notices.told))
    assert suggested == ["MX-2027-00001 draft.pdf"]
    assert "DRAFT" in words_of_pdf((tmp_path / suggested[0]).read_bytes())


def test_a_folder_that_takes_no_file_is_told_with_the_next_step(qtbot, tab_of, notices, tmp_path):
    tab = tab_of()
    drawn(qtbot, tab)
    notices.answers.append(tmp_path / "not there" / "letter.pdf")
    tab.save_button.click()
    qtbot.waitUntil(lambda: bool(notices.problems))
    assert "cannot be written" in notices.problems.pop().message
    assert not tab.folder_button.isEnabled()


@pytest.mark.parametrize("opens", [True, False])
def test_show_in_folder_opens_the_folder_of_the_saved_letter(qtbot, tab_of, notices, tmp_path, monkeypatch, opens):
    asked = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url) or opens)
    tab = tab_of()
    drawn(qtbot, tab)
    notices.answers.append(tmp_path / "letter.pdf")
    tab.save_button.click()
    qtbot.waitUntil(tab.folder_button.isEnabled)
    tab.folder_button.click()
    assert asked == [QUrl.fromLocalFile(str(tmp_path))]
    assert bool(notices.problems) is not opens
    notices.problems.clear()


def test_printing_puts_every_page_on_a_sheet_and_the_journal_tells_of_it(qtbot, tab_of, notices, decided, tmp_path):
    decided.issue(SHORT)
    tab = tab_of()
    drawn(qtbot, tab)
    printer = printing.new_printer("letter")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    tab.print_on(printer)
    qtbot.waitUntil(lambda: bool(notices.told), timeout=20_000)
    import pypdfium2

    with pypdfium2.PdfDocument(tmp_path / "printed.pdf") as printed:
        assert len(printed) == 2
    with decided.office.read() as connection:
        facts = connection.execute(select(journal.c.facts).where(journal.c.act == "letter.written_out")).scalar_one()
    assert '"way":"printed"' in facts


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_printer_that_does_not_print_is_told(qtbot, tab_of, notices, tmp_path):
    tab = tab_of()
    drawn(qtbot, tab)
    printer = printing.new_printer("letter")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path))  # a folder
    tab.print_on(printer)
    qtbot.waitUntil(lambda: bool(notices.problems), timeout=20_000)
    assert "did not take the letter" in notices.problems.pop().message


def test_the_dialog_of_the_printer_comes_from_the_button(qtbot, tab_of):
    from PySide6.QtPrintSupport import QPrintDialog

    tab = tab_of()
    drawn(qtbot, tab)
    tab.print_button.click()
    dialog = tab.findChild(QPrintDialog)
    assert dialog is not None
    dialog.reject()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))


def test_another_letter_of_the_list_is_shown_when_it_is_chosen(qtbot, tab_of, decided):
    decided.issue(SHORT)
    decided.issue(replace(a_licence(), replaces="MER/REF/2027/0001"))
    tab = tab_of()
    drawn(qtbot, tab)
    assert tab.pages.pages > 2
    tab.table.selectRow(0)
    qtbot.waitUntil(lambda: tab.pages.pages == 2, timeout=20_000)
    drawn(qtbot, tab)


def test_the_pages_are_read_by_keyboard(qtbot, desk_of):
    pages = LetterPages(desk_of("ana"))
    qtbot.addWidget(pages)
    pages.resize(700, 500)
    pages.show()
    pages.show_letter(render.final(issued(a_licence())))
    qtbot.waitUntil(lambda: pages.is_drawn, timeout=20_000)
    assert pages.page == 0
    for key, page in (
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_PageUp, 1),
        (Qt.Key.Key_End, 3),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Plus, 0),
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_0, 1),
        (Qt.Key.Key_Minus, 1),
    ):
        qtbot.keyClick(pages, key)
        assert pages.page == page
    qtbot.keyClick(pages, Qt.Key.Key_Down)
    qtbot.keyClick(pages, Qt.Key.Key_Up)
    qtbot.keyClick(pages, Qt.Key.Key_A)
    for button in (pages.next_button, pages.previous_button, pages.larger_button, pages.smaller_button):
        assert button.accessibleName()
        button.click()
    pages.say("Nothing")
    assert pages.pages == 0


def test_a_letter_that_cannot_be_drawn_is_told_where_it_would_be(qtbot, desk_of):
    pages = LetterPages(desk_of("ana"))
    qtbot.addWidget(pages)
    pages.show()
    pages.show_letter(b"%PDF-1.7 not a letter")
    qtbot.waitUntil(lambda: "The letter cannot be shown" in words_on(pages), timeout=20_000)


def test_the_digest_is_shown_as_the_foot_prints_it():
    facts = issued(SHORT)
    assert letters_tab.short_digest(facts.digest()) == facts.check_code


def test_a_letter_is_saved_or_printed_and_nothing_else(decided, actor):
    with pytest.raises(ValueError, match="printed or saved"):
        decided.office.write(actor("ana"), lambda act: service.note_written_out(act, decided.case_id, None, "burnt"))
