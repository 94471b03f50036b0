"""Word documents for the tests, written by python-docx, with the XML that it has no words for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

NAMESPACES = (
    nsdecls("w", "wp", "a", "m")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    + ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def saved(document: Document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def written(write: Callable[[Document], object]) -> bytes:
    """A document in French with what `write` adds to it."""
    document = docx.Document()
    document.core_properties.language = "fr-FR"
    write(document)
    return saved(document)


def add(document: Document, xml: str) -> None:
    """Add blocks as XML before the properties of the last section."""
    for one in parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, one)


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(xml: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{xml}</w:p>"


def text_box(words: str) -> str:
    """A text box as Word writes it: a shape, and the same for older readers."""
    box = f"<w:txbxContent>{paragraph(run(words))}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic>'
        f"<a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        f"</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def add_footnotes(document: Document, xml: str) -> None:
    blob = f'<w:footnotes {NAMESPACES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r>'
    blob += f"<w:separator/></w:r></w:p></w:footnote>{xml}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, blob.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def footnote(number: int, words: str) -> str:
    mark = "<w:r><w:footnoteRef/></w:r>"
    return f'<w:footnote w:id="{number}">{paragraph(mark + run(words))}</w:footnote>'


def french_styles(document: Document) -> None:
    """Rename the styles as Word in French identifies them."""
    names = {
        "Title": "Titre", "Heading1": "Titre1", "Heading2": "Titre2", "ListBullet": "Listepuces",
        "Quote": "Citation", "Caption": "Lgende", "ListParagraph": "Paragraphedeliste",
    }  # fmt: skip
    for style in document.styles.element.findall("{*}style"):
        key = next(one for one in style.attrib if one.endswith("styleId"))
        style.set(key, names.get(style.get(key), style.get(key)))


def report(document: Document) -> None:
    """A report with headings, lists, tables, notes, and what Word adds around them."""
    core = document.core_properties
    core.title, core.author = "Rapport annuel", "Élise Martin; Paul Roux"
    core.created = datetime(2021, 5, 3, 10, 0)
    document.sections[0].header.paragraphs[0].text = "En-tête répété"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_paragraph("Rapport annuel 2020", style="Title")
    document.add_paragraph("Le chapeau du rapport.", style="Subtitle")
    document.add_heading("Introduction", 1)
    _mixed(document.add_paragraph("La "))
    document.add_paragraph("Un point", style="List Bullet")
    document.add_paragraph("Un sous-point", style="List Bullet 2")
    document.add_heading("Chiffres", 2)
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(table.rows, (("Année", "Eau", "Gaz"), ("2019", "12", "8")), strict=False):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    table.cell(2, 0).merge(table.cell(2, 1)).text = "Total"
    table.cell(2, 2).text = "20"
    document.add_paragraph("Figure 1 : la consommation", style="Caption")
    document.add_paragraph("C’est moins qu’avant.", style="Quote")


def _mixed(paragraph: Paragraph) -> None:
    paragraph.add_run("Fr").bold = True
    paragraph.add_run("ance\ta consommé\nmoins")
    paragraph.add_run(" d’eau.")
