"""The archival form of a letter: PDF/A-2b with the structure that screen readers follow, the same bytes each time.

pikepdf writes the profile and validates what it wrote; the dates and ids that would differ from run to run are set
from the letter (letters.md LT-08, security.md R55).
"""

import io
import re
from datetime import date

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String, pdfa

from desktop.letters.sheet import Node

FLAVOUR = "2b"
_RUN_DATE = re.compile(rb"(<xmp:MetadataDate>)[^<]*(</xmp:MetadataDate>)")


def _add_structure(pdf: Pdf, structure: Node) -> None:
    """Write the structure tree, and into each page where in it the page's marks belong (ISO 32000-1 §14.7)."""
    pages = list(pdf.pages)
    parents: list[dict[int, pikepdf.Object]] = [{} for _ in pages]

    def write(node: Node, parent: pikepdf.Object, scope: Name = Name.Row) -> pikepdf.Object:
        element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{node.tag}"), P=parent))
        below = Array()
        heads_columns = all(isinstance(one, Node) and one.tag == "TH" for one in node.below)
        for one in node.below:
            if isinstance(one, Node):
                below.append(write(one, element, Name.Column if heads_columns else Name.Row))
            else:
                page, mark = one
                below.append(Dictionary(Type=Name.MCR, Pg=pages[page].obj, MCID=mark))
                parents[page][mark] = element
        if node.tag == "TH":
            element.A = Dictionary(O=Name.Table, Scope=scope)
        element.K = below
        return element

    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = Array([write(structure, root)])
    numbers = Array()
    for number, (page, marks) in enumerate(zip(pages, parents, strict=True)):
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        numbers.append(number)
        numbers.append(pdf.make_indirect(Array([marks[mark] for mark in sorted(marks)])))
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def archive(content: bytes, structure: Node, language: str, dated: date) -> bytes:
    """Return ``content`` as tagged PDF/A-2b, dated ``dated``; raises ``pikepdf.pdfa.PdfaError`` unless it conforms."""
    moment = f"{dated:%Y%m%d}120000+00'00'"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            if Name.Trans in page.obj:  # reportlab writes an empty page transition
                del page.obj[Name.Trans]
        pdf.Root.Lang = String(language)
        pdf.docinfo[Name.CreationDate] = pdf.docinfo[Name.ModDate] = String(f"D:{moment}")
        _add_structure(pdf, structure)
        pdfa.prepare(pdf, FLAVOUR)
        stamp = f"{dated.isoformat()}T12:00:00+00:00".encode()
        pdf.Root.Metadata.write(_RUN_DATE.sub(rb"\g<1>" + stamp + rb"\g<2>", pdf.Root.Metadata.read_bytes()))
        out = io.BytesIO()
        pdfa.save(pdf, out, FLAVOUR, repair=False, deterministic_id=True)
    return out.getvalue()
