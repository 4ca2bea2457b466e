"""What each page carries around its text: letterhead, running head, foot, and the word DRAFT (letters.md LT-07)."""

from desktop.letters import fonts, scripts
from desktop.letters.blocks import Furniture, plain
from desktop.letters.layout import LEFT, RIGHT, WIDTH
from desktop.letters.pieces import ACCENT, GREY, HAIR
from desktop.letters.sheet import MM, PAGE_HEIGHT, PAGE_WIDTH, Sheet
from desktop.letters.typeset import Line, Style, draw_line, set_lines

FIRST_TOP = PAGE_HEIGHT - 48 * MM
OTHER_TOP = PAGE_HEIGHT - 25 * MM
FOOT = 23 * MM

STATE = Style(fonts.SANS, 8, 11, ink=GREY)
OFFICE = Style(fonts.SERIF, 15, 19, ink=ACCENT, bold=True)
CONTACT = Style(fonts.SANS, 7.5, 10, ink=GREY)
FOOT_STYLE = Style(fonts.SANS, 7, 9.5, ink=GREY)
DRAFT = Style(fonts.SANS, 7.5, 10, ink=(0.70, 0.16, 0.12), bold=True)
WATERMARK = Style(fonts.SANS, 120, 120, ink=(0.925, 0.925, 0.935), bold=True)
STATE_SPACING = 1.4


def _one_line(text: str, style: Style, width: float) -> Line:
    return set_lines(plain(text.replace("\n", " ")), style, width)[0]


def _draw_watermark(sheet: Sheet, word: str) -> None:
    canvas = sheet.canvas
    line = _one_line(word, WATERMARK, 10_000)
    canvas.saveState()
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(52)
    draw_line(canvas, line, WATERMARK, -line.width / 2, -WATERMARK.size / 3)
    canvas.restoreState()


def _draw_letterhead(sheet: Sheet, letter: Furniture) -> None:
    canvas = sheet.canvas
    top = PAGE_HEIGHT - 18 * MM
    canvas.saveState()
    text = canvas.beginText(LEFT, top)
    text.setFont(fonts.face(fonts.SANS, bold=True).fontName, STATE.size)
    text.setFillColorRGB(*GREY)
    text.setCharSpace(STATE_SPACING)
    text.textOut(scripts.printable(letter.state).upper())
    canvas.drawText(text)
    canvas.restoreState()
    y = top - 20
    for line in set_lines(plain(letter.office), OFFICE, WIDTH * 0.66)[:2]:
        draw_line(canvas, line, OFFICE, LEFT, y)
        y -= OFFICE.leading
    y = top
    for words in letter.contact[:6]:
        line = _one_line(words, CONTACT, WIDTH * 0.33)
        draw_line(canvas, line, CONTACT, RIGHT - line.width, y)
        y -= CONTACT.leading
    sheet.rule(LEFT, PAGE_HEIGHT - 37 * MM, WIDTH, 1.2, ACCENT)


def _draw_running_head(sheet: Sheet, letter: Furniture) -> None:
    y = PAGE_HEIGHT - 17 * MM
    office = _one_line(letter.office, CONTACT, WIDTH * 0.45)
    running = _one_line(letter.running, CONTACT, WIDTH * 0.5)
    draw_line(sheet.canvas, office, CONTACT, LEFT, y)
    draw_line(sheet.canvas, running, CONTACT, RIGHT - running.width, y)
    sheet.rule(LEFT, y - 6, WIDTH, 0.5, HAIR)


def _draw_foot(sheet: Sheet, letter: Furniture, page: int, pages: int) -> None:
    y = 15 * MM
    sheet.rule(LEFT, y + 11, WIDTH, 0.5, HAIR)
    left = " · ".join(part for part in (letter.number, letter.marking) if part)
    right = letter.page_words(page, pages)
    for words, x_is_right, below in (
        (left, False, 0.0),
        (right, True, 0.0),
        (letter.check, False, FOOT_STYLE.leading),
        (letter.anchor, True, FOOT_STYLE.leading),
    ):
        if words:
            line = _one_line(words, FOOT_STYLE, WIDTH / 2)
            draw_line(sheet.canvas, line, FOOT_STYLE, RIGHT - line.width if x_is_right else LEFT, y - below)
    if letter.draft:
        line = _one_line(f"{letter.draft}. {letter.draft_note}", DRAFT, WIDTH)
        draw_line(sheet.canvas, line, DRAFT, LEFT, y - FOOT_STYLE.leading)


def draw_furniture(sheet: Sheet, letter: Furniture, page: int, pages: int) -> None:
    """Draw what page ``page`` of ``pages`` carries; it is no part of the text that is read aloud."""
    with sheet.unread():
        if letter.draft:
            _draw_watermark(sheet, letter.draft)
        if page == 1:
            _draw_letterhead(sheet, letter)
        else:
            _draw_running_head(sheet, letter)
        _draw_foot(sheet, letter, page, pages)
