"""Inside the limited child: walks the objects of a paper and counts what should not be in it (security.md R33).

The walk looks at decoded objects, never at raw bytes, because names can be spelled with escapes and objects can lie in
compressed streams. What comes back are counts by :class:`desktop.documents.child_protocol.Found`.
"""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from desktop.documents.child_protocol import (
    COUNT_CAP,
    FINDING,
    LARGEST_PAGE_POINTS,
    MARK,
    MOST_NESTING,
    MOST_OBJECTS,
    MOST_PAGES,
    MOST_PIXELS_PER_PICTURE,
    OUTCOME,
    SCAN,
    SMALLEST_PAGE_POINTS,
    ContentType,
    Found,
    Outcome,
)

_ACTIONS = {
    "/JavaScript": Found.SCRIPT,
    "/Launch": Found.LAUNCH,
    "/SubmitForm": Found.SUBMIT_FORM,
    "/ImportData": Found.IMPORT_DATA,
    "/GoToR": Found.OTHER_FILE_LINK,
    "/GoToE": Found.OTHER_FILE_LINK,
    "/Rendition": Found.RICH_MEDIA,
    "/Movie": Found.RICH_MEDIA,
    "/Sound": Found.RICH_MEDIA,
    "/GoTo3DView": Found.RICH_MEDIA,
    "/RichMediaExecute": Found.RICH_MEDIA,
    "/SetOCGState": Found.OPTIONAL_CONTENT,
}
_SUBTYPES = {
    "/RichMedia": Found.RICH_MEDIA,
    "/Movie": Found.RICH_MEDIA,
    "/Sound": Found.RICH_MEDIA,
    "/Screen": Found.RICH_MEDIA,
    "/3D": Found.RICH_MEDIA,
    "/FileAttachment": Found.EMBEDDED_FILE,
}
_KEYS = {
    "/JS": Found.SCRIPT,
    "/JavaScript": Found.SCRIPT,
    "/AA": Found.AUTOMATIC_ACTION,
    "/EmbeddedFiles": Found.EMBEDDED_FILE,
    "/EF": Found.EMBEDDED_FILE,
    "/Collection": Found.EMBEDDED_FILE,
    "/XFA": Found.XFA,
    "/OCProperties": Found.OPTIONAL_CONTENT,
}
_HARMLESS_OPENING = frozenset({"/GoTo", "/Named"})
# a camera's several pictures in one JPEG file
_CONTENT_OF = {
    "PNG": ContentType.PNG,
    "JPEG": ContentType.JPEG,
    "MPO": ContentType.JPEG,
    "TIFF": ContentType.TIFF,
}
_FLATE = frozenset({"/FlateDecode", "/Fl"})
_OTHER_FORMATS = (b"PK\x03\x04", b"\x7fELF", b"MZ", b"<script", b"<html", b"<?php")


def _reply(pages: int, objects: int, found: "Counter[Found]") -> bytes:
    head = OUTCOME.pack(MARK, Outcome.GOOD) + SCAN.pack(min(pages, COUNT_CAP), min(objects, COUNT_CAP), len(found))
    return head + b"".join(FINDING.pack(what, min(count, COUNT_CAP)) for what, count in sorted(found.items()))


def _refusal(outcome: Outcome) -> bytes:
    return OUTCOME.pack(MARK, outcome)


def scan(content_type: ContentType, paper: bytes) -> bytes:
    """Return the reply with pages, objects and findings of a paper."""
    if content_type is ContentType.PDF:
        return _scan_pdf(paper)
    return _scan_image(content_type, paper)


def _scan_pdf(paper: bytes) -> bytes:
    import pikepdf  # noqa: PLC0415 - after the limits are set

    try:
        document = pikepdf.open(BytesIO(paper))
    except pikepdf.PasswordError:
        return _refusal(Outcome.NEEDS_PASSWORD)
    except pikepdf.PdfError:
        return _refusal(Outcome.BROKEN)
    found: Counter[Found] = Counter()
    if document.is_encrypted:
        found[Found.ENCRYPTED] = 1
    found.update(_around(paper, linearized=document.is_linearized))
    try:
        objects = len(document.objects)
        if objects > MOST_OBJECTS:
            found[Found.TOO_MANY_OBJECTS] = objects
            return _reply(0, objects, found)
        for item in document.objects:
            found.update(_in_object(item))
        found.update(_in_catalog(document.Root))
        pages = len(document.pages)
        if pages > MOST_PAGES:
            found[Found.TOO_MANY_PAGES] = pages
        else:
            found.update(Found.PAGE_SIZE for page in document.pages if not _fits(page))
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return _refusal(Outcome.BROKEN)
    if pages == 0:
        return _refusal(Outcome.BROKEN)
    if document.get_warnings():
        found[Found.REPAIRED] = 1
    return _reply(pages, objects, found)


def _around(paper: bytes, *, linearized: bool) -> Iterator[Found]:
    ends = paper.count(b"%%EOF")
    for _ in range(ends - (2 if linearized else 1)):
        yield Found.SEVERAL_REVISIONS
    if ends and paper[paper.rfind(b"%%EOF") + 5 :].strip(b"\r\n\t \x00"):
        yield Found.DATA_AFTER_END


def _in_object(item: Any) -> Iterator[Found]:
    """Yield what one indirect object and everything written inside it holds."""
    import pikepdf  # noqa: PLC0415

    containers = (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)
    waiting = [(item, 0)]
    while waiting:
        here, depth = waiting.pop()
        if not isinstance(here, containers):
            continue
        if depth > MOST_NESTING:
            yield Found.NESTED_TOO_DEEP
            return
        if isinstance(here, pikepdf.Array):
            inner = list(here)
        else:
            pairs = list(here.stream_dict.items() if isinstance(here, pikepdf.Stream) else here.items())
            yield from _in_dictionary(dict(pairs), is_stream=isinstance(here, pikepdf.Stream))
            inner = [value for _, value in pairs]
        waiting += [(value, depth + 1) for value in inner if not getattr(value, "is_indirect", False)]


def _name(value: Any) -> str:
    import pikepdf  # noqa: PLC0415

    return str(value) if isinstance(value, pikepdf.Name) else ""


def _in_dictionary(pairs: dict[str, Any], *, is_stream: bool) -> Iterator[Found]:
    for key in pairs.keys() & _KEYS.keys():
        yield _KEYS[key]
    action = _ACTIONS.get(_name(pairs.get("/S")))
    if action is not None:
        yield action
    if _name(pairs.get("/S")) == "/URI" or "/URI" in pairs:
        yield from _in_address(pairs.get("/URI"))
    subtype = _SUBTYPES.get(_name(pairs.get("/Subtype")))
    if subtype is not None:
        yield subtype
    if _name(pairs.get("/Type")) == "/EmbeddedFile":
        yield Found.EMBEDDED_FILE
    if _name(pairs.get("/FT")):
        yield Found.FORM_FIELDS
    if is_stream:
        yield from _in_stream(pairs)


def _in_address(address: Any) -> Iterator[Found]:
    text = str(address or "").strip().casefold()
    if text.startswith(("file:", "\\\\", "//", "smb:")):
        yield Found.FILE_LINK
    elif text.startswith(("javascript:", "vbscript:", "data:")):
        yield Found.SCRIPT


def _in_stream(pairs: dict[str, Any]) -> Iterator[Found]:
    if "/F" in pairs or "/FFilter" in pairs:
        yield Found.FILE_LINK
    filters = pairs.get("/Filter")
    names = [_name(value) for value in filters] if filters is not None and not _name(filters) else []
    if sum(name in _FLATE for name in names) > 1:
        yield Found.STACKED_FILTERS
    if _name(pairs.get("/Subtype")) == "/Image":
        width, height = _whole(pairs.get("/Width")), _whole(pairs.get("/Height"))
        if width * height > MOST_PIXELS_PER_PICTURE:
            yield Found.TOO_MANY_PIXELS
    if "/Ref" in pairs:
        yield Found.OTHER_FILE_LINK


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, ArithmeticError):
        return 0


def _in_catalog(catalog: Any) -> Iterator[Found]:
    import pikepdf  # noqa: PLC0415

    opening = catalog.get("/OpenAction")
    is_dictionary = isinstance(opening, pikepdf.Dictionary)
    if is_dictionary and _name(opening.get("/S")) not in _HARMLESS_OPENING:
        yield Found.OPEN_ACTION


def _fits(page: Any) -> bool:
    try:
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        unit = float(page.obj.get("/UserUnit", 1))
    except (TypeError, ValueError, AttributeError):
        return False
    sides = (abs(right - left) * unit, abs(top - bottom) * unit)
    return all(SMALLEST_PAGE_POINTS <= side <= LARGEST_PAGE_POINTS for side in sides)


def _scan_image(content_type: ContentType, paper: bytes) -> bytes:
    import warnings  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415 - after the limits are set

    Image.MAX_IMAGE_PIXELS = None  # counted below, so that a bomb is named and not merely refused
    warnings.simplefilter("ignore")
    found: Counter[Found] = Counter()
    try:
        with Image.open(BytesIO(paper), formats=["PNG", "JPEG", "TIFF"]) as picture:
            if _CONTENT_OF.get(picture.format or "") is not content_type:
                return _refusal(Outcome.OTHER_CONTENT)
            pages = getattr(picture, "n_frames", 1) if content_type is ContentType.TIFF else 1
            for page in range(min(pages, MOST_PAGES)):
                picture.seek(page)
                found[Found.TOO_MANY_PIXELS] += picture.width * picture.height > MOST_PIXELS_PER_PICTURE
            if not found[Found.TOO_MANY_PIXELS]:
                picture.seek(0)
                picture.load()
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return _refusal(Outcome.BROKEN)
    if pages > MOST_PAGES:
        found[Found.TOO_MANY_PAGES] = pages
    tail = _after_picture(content_type, paper)
    if tail.strip(b"\r\n\t \x00"):
        found[Found.DATA_AFTER_END] = 1
    if b"%PDF-" in paper or any(mark in tail for mark in _OTHER_FORMATS):
        found[Found.SECOND_FORMAT] = 1
    return _reply(pages, 0, +found)


def _after_picture(content_type: ContentType, paper: bytes) -> bytes:
    if content_type is ContentType.PNG:
        end = paper.find(b"IEND")
        return paper[end + 8 :] if end >= 0 else b""
    if content_type is ContentType.JPEG:
        return paper[paper.rfind(b"\xff\xd9") + 2 :]
    return b""
