"""A folder of files of every kind, by real writers of each, whose words are known."""

from __future__ import annotations

import codecs
import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from qa.types import SeedStatus


@dataclass(frozen=True, slots=True)
class Story:
    """What a file says: each of these is one sentence of the document."""

    title: str
    author: str
    date: str
    heading: str
    prose: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = (("Année", "Visiteurs"), ("1897", "1 200"))

    @property
    def paragraph(self) -> str:
        return " ".join(self.prose)


@dataclass(frozen=True, slots=True)
class Written:
    """A file's bytes, what is to become of it, and sentences that it must hold."""

    suffix: str
    data: bytes
    status: SeedStatus = "read"
    sentences: tuple[str, ...] = ()


def story(number: int) -> Story:
    """One of many: each has its own name and numbers."""
    return Story(
        title=f"Le phare numéro {number}",
        author=f"Jeanne Martin-{number}",
        date=f"20{number % 25:02}-03-14",
        heading="Histoire et œuvre",
        prose=(
            f"Le phare n° {number} fut allumé en {1800 + number} à l’entrée du port.",
            f"« Il éclaire la côte », écrivait M. Dupont, gardien depuis {number + 2} ans.",
            "Où était-il situé ?",
        ),
    )


def plain(told: Story, encoding: str = "utf-8", mark: bytes = b"", end: str = "\n") -> Written:
    lines = (told.title, f"Auteur : {told.author}", told.date, told.paragraph)
    text = f"{end}{end}".join(lines)
    sentences = (told.title, f"Auteur : {told.author}", *told.prose)
    return Written(".txt", mark + text.encode(encoding), "read", sentences)


def windows(told: Story) -> Written:
    return plain(told, "cp1252", end="\r\n")


def marked(told: Story) -> Written:
    return plain(told, "utf-8", codecs.BOM_UTF8)


def wide(told: Story) -> Written:
    return plain(told, "utf-16-le", codecs.BOM_UTF16_LE)


def decomposed(told: Story) -> Written:
    made = plain(told)
    return Written(
        ".txt",
        unicodedata.normalize("NFD", made.data.decode()).encode(),
        "read",
        made.sentences,
    )


def markdown(told: Story) -> Written:
    rows = ["| " + " | ".join(row) + " |" for row in told.rows]
    table = "\n".join([rows[0], "|---|---|", *rows[1:]])
    text = (
        f"---\ntitle: {told.title}\nauthor: {told.author}\ndate: {told.date}\n---\n\n"
        f"## {told.heading}\n\n**{told.prose[0]}** {told.prose[1]} [{told.prose[2]}](x.html)\n\n"
        f"{table}\n"
    )
    return Written(".md", text.encode(), "read", everything(told))


def page(told: Story) -> Written:
    cells = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in told.rows
    )
    text = (
        f"<html lang=fr><head><meta charset=utf-8><title>{told.title} | Le Journal</title>"
        f'<meta name=author content="{told.author}"><script>let piège = 1;</script>'
        f'<meta property="article:published_time" content="{told.date}T08:00:00Z"></head><body>'
        f"<nav><ul><li><a href=/>Accueil</a></li></ul></nav><main><h1>{told.title}</h1>"
        f"<h2>{told.heading}</h2><p>{told.prose[0]} <em>{told.prose[1]}</em> {told.prose[2]}</p>"
        f"<table>{cells}</table></main><footer>Mentions légales</footer></body></html>"
    )
    return Written(".html", text.encode(), "read", everything(told))


def word(told: Story) -> Written:
    document = docx.Document()
    document.core_properties.title = told.title
    document.core_properties.author = told.author
    document.add_heading(told.title, 0)
    document.add_heading(told.heading, 1)
    paragraph = document.add_paragraph(told.prose[0] + " ")
    paragraph.add_run(told.prose[1]).bold = True
    paragraph.add_run(f" {told.prose[2]}")
    table = document.add_table(rows=0, cols=2)
    for row in told.rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    file = io.BytesIO()
    document.save(file)
    sentences = [one for one in everything(told) if not one.startswith("Date")]
    return Written(".docx", file.getvalue(), "read", tuple(sentences))


def pdf(told: Story) -> Written:
    styles = getSampleStyleSheet()
    file = io.BytesIO()
    template = SimpleDocTemplate(file, pagesize=A4, title=told.title, author=told.author)
    template.build(
        [
            Paragraph(told.title, styles["Title"]),
            Paragraph(told.heading, styles["Heading2"]),
            Paragraph(told.paragraph.replace("œ", "oe"), styles["BodyText"]),
            Table([list(row) for row in (*told.rows, ("1898", "1 350"), ("1899", "1 410"))]),
        ]
    )
    return Written(".pdf", file.getvalue(), "read", (told.title, *told.prose))


def image_only(told: Story) -> Written:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    from PIL import Image

    canvas.drawInlineImage(Image.new("RGB", (60, 40), "grey"), 100, 500, 300, 200)
    canvas.showPage()
    canvas.save()
    return Written(".pdf", file.getvalue(), "no_text")


def broken(told: Story) -> Written:
    return Written(".pdf", b"%PDF-1.7\n" + told.paragraph.encode(), "failed")


def cut(told: Story) -> Written:
    return Written(".docx", word(told).data[:2000], "failed")


def empty(told: Story) -> Written:
    return Written(".md", b"---\ntitle: \n---\n\n", "no_text")


def old(told: Story) -> Written:
    return Written(".odt", b"PK\x03\x04", "failed")


def everything(told: Story) -> tuple[str, ...]:
    head = (told.title, f"Auteur : {told.author}", f"Date : {told.date}", told.heading)
    return (*head, *told.prose, *(" | ".join(row) for row in told.rows))


KINDS: tuple[Callable[[Story], Written], ...] = (
    plain, windows, marked, wide, decomposed, markdown, page, word, pdf,
    markdown, page, word, pdf, image_only, broken, cut, empty, old,
)  # fmt: skip


def write(folder: Path, count: int) -> dict[str, Written]:
    """Write so many files, some in sub-folders; each by its path."""
    made = {}
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        written = kind(story(number))
        path = f"{'sous/' * (number % 3)}{number:03}-{kind.__name__}{written.suffix}"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(written.data)
        made[path] = written
    return made
