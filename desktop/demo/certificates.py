"""Draws the end-use statements that the demo's end-users sent in, as one-page PDFs."""

import io
from dataclasses import dataclass
from datetime import date

from desktop.paths import resource

# What each undertaking says on the demo's statements; ids as in end-use-certificates.md §4.
UNDERTAKINGS = {
    "U-01": "We shall use the items only for the purpose and at the place stated above.",
    "U-02": "We shall not use them in connection with nuclear, chemical or biological weapons, nor with missiles or "
    "other unmanned systems capable of delivering such weapons.",
    "U-03": "We shall not change this use without prior consent.",
    "U-04": "We shall not modify or improve the items for another use without prior consent.",
    "U-05": "We shall not copy, reproduce or reverse-engineer the items, nor make anything derived from them, without "
    "prior consent.",
    "U-06": "We shall not transfer, re-export, resell, lend or otherwise dispose of the items, replicas of them or "
    "anything derived from them, inside or outside our country, without the prior written consent of the Government "
    "of the Republic of Merania.",
    "U-07": "We shall ask for consent in writing and beforehand; silence is not consent.",
    "U-08": "Representatives of the exporter or of the Government of the Republic of Merania may inspect the items at "
    "the place of use.",
    "U-10": "We shall report loss, theft, damage, seizure, insolvency or a change of our ownership.",
    "U-11": "This undertaking binds our successors and employees.",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """What one end-user statement says."""

    end_user: str
    address: str
    exporter: str
    items: tuple[str, ...]
    end_use: str
    place_of_use: str
    signatory: str
    position: str
    signed_on: date


def draw(statement: Statement) -> bytes:
    """Return the statement as a PDF of one page."""
    # reportlab costs 0.2 s to import and only the demo draws certificates
    from reportlab.lib.enums import TA_CENTER  # noqa: PLC0415
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.lib.units import mm  # noqa: PLC0415
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer  # noqa: PLC0415

    for name, file in (("Statement", "NotoSerif-Regular.ttf"), ("Statement-Bold", "NotoSerif-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", file))))
    body = ParagraphStyle("body", fontName="Statement", fontSize=10, leading=14, spaceAfter=5)
    head = ParagraphStyle("head", parent=body, fontName="Statement-Bold", fontSize=13, leading=17, alignment=TA_CENTER)
    label = ParagraphStyle("label", parent=body, fontName="Statement-Bold", spaceBefore=4, spaceAfter=1)

    def text(words: str, style: ParagraphStyle = body) -> Paragraph:
        escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br/>")
        return Paragraph(escaped, style)

    story = [
        text(statement.end_user, head),
        text(statement.address.replace("\n", ", "), ParagraphStyle("address", parent=body, alignment=TA_CENTER)),
        Spacer(0, 5 * mm),
        text("END-USER STATEMENT", head),
        text("Addressed to the Strategic Goods Licensing Office, Republic of Merania"),
        text("Exporter", label),
        text(statement.exporter),
        text("Items", label),
        *(text(item) for item in statement.items),
        text("End-use and place of use", label),
        text(f"{statement.end_use} {statement.place_of_use}"),
        text("Undertakings", label),
        *(text(f"{number}. {words}") for number, words in enumerate(UNDERTAKINGS.values(), 1)),
        Spacer(0, 8 * mm),
        text(f"{statement.signatory}, {statement.position}"),
        text(f"Signed and stamped on {statement.signed_on.day} {statement.signed_on:%B %Y}"),
    ]
    out = io.BytesIO()
    SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=24 * mm,
        rightMargin=24 * mm,
        topMargin=20 * mm,
        bottomMargin=18 * mm,
        title="End-user statement",
        author=statement.end_user,
        invariant=1,
    ).build(story)
    return out.getvalue()
