"""PDF files for the tests, as writers of PDF make them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(reportlab.__file__).parent / "fonts"
for _name in ("Vera", "VeraBd"):
    pdfmetrics.registerFont(TTFont(_name, FONTS / f"{_name}.ttf"))

LEFT, TOP, SIZE, LEADING = 60.0, 780.0, 10.0, 13.0


class Pages(Canvas):  # type: ignore[misc]
    """A canvas on which lines are set below each other."""

    def __init__(self, **options: Any) -> None:
        self.file = io.BytesIO()
        super().__init__(self.file, pagesize=A4, invariant=1, **options)

    def line(self, text: str, x: float, y: float, font: str = "Vera", size: float = SIZE) -> float:
        """Sets a line; where the next word would stand."""
        self.setFont(font, size)
        self.drawString(x, y, text)
        return float(x + self.stringWidth(text, font, size))

    def lines(self, texts: Iterable[str], x: float = LEFT, y: float = TOP, **style: Any) -> float:
        """Sets lines; where the next one would stand."""
        for text in texts:
            self.line(text, x, y, **style)
            y -= LEADING
        return y

    def image(self, x: float = 100, y: float = 300) -> None:
        dots = io.BytesIO(b"P6 2 2 255 " + bytes(range(12)))
        self.drawImage(ImageReader(dots), x, y, 200, 200)

    def data(self) -> bytes:
        self.save()
        return self.file.getvalue()


def one_page(draw: Callable[[Pages], object], **options: Any) -> bytes:
    page = Pages(**options)
    draw(page)
    page.showPage()
    return page.data()


def wrapped(text: str, width: float, font: str = "Vera", size: float = SIZE) -> list[str]:
    """The lines of a paragraph, as many words on each as there is room for."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".lstrip()
        if pdfmetrics.stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def unmapped(*pages: str, letters: str = "<E000>") -> bytes:
    """Pages in a plain font, or one that is "encoded": its map says no letters but `letters`."""
    kids = " ".join(f"{10 + rank} 0 R" for rank in range(len(pages)))
    said = "BT /F 12 Tf 20 200 Td (The words of a page.) Tj ET"
    to = f"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> {letters}"
    font = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica"
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: f"<< /Length {len(said)} >>\nstream\n{said}\nendstream",
        4: f"<< {font} /Encoding /WinAnsiEncoding >>",
        5: f"<< {font} /ToUnicode 6 0 R >>",
        6: f"<< /Length {len(to) + 11} >>\nstream\n{to} endbfrange\nendstream",
    }
    for rank, page in enumerate(pages):
        fonts = f"<< /Font << /F {5 if page == 'encoded' else 4} 0 R >> >>"
        box = "/Type /Page /Parent 2 0 R /MediaBox [0 0 300 300]"
        objects[10 + rank] = f"<< {box} /Contents 3 0 R /Resources {fonts} >>"
    body = "\n".join(f"{number} 0 obj\n{words}\nendobj" for number, words in objects.items())
    return f"%PDF-1.4\n{body}\ntrailer << /Root 1 0 R >>\n%%EOF\n".encode()
