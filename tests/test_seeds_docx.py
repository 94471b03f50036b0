"""Word documents: the body as it reads, whatever Word keeps beside it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from damaged import assert_sound
from docx.document import Document
from docx_files import (
    add,
    add_footnotes,
    footnote,
    french_styles,
    paragraph,
    report,
    run,
    saved,
    text_box,
    written,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.seeds.canonical import Front, NoTextError, Text
from qa.seeds.docx import read_docx
from qa.seeds.formats import read


def listed(text: Text) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(text.text)) for block in text.blocks]


def pieces(write: Callable[[Document], object]) -> list[tuple[str, str]]:
    return listed(read_docx(written(write)))


def pieces_of(xml: str) -> list[tuple[str, str]]:
    return pieces(lambda document: add(document, xml))


def words_of(xml: str) -> list[str]:
    return [one for _, one in pieces_of(xml)]


REPORT = [
    ("title", "Rapport annuel 2020"),
    ("byline", "Auteurs : Élise Martin, Paul Roux"),
    ("date", "Date : 2021-05-03"),
    ("paragraph", "Le chapeau du rapport."),
    ("heading", "Introduction"),
    ("paragraph", "La France a consommé moins d’eau."),
    ("list_item", "Un point"),
    ("list_item", "Un sous-point"),
    ("heading", "Chiffres"),
    ("table_row", "Année | Eau | Gaz"),
    ("table_row", "2019 | 12 | 8"),
    ("table_row", "Total | 20"),
    ("caption", "Figure 1 : la consommation"),
    ("quote", "C’est moins qu’avant."),
]


def test_a_report_is_read_in_order_without_headers_and_footers() -> None:
    text = read(".docx", written(report))
    assert listed(text) == REPORT
    assert (text.front.language, text.note, text.missing) == ("fr", None, None)


def test_styles_of_french_word() -> None:
    def write(document: Document) -> None:
        report(document)
        french_styles(document)
        for one in document.element.body.iter("{*}pStyle"):
            names = {"Heading1": "Titre1", "Heading2": "Titre2", "Title": "Titre"}
            names |= {"ListBullet": "Listepuces", "Quote": "Citation", "Caption": "Lgende"}
            one.val = names.get(one.val, one.val)

    assert pieces(write) == REPORT


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Titre 3", "heading"),
        ("Liste à puces 2", "list_item"),
        ("Paragraphe de liste", "list_item"),
        ("Citation intense", "quote"),
        ("Légende", "caption"),
        ("Auteur", "byline"),
        ("Corps de texte", "paragraph"),
    ],
)
def test_styles_are_told_by_name_and_by_the_style_that_they_are_based_on(
    name: str, kind: str
) -> None:
    def write(document: Document) -> None:
        base = document.styles.add_style(name, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        own = document.styles.add_style("À moi", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        own.base_style = base
        document.add_paragraph("Un mot", style=name)
        document.add_paragraph("Un autre", style="À moi")

    assert [one for one, _ in pieces(write)] == [kind, kind]


def test_the_first_title_is_the_title() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Ministère de l’Eau")
        document.add_paragraph("Le rapport", style="Title")
        document.add_heading("Préambule", 1)
        document.add_paragraph("Annexe", style="Title")

    assert pieces(write) == [
        ("title", "Le rapport"),
        ("paragraph", "Ministère de l’Eau"),
        ("heading", "Préambule"),
        ("heading", "Annexe"),
    ]


def test_numbered_and_outlined_paragraphs() -> None:
    number = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{}'/></w:numPr>"
    xml = f"<w:p><w:pPr>{number.format(3)}</w:pPr>{run('a')}</w:p>"
    xml += f"<w:p><w:pPr>{number.format(0)}</w:pPr>{run('b')}</w:p>"
    xml += f"<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr>{run('c')}</w:p>"
    xml += f"<w:p><w:pPr><w:pStyle w:val='Heading2'/>{number.format(3)}</w:pPr>{run('d')}</w:p>"
    xml += f"<w:p><w:pPr><w:pStyle w:val='ListBullet'/>{number.format(0)}</w:pPr>{run('e')}</w:p>"
    kinds = [kind for kind, _ in pieces_of(xml)]
    assert kinds == ["list_item", "paragraph", "heading", "heading", "list_item"]


def test_the_only_first_heading_is_the_title() -> None:
    xml = paragraph(run("Titre"), "Heading1") + paragraph(run("Un texte."))
    assert pieces_of(xml) == [("title", "Titre"), ("paragraph", "Un texte.")]
    assert [kind for kind, _ in pieces_of(xml * 2)] == ["heading", "paragraph"] * 2


def test_tracked_changes_are_accepted() -> None:
    deleted = "<w:del w:id='1' w:author='x'><w:r><w:delText>effacé</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom w:id='2' w:author='x'>{run('parti')}</w:moveFrom>"
    arrived = f"<w:moveTo w:id='3' w:author='x'>{run('arrivé')}</w:moveTo>"
    inserted = f"<w:ins w:id='4' w:author='x'>{run('ajouté ')}</w:ins>"
    joined = f"<w:p><w:pPr><w:rPr><w:del w:id='5' w:author='x'/></w:rPr></w:pPr>{run('Un ')}</w:p>"
    row = "<w:tr>{0}<w:tc>{1}</w:tc><w:tc>{1}</w:tc></w:tr>"
    kept = row.format("", paragraph(run("x")))
    row = row.format("<w:trPr><w:del w:id='6'/></w:trPr>", paragraph(run("effacé")))
    xml = paragraph(deleted + inserted + moved + arrived) + joined + paragraph(run("seul."))
    assert words_of(f"{xml}<w:tbl>{row}{kept}</w:tbl>") == ["ajouté arrivé", "Un seul.", "x | x"]


def test_nested_tables_come_after_the_table_that_holds_them() -> None:
    def write(document: Document) -> None:
        table = document.add_table(rows=2, cols=2)
        inner = table.cell(0, 1).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "c", "d"
        table.cell(0, 0).text, table.cell(1, 0).text, table.cell(1, 1).text = "a", "e", "f"
        table.cell(0, 1).paragraphs[0].text = "b"

    assert [words for _, words in pieces(write)] == ["a | b", "e | f", "c | d"]


def test_a_merged_cell_is_read_once_in_its_place() -> None:
    def write(document: Document) -> None:
        table = document.add_table(rows=2, cols=3)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "a"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "b"
        table.cell(1, 1).text, table.cell(1, 2).text = "c", "d"

    assert pieces(write) == [("table_row", "a | b"), ("table_row", "| c | d")]


def test_tables_that_only_frame_their_text_are_paragraphs() -> None:
    def write(document: Document) -> None:
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "Un encadré."
        cell.add_paragraph("Un point", style="List Bullet")
        page = document.add_table(rows=1, cols=2)
        page.cell(0, 0).text, page.cell(0, 1).text = "Une colonne.", "mot " * 300
        page.cell(0, 1).add_paragraph("Suite.")

    kinds = [kind for kind, _ in pieces(write)]
    assert kinds == ["paragraph", "list_item", "paragraph", "paragraph", "paragraph"]


def test_text_boxes_and_notes_are_read_once() -> None:
    def write(document: Document) -> None:
        add(document, paragraph(run("Avant ") + text_box("Encadré.") + run("après.")))
        add(
            document,
            paragraph(run("Fin") + "<w:r><w:footnoteReference w:id='1'/></w:r>" + run(".")),
        )
        add_footnotes(document, footnote(1, " Une note.") + footnote(2, "Une autre."))

    words = [one for _, one in pieces(write)]
    assert words == ["Avant après.", "Encadré.", "Fin.", "Une note.", "Une autre."]


def test_notes_that_cannot_be_read_are_told() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Un texte.")
        add_footnotes(document, "<w:footnote")

    text = read_docx(written(write))
    assert (text.text, text.missing) == ("Un texte.\n", "its notes")


def test_embedded_documents_are_told() -> None:
    xml = "<w:altChunk/>" + paragraph(run("Un texte."))
    text = read_docx(written(lambda document: add(document, xml)))
    assert (text.text, text.missing) == ("Un texte.\n", "the documents embedded in it")


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (run("l’") + "<w:hyperlink w:anchor='x'>" + run("adresse") + "</w:hyperlink>", "l’adresse"),
        (
            run("page ") + "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE"
            "</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>" + run("3"),
            "page 3",
        ),
        ("<w:fldSimple w:instr='DATE'>" + run("3 mai") + "</w:fldSimple>", "3 mai"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("champ") + "</w:sdtContent></w:sdt>", "champ"),
        (run("a") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r>" + run("b"), "ab"),
        (run("a") + "<w:r><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/></w:r>", "a\u2011b"),
        (run("a") + "<w:r><w:br w:type='page'/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>", "a b c"),
        (run("x = ") + "<m:oMath><m:r><m:t>y</m:t></m:r></m:oMath>", "x = y"),
        (run("a") + "<w:smartTag>" + run("b") + "</w:smartTag><w:bookmarkStart w:id='1'/>", "ab"),
        ("<w:pPr><w:tabs><w:tab w:val='left' w:pos='2'/></w:tabs></w:pPr>" + run("a"), "a"),
    ],
)  # fmt: skip
def test_words_in_a_paragraph(xml: str, words: str) -> None:
    assert words_of(paragraph(xml)) == [words]


def test_blocks_in_content_controls_are_read_but_no_table_of_contents() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    gallery = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    xml = control.format(gallery, paragraph(run("Sommaire")))
    xml += control.format("", paragraph(run("Un texte.")) * 2)
    assert words_of(xml) == ["Un texte."] * 2


def test_lines_of_contents_are_left_out() -> None:
    def write(document: Document) -> None:
        document.styles.add_style("TM 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("Introduction\t3", style="TM 1")
        document.add_paragraph("Un texte.")

    assert pieces(write) == [("paragraph", "Un texte.")]


# Properties


@pytest.mark.parametrize("title", ["", "Document1", "Microsoft Word - lettre.doc", "lettre.docx"])
def test_titles_that_tell_nothing_are_left_out(title: str) -> None:
    def write(document: Document) -> None:
        document.core_properties.title = title
        document.add_paragraph("Un texte.")

    text = read_docx(written(write))
    assert (text.text, text.front.title, text.front.authors) == ("Un texte.\n", None, ())


def test_the_title_of_the_properties_stands_in_for_a_heading() -> None:
    def write(document: Document) -> None:
        document.core_properties.title = "Le rapport"
        document.core_properties.modified = datetime(2022, 1, 2)
        document.core_properties.created = datetime(2022, 1, 1)
        document.add_paragraph("Un texte.")

    assert pieces(write) == [
        ("title", "Le rapport"),
        ("date", "Date : 2022-01-01"),
        ("paragraph", "Un texte."),
    ]


def test_a_document_without_properties_says_nothing_of_itself() -> None:
    data = written(lambda document: document.add_paragraph("Un texte."))
    assert read_docx(without(data, "docProps/core.xml")).front == Front()


# Robustness


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same package with parts changed, or left out for None."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return stream.getvalue()


def without(data: bytes, name: str) -> bytes:
    relation = rb"<Relationship [^>]*%s[^>]*>" % name.rpartition("/")[2].encode()

    def change(part: str, content: bytes) -> bytes | None:
        if part == name:
            return None
        return re.sub(relation, b"", content) if part.endswith(".rels") else content

    return repacked(data, change)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a Word document"),
        (b"Bonjour", "not a Word document"),
        (b"PK\x03\x04 rien", "not a Word document"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, r"old \.doc file: save it as \.docx"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (rb"{\rtf1\ansi Bonjour}", r"RTF file: save it as \.docx"),
    ],
)
def test_what_is_no_word_document_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_docx(data)


def test_an_empty_document_has_no_text() -> None:
    with pytest.raises(NoTextError):
        read_docx(saved(docx.Document()))


def test_another_package_is_no_word_document() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "Bonjour")
    with pytest.raises(ValueError, match="structure is broken"):
        read_docx(stream.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for number in range(21):
            archive.writestr(f"word/{number}.xml", b" " * 10_000_000)
    with pytest.raises(ValueError, match="200 MB"):
        read_docx(stream.getvalue())


def test_entities_do_not_grow() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{levels}]>'

    def change(name: str, content: bytes) -> bytes:
        if name != "word/document.xml":
            return content
        return bomb.encode() + content.partition(b"?>")[2].replace(b"Un", b"Un &e8; ")

    data = repacked(written(lambda document: document.add_paragraph("Un texte.")), change)
    try:
        assert len(read_docx(data).text) < 100
    except ValueError:
        return


@pytest.mark.parametrize("name", ["word/styles.xml", "docProps/core.xml", "word/numbering.xml"])
def test_a_document_without_one_of_its_parts_is_read(name: str) -> None:
    text = read_docx(without(written(report), name))
    assert "La France a consommé moins d’eau." in text.text


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Cut, flipped and spliced here and there."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place, other = chance.randrange(len(changed) + 1), chance.randrange(len(data) or 1)
        piece = data[other : other + chance.randint(1, 60)]
        changed[place : place + chance.choice([0, 1, len(piece)])] = chance.choice(
            [b"", piece, bytes([chance.randrange(256)]), b"<w:p>", b"</w:tbl>", b'w:val="x"']
        )
    return bytes(changed[: chance.choice([None, None, None, chance.randrange(len(changed) + 2)])])


GOOD = written(report)


def read_or_refused(data: bytes) -> None:
    try:
        text = read_docx(data)
    except ValueError:
        return
    assert_sound(text)


@given(st.integers())
def test_broken_packages_are_read_or_refused(seed: int) -> None:
    read_or_refused(mutated(GOOD, random.Random(seed)))


@settings(max_examples=50)
@given(st.integers())
def test_broken_parts_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    with ZipFile(BytesIO(GOOD)) as archive:
        broken = chance.choice([*archive.namelist(), "word/document.xml"])
    read_or_refused(
        repacked(GOOD, lambda name, part: mutated(part, chance) if name == broken else part)
    )


@settings(max_examples=50)
@given(st.integers())
def test_documents_with_elements_astray_are_read_or_refused(seed: int) -> None:
    """Well-formed XML, where elements were moved, renamed, or lost their attributes."""
    chance = random.Random(seed)
    document = docx.Document(BytesIO(GOOD))
    for _ in range(chance.randint(1, 8)):
        elements = list(document.element.body.iterdescendants())
        one, other = chance.choice(elements), chance.choice(elements)
        if chance.random() < 0.3:
            one.attrib.clear()
        elif chance.random() < 0.5:
            one.tag = other.tag
        elif one not in other.iterancestors() and one is not other:
            other.append(one)
    read_or_refused(saved(document))
