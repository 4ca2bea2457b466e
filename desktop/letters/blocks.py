"""Nouns of a composed letter: what stands on the pages, in order, free of fonts and measures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of plain text in one weight; it never holds markup."""

    text: str
    bold: bool = False


Text = tuple[Span, ...]


def plain(text: str, *, bold: bool = False) -> Text:
    """Return ``text`` as one span."""
    return (Span(text, bold),)


def words_of(text: Text) -> str:
    """Return the words of ``text`` without their weight."""
    return "".join(span.text for span in text)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Name and address as they stand in the window of an envelope."""

    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class References:
    """The letter's numbers and dates, beside the addressee."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Title:
    """What the letter is, and below it in one line what it is about."""

    text: str
    subject: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Text


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in small letters below a table."""

    text: Text


@dataclass(frozen=True, slots=True)
class Decision:
    """The decisive sentence."""

    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list without numbers."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels on the left, what they name on the right; a value may have lines."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: title, share of the width, and whether figures stand to the right."""

    title: str
    width: float
    to_the_right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading that is repeated on each page (LT-07); totals stand on the last."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    totals: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A numbered condition; ``mark`` says that it is special, ``limit`` which items it binds."""

    number: int
    title: str
    text: Text
    addition: Text = ()
    mark: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Boxed text."""

    text: Text


@dataclass(frozen=True, slots=True)
class Signature:
    """Where one person signs: name, and title and role below it."""

    name: str
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures, side by side, kept together; ``place`` is the office and the day above them."""

    office: str
    people: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A page of its own that somebody else signs and sends back (AK, CH-8)."""

    title: str
    opening: Text
    items: tuple[tuple[str, Text], ...]
    statement: Text
    lines: tuple[str, ...]
    back_to: Text


Block = (
    Addressee
    | References
    | Title
    | Heading
    | Paragraph
    | Note
    | Decision
    | Bullets
    | Pairs
    | Table
    | Condition
    | Box
    | Signatures
    | Slip
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What each page carries: letterhead on the first, running head on the others, foot on all (LT-07)."""

    state: str
    office: str
    contact: tuple[str, ...]
    running: str
    number: str
    marking: str
    check: str
    anchor: str
    page: str
    draft: str = ""
    draft_note: str = ""

    def page_words(self, page: int, pages: int) -> str:
        """Return ``page n of m`` in the letter's words."""
        return self.page.replace("{page}", str(page)).replace("{pages}", str(pages))


@dataclass(frozen=True, slots=True)
class Letter:
    """A composed letter: title and language of the document, page furniture, blocks in order."""

    title: str
    language: str
    furniture: Furniture
    blocks: tuple[Block, ...]
