"""Papers for tests, benign and hostile, all made here: PDFs assembled object by object, and odd pictures."""

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache

import pikepdf
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

_IMAGE = "/Type /XObject /Subtype /Image"
_CATALOG = "<< /Type /Catalog /Pages 2 0 R {} >>"
_PAGES = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {} >> {} >>"


def stream(body: bytes, entries: str = "") -> bytes:
    return f"<< /Length {len(body)} {entries} >>\nstream\n".encode() + body + b"\nendstream"


def assemble(objects: Mapping[int, bytes], trailer: str = "/Root 1 0 R") -> bytes:
    """Write numbered objects as a PDF with a right cross-reference table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += f"{places.get(number, 0):010d} 00000 {'n' if number in places else 'f'} \n".encode()
    out += f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def pdf(
    *,
    catalog: str = "",
    page: str = "",
    resources: str = "",
    content: bytes = b"0.2 0.4 0.8 rg 100 100 200 300 re f",
    content_entries: str = "",
    more: Mapping[int, bytes] | None = None,
    pages: str = _PAGES,
) -> bytes:
    """Write a one-page PDF with something added to its catalog, page, resources or objects."""
    return assemble(
        {
            1: _CATALOG.format(catalog).encode(),
            2: pages.encode(),
            3: _PAGE.format(resources, page).encode(),
            4: stream(content, content_entries),
            **(more or {}),
        }
    )


def by_reportlab(pages: int = 1, text: str = "End-use certificate") -> bytes:
    """A certificate as an ordinary office program writes it."""
    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=A4, invariant=True)
    for page in range(1, pages + 1):
        paper.drawString(72, 770, f"{text}, page {page}")
        paper.rect(72, 100, 450, 600)
        paper.showPage()
    paper.save()
    return out.getvalue()


def with_pikepdf(change: Callable[[pikepdf.Pdf], None], **save: object) -> bytes:
    document = pikepdf.open(io.BytesIO(by_reportlab()))
    change(document)
    out = io.BytesIO()
    document.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def encrypted(user: str, owner: str = "owner") -> bytes:
    return with_pikepdf(lambda _: None, encryption=pikepdf.Encryption(owner=owner, user=user, R=6))


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **save: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "white" if mode in {"RGB", "L", "1", "P"} else 0).save(out, kind, **save)
    return out.getvalue()


def tiff_of(pages: int) -> bytes:
    out = io.BytesIO()
    sheets = [Image.new("L", (60, 80), 255 - 10 * (page % 20)) for page in range(pages)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_claiming(width: int, height: int, body: bytes = b"") -> bytes:
    """A small file that says it is a huge picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(body or b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def jpeg_claiming(width: int, height: int) -> bytes:
    raw = bytearray(picture("JPEG"))
    place = raw.find(b"\xff\xc0")
    raw[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(raw)


def tiff_loop() -> bytes:
    """A TIFF whose only directory names itself as the next one."""
    entries = [
        (256, 3, 1, 8),
        (257, 3, 1, 8),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 200),
        (279, 4, 1, 64),
    ]
    body = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (b"II*\x00" + struct.pack("<I", 8) + body + struct.pack("<I", 8)).ljust(200, b"\x00") + b"\x80" * 64


def revised() -> bytes:
    """A PDF to which a second revision was appended."""
    first = pdf()
    place = first.rfind(b"startxref") + 10
    before = int(first[place : first.find(b"\n", place)])
    changed = len(first)
    again = first + b"4 0 obj\n" + stream(b"1 0 0 rg 0 0 50 50 re f") + b"\nendobj\n"
    table = len(again)
    return (
        again
        + f"xref\n4 1\n{changed:010d} 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev {before} >>\n".encode()
        + f"startxref\n{table}\n%%EOF\n".encode()
    )


def _in_object_stream() -> bytes:
    """Script that lies in a compressed object stream, where a search of the bytes cannot see it."""

    def add(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = document.make_indirect(
            pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        )

    return with_pikepdf(add, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _action(body: str) -> bytes:
    return pdf(
        page="/Annots [5 0 R]", more={5: f"<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A {body} >>".encode()}
    )


@cache
def active() -> dict[str, tuple[bytes, str]]:
    """Papers that want to do something, each with the code of the finding that must name it."""
    return {
        "script on opening": (pdf(catalog="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "script"),
        "script in the name tree": (
            pdf(catalog="/Names << /JavaScript << /Names [(a) 5 0 R] >> >>", more={5: b"<< /S /JavaScript /JS (1) >>"}),
            "script",
        ),
        "script spelled with escapes": (pdf(catalog="/OpenAction << /S /J#61vaScr#69pt /J#53 (1) >>"), "script"),
        "script in an object stream": (_in_object_stream(), "script"),
        "script address": (_action("<< /S /URI /URI (javascript:alert) >>"), "script"),
        "launch": (_action("<< /S /Launch /F (cmd.exe) >>"), "launch"),
        "launch when opened": (pdf(catalog="/OpenAction << /S /Launch /F (x) >>"), "launch"),
        "opening action to a web page": (
            pdf(catalog="/OpenAction << /S /URI /URI (http://e.example) >>"),
            "open_action",
        ),
        "action when a page is shown": (pdf(page="/AA << /O << /S /Named /N /Print >> >>"), "automatic_action"),
        "action when the paper is closed": (pdf(catalog="/AA << /WC << /S /Named /N /Print >> >>"), "automatic_action"),
        "link to a local file": (_action("<< /S /URI /URI (file:///etc/passwd) >>"), "file_link"),
        "link to a share": (_action(r"<< /S /URI /URI (\\\\host\\share) >>"), "file_link"),
        "stream outside": (pdf(content_entries="/F (other.bin)"), "file_link"),
        "sends a form": (_action("<< /S /SubmitForm /F << /FS /URL /F (http://e.example) >> >>"), "submit_form"),
        "imports data": (_action("<< /S /ImportData /F (x.fdf) >>"), "import_data"),
        "goes to another file": (_action("<< /S /GoToR /F (other.pdf) /D [0 /Fit] >>"), "other_file_link"),
        "goes into an embedded file": (_action("<< /S /GoToE /T << /R /C >> >>"), "other_file_link"),
        "reference to another file's page": (
            pdf(
                resources="/XObject << /R 5 0 R >>",
                more={5: stream(b"", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref << /F (o.pdf) /Page 0 >>")},
            ),
            "other_file_link",
        ),
        "embedded file": (
            pdf(
                catalog="/Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >>",
                more={
                    5: b"<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>",
                    6: stream(b"MZ", "/Type /EmbeddedFile"),
                },
            ),
            "embedded_file",
        ),
        "file pinned to a page": (
            pdf(page="/Annots [5 0 R]", more={5: b"<< /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /F (a) >> >>"}),
            "embedded_file",
        ),
        "portfolio": (pdf(catalog="/Collection << /View /D >>"), "embedded_file"),
        "film": (pdf(page="/Annots [5 0 R]", more={5: b"<< /Subtype /RichMedia /Rect [0 0 9 9] >>"}), "rich_media"),
        "film by rendition": (_action("<< /S /Rendition /OP 0 >>"), "rich_media"),
        "three dimensions": (
            pdf(page="/Annots [5 0 R]", more={5: b"<< /Subtype /3D /Rect [0 0 9 9] >>"}),
            "rich_media",
        ),
        "XFA form": (pdf(catalog="/AcroForm << /Fields [] /XFA 5 0 R >>", more={5: stream(b"<xdp:xdp/>")}), "xfa"),
    }


@cache
def odd() -> dict[str, tuple[bytes, str]]:
    """Papers with a structure one should look at twice, each with the code of its finding."""
    return {
        "layers": (pdf(catalog="/OCProperties << /OCGs [] /D << >> >>"), "optional_content"),
        "something behind the end": (pdf() + b"secret payload", "data_after_end"),
        "two revisions": (revised(), "several_revisions"),
        "packed twice": (
            pdf(
                content=zlib.compress(zlib.compress(b"0 0 9 9 re f")),
                content_entries="/Filter [/FlateDecode /FlateDecode]",
            ),
            "stacked_filters",
        ),
        "encrypted for changes only": (encrypted(""), "encrypted"),
        "601 pages": (by_reportlab(601), "too_many_pages"),
        "huge page": (pdf(page="/UserUnit 1000"), "page_size"),
        "tiny page": (pdf().replace(b"[0 0 595 842]", b"[0 0 005 002]"), "page_size"),
        "deep nesting": (pdf(catalog="/Deep " + "[" * 90 + "]" * 90), "nested_too_deep"),
        "picture of 10^10 points": (
            pdf(
                resources="/XObject << /I 5 0 R >>",
                more={
                    5: stream(
                        b"",
                        f"{_IMAGE} /Width 100000 /Height 100000 /ColorSpace /DeviceGray /BitsPerComponent 8",
                    )
                },
            ),
            "too_many_pixels",
        ),
        "form fields": (
            pdf(catalog="/AcroForm << /Fields [5 0 R] >>", more={5: b"<< /FT /Tx /T (use) /V (gyros) >>"}),
            "form_fields",
        ),
        "wrong table": (pdf().replace(b"startxref\n", b"startxref\n9"), "repaired"),
        "cut short": (by_reportlab(3)[:-400], "repaired"),
    }


@cache
def benign() -> dict[str, tuple[bytes, str]]:
    """Ordinary papers, with their names; none may be blocked."""

    def goto(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])

    def named(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.GoTo, D=pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])
        )

    return {
        "reportlab": (by_reportlab(), "certificate.pdf"),
        "reportlab, 40 pages": (by_reportlab(40), "contract.PDF"),
        "by hand": (pdf(), "hand.pdf"),
        "web link": (_action("<< /S /URI /URI (https://office.example/) >>"), "link.pdf"),
        "opens on its first page": (with_pikepdf(goto), "first.pdf"),
        "goes to its first page": (with_pikepdf(named), "first2.pdf"),
        "linearised": (with_pikepdf(lambda _: None, linearize=True), "web.pdf"),
        "object streams": (
            with_pikepdf(lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.generate),
            "new.pdf",
        ),
        "scan in PNG": (picture("PNG"), "scan.png"),
        "scan in JPEG": (picture("JPEG"), "scan.JPG"),
        "fax in TIFF": (picture("TIFF", mode="1", compression="group4"), "fax.tif"),
        "TIFF of 5 pages": (tiff_of(5), "fax5.tiff"),
        "picture with alpha": (picture("PNG", mode="RGBA"), "alpha.png"),
        "picture with palette": (picture("PNG", mode="P"), "palette.png"),
        "picture of 16 bits": (picture("PNG", mode="I;16"), "deep.png"),
        "CMYK photograph": (picture("JPEG", mode="CMYK"), "cmyk.jpeg"),
    }


def _self_drawing() -> bytes:
    form = stream(
        b"q /F Do Q q 0.9 0 0 0.9 1 1 cm /F Do Q",
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F 5 0 R >> >>",
    )
    return pdf(resources="/XObject << /F 5 0 R >>", content=b"/F Do", more={5: form})


def _ladder(rungs: int) -> bytes:
    more = {}
    for rung in range(5, 5 + rungs):
        body = b"/F Do /F Do" if rung < 4 + rungs else b"0 0 1 1 re f"
        more[rung] = stream(
            body, f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F {rung + 1} 0 R >> >>"
        )
    return pdf(resources="/XObject << /F 5 0 R >>", content=b"/F Do", more=more)


def _zeros(length: int) -> bytes:
    packer = zlib.compressobj(9)
    return packer.compress(bytes(length)) + packer.flush()


def _tiling() -> bytes:
    tile = stream(
        b"0 0 0.01 0.01 re f",
        "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 0.01 0.01] /XStep 0.001 /YStep 0.001 /Resources << >>",
    )
    return pdf(resources="/Pattern << /P 5 0 R >>", content=b"/Pattern cs /P scn 0 0 595 842 re f", more={5: tile})


@cache
def bombs() -> dict[str, tuple[bytes, str]]:
    """Papers meant to kill, hang or bloat whoever opens them, with the name they come under."""
    return {
        "1 GiB of zeros in one stream": (pdf(content=_zeros(1 << 30), content_entries="/Filter /FlateDecode"), "a.pdf"),
        "64 MiB packed twice": (
            pdf(content=zlib.compress(_zeros(1 << 26)), content_entries="/Filter [/FlateDecode /FlateDecode]"),
            "a.pdf",
        ),
        "a form that draws itself": (_self_drawing(), "a.pdf"),
        "a ladder of forms": (_ladder(28), "a.pdf"),
        "a million tiles": (_tiling(), "a.pdf"),
        "operators without end": (
            pdf(content=zlib.compress(b"0 0 m 9 9 l S\n" * 600_000), content_entries="/Filter /FlateDecode"),
            "a.pdf",
        ),
        "saves without end": (pdf(content=b"q " * 500_000), "a.pdf"),
        "page tree that holds itself": (pdf(pages="<< /Type /Pages /Kids [2 0 R] /Count 1 >>"), "a.pdf"),
        "page tree that holds its parent": (
            pdf(
                pages="<< /Type /Pages /Kids [5 0 R] /Count 2 >>",
                more={5: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 /Parent 2 0 R >>"},
            ),
            "a.pdf",
        ),
        "a count that lies": (pdf(pages="<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"), "a.pdf"),
        "a negative count": (pdf(pages="<< /Type /Pages /Kids [3 0 R] /Count -5 >>"), "a.pdf"),
        "no pages": (pdf(pages="<< /Type /Pages /Kids [] /Count 0 >>"), "a.pdf"),
        "page box upside down": (pdf().replace(b"[0 0 595 842]", b"[595 842 0 0]"), "a.pdf"),
        "page box of nothing": (pdf().replace(b"[0 0 595 842]", b"[0 0 0.0 0.0]"), "a.pdf"),
        "page box of words": (pdf().replace(b"[0 0 595 842]", b"[(a) /b null]"), "a.pdf"),
        "page as high as a tower": (pdf().replace(b"[0 0 595 842]", b"[0 0 1 999999]"), "a.pdf"),
        "length that refers to itself": (
            assemble(
                {
                    1: _CATALOG.format("").encode(),
                    2: _PAGES.encode(),
                    3: _PAGE.format("", "").encode(),
                    4: b"<< /Length 4 0 R >>\nstream\nq\nendstream",
                }
            ),
            "a.pdf",
        ),
        "table that refers to itself": (pdf().replace(b"/Root 1 0 R >>", b"/Root 1 0 R /Prev 9 >>"), "a.pdf"),
        "only a header": (b"%PDF-1.7\n", "a.pdf"),
        "header and noise": (b"%PDF-1.7\n" + bytes(range(256)) * 400, "a.pdf"),
        "three hundred thousand objects": (
            b"%PDF-1.7\n" + b"".join(b"%d 0 obj null endobj\n" % n for n in range(1, 300_001)),
            "a.pdf",
        ),
        "array of 100,000 brackets": (pdf(catalog="/Deep " + "[" * 100_000), "a.pdf"),
        "font of noise": (
            pdf(
                resources="/Font << /F 5 0 R >>",
                content=b"BT /F 9 Tf (abc) Tj ET",
                more={
                    5: b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor << /FontFile2 6 0 R >> >>",
                    6: stream(bytes(range(256)) * 20),
                },
            ),
            "a.pdf",
        ),
        "picture that lies": (
            pdf(
                resources="/XObject << /I 5 0 R >>",
                content=b"500 0 0 500 0 0 cm /I Do",
                more={
                    5: stream(
                        b"\xff",
                        f"{_IMAGE} /Width 7000 /Height 7000 /ColorSpace /DeviceRGB /BitsPerComponent 8",
                    )
                },
            ),
            "a.pdf",
        ),
        "JBIG2 of noise": (
            pdf(
                resources="/XObject << /I 5 0 R >>",
                content=b"500 0 0 500 0 0 cm /I Do",
                more={
                    5: stream(
                        bytes(range(256)),
                        f"{_IMAGE} /Width 9 /Height 9 /Filter /JBIG2Decode /ColorSpace /DeviceGray /BitsPerComponent 1",
                    )
                },
            ),
            "a.pdf",
        ),
        "PNG of 900 million points": (png_claiming(30_000, 30_000), "a.png"),
        "PNG of 2^62 points": (png_claiming(2**31 - 1, 2**31 - 1), "a.png"),
        "PNG of no points": (png_claiming(0, 0), "a.png"),
        "PNG that unpacks to 400 MB": (png_claiming(100, 100, bytes(400_000_000)), "a.png"),
        "PNG cut short": (picture("PNG", (900, 900))[:200], "a.png"),
        "PNG of noise": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "a.png"),
        "JPEG of 65,000 squared": (jpeg_claiming(65_000, 65_000), "a.jpg"),
        "JPEG cut short": (picture("JPEG", (900, 900))[:300], "a.jpg"),
        "JPEG of noise": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 9, "a.jpg"),
        "TIFF that goes round": (tiff_loop(), "a.tif"),
        "TIFF of 700 pages": (tiff_of(700), "a.tif"),
        "TIFF of noise": (b"II*\x00" + bytes(range(256)) * 9, "a.tif"),
        "TIFF pointing outside": (b"II*\x00\xff\xff\xff\x7f", "a.tif"),
        "PNG with a PDF behind it": (picture("PNG") + pdf(), "a.png"),
        "JPEG with an archive behind it": (picture("JPEG") + b"PK\x03\x04 evil", "a.jpg"),
        "PNG with a page behind it": (picture("PNG") + b"<script>1</script>", "a.png"),
    }


def misnamed() -> dict[str, tuple[bytes, str]]:
    """Files that are not what they say or not what the office takes, with their names."""
    return {
        "PDF called PNG": (pdf(), "scan.png"),
        "PNG called PDF": (picture("PNG"), "paper.pdf"),
        "program called PDF": (b"MZ\x90\x00" + bytes(99), "paper.pdf"),
        "page called PDF": (b"<html><script>1</script>", "paper.pdf"),
        "SVG called PNG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png"),
        "PDF behind a picture": (picture("JPEG") + pdf(), "a.pdf"),
        "PDF behind blanks": (b"\n\n\n" + pdf(), "a.pdf"),
        "GIF": (b"GIF89a" + bytes(20), "a.gif"),
        "word processor": (b"PK\x03\x04" + bytes(20), "letter.docx"),
        "program": (b"MZ", "certificate.pdf.exe"),
        "no extension": (pdf(), "certificate"),
        "empty": (b"", "a.pdf"),
    }


def sixteen_bits(level: int) -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (20, 20), level).save(out, "PNG")
    return out.getvalue()
