"""What a reader takes out of a PDF: its words, by the library that also draws the pages."""

import pypdfium2


def pages_of_pdf(content: bytes) -> list[str]:
    """Return the words of each page, one space between them whatever the lines."""
    with pypdfium2.PdfDocument(content) as paper:
        found = []
        for page in paper:
            text = page.get_textpage()
            found.append(" ".join(text.get_text_range().split()))
            text.close()
            page.close()
        return found


def words_of_pdf(content: bytes) -> str:
    """Return the words of all pages."""
    return " ".join(pages_of_pdf(content))
