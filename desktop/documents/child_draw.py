"""Inside the limited child: draws one page of a paper as plain red-green-blue bytes (security.md R32)."""

from io import BytesIO

from desktop.documents.child_protocol import (
    LONGEST_SIDE,
    MARK,
    MOST_PAGES,
    MOST_PIXELS_PER_PICTURE,
    OUTCOME,
    PICTURE,
    ContentType,
    Outcome,
)

_IMAGE_FORMATS = {ContentType.PNG: "PNG", ContentType.JPEG: "JPEG", ContentType.TIFF: "TIFF"}


def refusal(outcome: Outcome) -> bytes:
    """Return the reply that says why there is no picture."""
    return OUTCOME.pack(MARK, outcome)


def _picture(pages: int, page: int, width: int, height: int, pixels: bytes) -> bytes:
    header = PICTURE.pack(min(pages, 0xFFFF), page, width, height, len(pixels))
    return OUTCOME.pack(MARK, Outcome.GOOD) + header + pixels


def draw(content_type: ContentType, paper: bytes, page: int, longest_side: int) -> bytes:
    """Return the reply with page ``page`` (from 0), its longer side at most ``longest_side`` pixels."""
    longest = max(1, min(longest_side, LONGEST_SIDE))
    if content_type is ContentType.PDF:
        return _draw_pdf(paper, page, longest)
    return _draw_image(_IMAGE_FORMATS[content_type], paper, page, longest)


def _draw_pdf(paper: bytes, page: int, longest: int) -> bytes:
    import pypdfium2  # noqa: PLC0415 - after the limits are set

    try:
        document = pypdfium2.PdfDocument(paper)
    except pypdfium2.PdfiumError as error:
        needs_password = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        return refusal(Outcome.NEEDS_PASSWORD if needs_password else Outcome.BROKEN)
    pages = len(document)
    if not 0 <= page < min(pages, MOST_PAGES):
        return refusal(Outcome.NO_SUCH_PAGE)
    try:
        document.init_forms()  # what somebody typed into a form belongs to the picture
        sheet = document[page]
        width, height = sheet.get_size()
        if width <= 0 or height <= 0:
            return refusal(Outcome.BROKEN)
        bitmap = sheet.render(scale=longest / max(width, height), rev_byteorder=True)
    except pypdfium2.PdfiumError:
        return refusal(Outcome.BROKEN)
    columns, rows, stride = min(bitmap.width, longest), min(bitmap.height, longest), bitmap.stride
    raw = memoryview(bitmap.buffer).cast("B")
    pixels = b"".join(raw[row * stride : row * stride + columns * 3] for row in range(rows))
    return _picture(pages, page, columns, rows, pixels)


def _draw_image(image_format: str, paper: bytes, page: int, longest: int) -> bytes:
    import warnings  # noqa: PLC0415

    from PIL import Image, ImageOps  # noqa: PLC0415 - after the limits are set

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS_PER_PICTURE
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(BytesIO(paper), formats=[image_format]) as picture:
            pages = getattr(picture, "n_frames", 1) if image_format == "TIFF" else 1
            if not 0 <= page < min(pages, MOST_PAGES):
                return refusal(Outcome.NO_SUCH_PAGE)
            if page:
                picture.seek(page)
            picture.draft("RGB", (longest, longest))
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest, longest))
            flat = Image.new("RGB", upright.size, "white")
            if upright.mode.startswith("I;16"):
                upright = upright.convert("I").point(lambda level: level / 256).convert("L")
            with_alpha = upright.convert("RGBA")
            flat.paste(with_alpha, mask=with_alpha.getchannel("A"))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Warning):
        return refusal(Outcome.BROKEN)
    return _picture(pages, page, flat.width, flat.height, flat.tobytes())
