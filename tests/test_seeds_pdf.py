"""PDF: what pages say, in the order in which they are read; nothing that only runs along."""

from __future__ import annotations

import io
import random
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import LEADING, LEFT, SIZE, TOP, Pages, one_page, unmapped, wrapped
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
)

from qa.seeds.canonical import NoTextError, Text
from qa.seeds.formats import read
from qa.seeds.pdf import read_pdf

CITY = (
    "Le cœur historique de la ville s’étend de part et d’autre de la rivière, que franchissent "
    "cinq ponts de pierre construits entre le douzième et le dix-huitième siècle par les moines."
)
MILLS = (
    "L’industrie textile y a employé plus de trois mille ouvriers pendant un siècle, avant que "
    "les dernières filatures ne ferment leurs portes et ne deviennent des logements et des écoles."
)
TRAM = (
    "Un tramway relie depuis peu la gare au nouvel hôpital, et une seconde ligne doit traverser "
    "les quartiers du nord avant la fin de la décennie si le budget de la région le permet enfin."
)


def pieces(data: bytes) -> list[tuple[str, str, int | None]]:
    """Kind, words and page of each block, but for the date that every file has."""
    text = read_pdf(data)
    blocks = [(block.kind, block.span.of(text.text), block.page) for block in text.blocks]
    return [block for block in blocks if block[0] != "date"]


def told(data: bytes) -> list[tuple[str, str]]:
    return [(kind, words) for kind, words, _ in pieces(data)]


def set_lines(*lines: str) -> bytes:
    return one_page(lambda page: page.lines(lines))


def paragraphs(
    page: Pages, *texts: str, x: float = LEFT, y: float = TOP, width: float = 475
) -> float:
    """Sets paragraphs with a space between them."""
    for text in texts:
        y = page.lines(wrapped(text, width), x, y) - LEADING
    return y


# Paragraphs


def test_lines_are_joined_to_paragraphs() -> None:
    data = one_page(lambda page: paragraphs(page, CITY, MILLS))
    assert pieces(data) == [("paragraph", CITY, 1), ("paragraph", MILLS, 1)]


def test_an_indent_begins_a_paragraph() -> None:
    def draw(page: Pages) -> None:
        y = TOP
        for text in (CITY, MILLS, TRAM):
            first, *rest = wrapped(text, 380)
            page.line(first, LEFT + 20, y)
            y = page.lines(rest, y=y - LEADING)

    assert [words for _, words in told(one_page(draw))] == [CITY, MILLS, TRAM]


def test_a_line_that_ends_early_ends_a_paragraph() -> None:
    def draw(page: Pages) -> None:
        page.lines([*wrapped(CITY, 280), *wrapped(MILLS, 280)])

    assert len(wrapped(CITY, 280)[-1]) < 30
    assert [words for _, words in told(one_page(draw))] == [CITY, MILLS]


def test_lines_may_be_centred() -> None:
    def draw(page: Pages) -> None:
        for rank, line in enumerate(wrapped(CITY, 300)):
            page.line(line, 300 - page.stringWidth(line, "Vera", SIZE) / 2, TOP - rank * LEADING)

    assert told(one_page(draw)) == [("paragraph", CITY)]


def test_verses_stay_apart() -> None:
    verses = ["Demain, dès l’aube,", "Je partirai.", "J’irai par la montagne et par la forêt."]
    assert [words for _, words in told(set_lines(*verses))] == verses


def test_words_may_be_drawn_in_any_order() -> None:
    def draw(page: Pages) -> None:
        placed = []
        for rank, line in enumerate(wrapped(CITY, 400)):
            x = LEFT
            for word in line.split(" "):
                placed.append((word, x, TOP - rank * LEADING))
                x += page.stringWidth(f"{word} ", "Vera", SIZE)
        random.Random(5).shuffle(placed)
        for word, x, y in placed:
            page.line(word, x, y)

    assert told(one_page(draw)) == [("paragraph", CITY)]


def test_letters_may_be_spaced_to_fill_the_line() -> None:
    def draw(page: Pages) -> None:
        lines = wrapped(CITY, 330)
        for rank, line in enumerate(lines):
            text = page.beginText(LEFT, TOP - rank * LEADING)
            text.setFont("Vera", SIZE)
            spare = 350 - page.stringWidth(line, "Vera", SIZE)
            text.setCharSpace(spare / (len(line) - 1) if line != lines[-1] else 0)
            text.textOut(line)
            page.drawText(text)

    assert told(one_page(draw)) == [("paragraph", CITY)]


# Words


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["La commission inter-", "nationale a voté."], "La commission internationale a voté."),
        (["L’ordre inter\u00ad", "national est là."], "L’ordre international est là."),
        (["Il part à Saint-", "Germain."], "Il part à Saint-Germain."),
        (["Le journal de 1914-", "1918 est perdu."], "Le journal de 1914-1918 est perdu."),
        (["Il dort, c’est-à-", "dire rien."], "Il dort, c’est-à-dire rien."),
        (["Que dit-", "il ?"], "Que dit-il ?"),
        (["Le porte-", "avions et un porte-avions."], "Le porte-avions et un porte-avions."),
        (["La bonne-", "maman et une bonnemaman."], "La bonnemaman et une bonnemaman."),
        (["Il est là -", "dit-on."], "Il est là - dit-on."),
    ],
)  # fmt: skip
def test_hyphens_at_the_ends_of_lines(lines: list[str], words: str) -> None:
    assert told(set_lines(*lines)) == [("paragraph", words)]


def test_ligatures_are_letters_and_letters_with_signs_stay() -> None:
    data = set_lines("La \ufb02otte à la \ufb01n de l’été : œuvre, Noël, ça.")
    assert told(data) == [("paragraph", "La flotte à la fin de l’été : œuvre, Noël, ça.")]


@pytest.mark.parametrize(
    ("written", "words"), [("sur-\nface, surface", "surface"), ("a-t-\nil", "a-t-il")]
)
def test_every_line_may_end_in_a_hyphen(written: str, words: str) -> None:
    assert words in told(set_lines("Il note :", *written.split("\n")))[-1][1]


def test_powers_stay_and_calls_of_notes_go() -> None:
    def draw(page: Pages) -> None:
        x = page.line("La ville couvre 48 km", LEFT, TOP)
        page.line("2", x, TOP + 4, size=6)
        x = page.line(" et compte neuf quartiers", x + 4, TOP)
        page.line("1", x, TOP + 4, size=6)
        page.line(" depuis 1964.", x + 4, TOP)
        x = page.line("1", LEFT, 80, size=6)
        page.line("Selon le recensement.", x + 1, 77, size=8)

    assert told(one_page(draw)) == [
        ("paragraph", "La ville couvre 48 km² et compte neuf quartiers depuis 1964."),
        ("paragraph", "1 Selon le recensement."),
    ]


def test_large_initials_are_of_their_word() -> None:
    def draw(page: Pages) -> None:
        lines = wrapped(CITY[1:], 300)
        page.line("L", LEFT, TOP - LEADING, size=30)
        page.lines(lines[:2], x=LEFT + 19)
        page.lines([*wrapped(" ".join(lines[2:]), 300)], y=TOP - 2 * LEADING)

    assert told(one_page(draw)) == [("paragraph", CITY)]


# Titles, headings, lists, captions


def test_titles_headings_lists_and_captions() -> None:
    def draw(page: Pages) -> None:
        page.line("La ville et ses", 150, 780, "VeraBd", 20)
        page.line("quartiers", 200, 756, "VeraBd", 20)
        y = paragraphs(page, CITY, y=720)
        page.line("1. Les usines", LEFT, y - 5, "VeraBd", 12)
        y = paragraphs(page, MILLS, y=y - 22)
        page.line("Les projets", LEFT, y, "VeraBd")
        y = page.lines(["On y compte :", "• un tramway ;", "• une école."], y=y - LEADING)
        y = page.lines(["1. Le nord", "2. Le sud"], y=y - LEADING)
        page.lines(["Figure 1 – Le pont de pierre, au sud."], y=y - LEADING)
        page.lines(["Légende : la ville en 1900."], y=y - 3 * LEADING)

    assert told(one_page(draw)) == [
        ("title", "La ville et ses quartiers"),
        ("paragraph", CITY),
        ("heading", "1. Les usines"),
        ("paragraph", MILLS),
        ("heading", "Les projets"),
        ("paragraph", "On y compte :"),
        ("list_item", "• un tramway ;"),
        ("list_item", "• une école."),
        ("list_item", "1. Le nord"),
        ("list_item", "2. Le sud"),
        ("caption", "Figure 1 – Le pont de pierre, au sud."),
        ("caption", "Légende : la ville en 1900."),
    ]


def test_blocks_know_their_section() -> None:
    def draw(page: Pages) -> None:
        page.line("Les usines", LEFT, TOP, "VeraBd", 14)
        page.line("Le textile", LEFT, TOP - 30, "VeraBd", 12)
        paragraphs(page, MILLS, y=TOP - 50)

    assert read_pdf(one_page(draw)).blocks[-1].section == "Le textile"


@pytest.mark.parametrize("mark", ["–", "•", "1.", "2°", "a)"])
def test_items_of_lists_go_on_below_their_words(mark: str) -> None:
    def draw(page: Pages) -> None:
        y = TOP
        for text in (CITY, MILLS, TRAM):
            page.line(mark, LEFT, y)
            y = page.lines(wrapped(text, 300), x=LEFT + 25, y=y)

    texts = (CITY, MILLS, TRAM)
    assert told(one_page(draw)) == [("list_item", f"{mark} {text}") for text in texts]


def test_lines_of_a_table_of_contents_stay_apart() -> None:
    data = set_lines("Le nord " + ". " * 30 + "4", "Le sud " + "." * 60 + " 12")
    assert told(data) == [("list_item", "Le nord … 4"), ("list_item", "Le sud … 12")]


# Columns and tables


def columns(
    page: Pages, *texts: str, y: float = TOP, width: float = 225, shift: float = 0
) -> float:
    """Sets texts beside each other; where the longest ends."""
    ends = []
    for rank, text in enumerate(texts):
        x = LEFT + rank * (width + 15)
        ends.append(page.lines(wrapped(text, width), x, y - rank * shift))
    return min(ends)


@pytest.mark.parametrize("shift", [0, 3, 6])
@pytest.mark.parametrize(("count", "width"), [(2, 225), (3, 145)])
def test_columns_are_read_down(count: int, width: int, shift: int) -> None:
    texts = [CITY, MILLS, TRAM][:count]
    data = one_page(lambda page: columns(page, *texts, width=width, shift=shift))
    assert told(data) == [("paragraph", text) for text in texts]


def test_what_spans_columns_is_read_between_them() -> None:
    def draw(page: Pages) -> None:
        page.line("Une ville d’eau et de pierre, de l’an mil à nos jours", LEFT, TOP, "VeraBd", 16)
        y = columns(page, CITY, MILLS, y=TOP - 40)
        page.line("Les transports de la ville et de sa région", LEFT + 80, y - 15, "VeraBd", 12)
        y = columns(page, TRAM, CITY, y=y - 40)
        paragraphs(page, MILLS, y=y - 15)

    assert [words for _, words in told(one_page(draw))] == [
        "Une ville d’eau et de pierre, de l’an mil à nos jours",
        CITY,
        MILLS,
        "Les transports de la ville et de sa région",
        TRAM,
        CITY,
        MILLS,
    ]


def test_paragraphs_go_on_in_the_next_column_and_on_the_next_page() -> None:
    def draw(page: Pages) -> None:
        lines = wrapped(f"{CITY} {MILLS} {TRAM}", 225)
        third = len(lines) // 3
        page.lines(lines[:third])
        page.lines(lines[third : 2 * third], x=LEFT + 240)
        page.showPage()
        page.lines(lines[2 * third :])
        page.lines(wrapped(CITY, 225), x=LEFT + 240)

    found = pieces(one_page(draw))
    assert found[0] == ("paragraph", f"{CITY} {MILLS} {TRAM}", 1)
    assert found[1] == ("paragraph", CITY, 2)


def test_a_paragraph_goes_on_after_a_quotation_in_its_midst() -> None:
    def draw(page: Pages) -> None:
        lines = wrapped(MILLS, 300)
        y = page.lines(lines[:2])
        page.line("« Trois mille ouvriers ! »", LEFT, y - 15, "VeraBd", 14)
        page.lines(lines[2:], y=y - 45)
        paragraphs(page, CITY, y=y - 200)

    assert told(one_page(draw)) == [
        ("paragraph", MILLS), ("heading", "« Trois mille ouvriers ! »"), ("paragraph", CITY)
    ]  # fmt: skip


def test_a_word_may_go_on_on_the_next_page() -> None:
    def draw(page: Pages) -> None:
        page.lines([*wrapped(CITY, 300), "La population dimi-"])
        page.showPage()
        page.lines(["nue depuis dix ans.", "Elle vieillit."])

    words = " ".join(words for _, words in told(one_page(draw)))
    assert "La population diminue depuis dix ans. " in words


def rows(page: Pages, *cells: tuple[str, ...], y: float = TOP, step: float = 120) -> float:
    for row in cells:
        for rank, cell in enumerate(row):
            page.line(cell, LEFT + rank * step, y)
        y -= 1.3 * LEADING
    return y


def test_aligned_cells_are_rows_of_a_table() -> None:
    def draw(page: Pages) -> None:
        y = paragraphs(page, CITY)
        page.line("Tableau 1. Les habitants", LEFT, y)
        cells = ("Quartier", "1990", "2020"), ("Nord", "1 200", "1 500"), ("Est", "", "900")
        y = rows(page, *cells, y=y - 20)
        paragraphs(page, MILLS, y=y - 20)

    assert told(one_page(draw)) == [
        ("paragraph", CITY),
        ("caption", "Tableau 1. Les habitants"),
        ("table_row", "Quartier | 1990 | 2020"),
        ("table_row", "Nord | 1 200 | 1 500"),
        ("table_row", "Est | | 900"),
        ("paragraph", MILLS),
    ]


def test_two_aligned_rows_are_no_table() -> None:
    data = one_page(lambda page: rows(page, ("Le maire", "La préfète"), ("Paul Roy", "Anne Roux")))
    assert all(kind == "paragraph" for kind, _ in told(data))


def test_a_table_may_stand_across_columns_of_prose() -> None:
    def draw(page: Pages) -> None:
        y = columns(page, CITY, MILLS)
        cells = ("An", "Nord", "Sud", "Est"), ("1990", "12", "14", "16"), ("2020", "11", "13", "15")
        y = rows(page, *cells, y=y - 20)
        columns(page, TRAM, CITY, y=y - 20)

    assert [words for _, words in told(one_page(draw))] == [
        CITY, MILLS, "An | Nord | Sud | Est", "1990 | 12 | 14 | 16", "2020 | 11 | 13 | 15", TRAM,
        CITY,
    ]  # fmt: skip


def test_a_table_may_stand_in_a_column() -> None:
    def draw(page: Pages) -> None:
        page.lines(wrapped(f"{MILLS} {TRAM} {MILLS}", 225), x=LEFT + 240)
        y = page.lines(wrapped(CITY, 225))
        rows(page, ("An", "Nord"), ("1990", "12"), ("2020", "11"), y=y - 15, step=100)

    assert told(one_page(draw)) == [
        ("paragraph", CITY),
        ("table_row", "An | Nord"),
        ("table_row", "1990 | 12"),
        ("table_row", "2020 | 11"),
        ("paragraph", f"{MILLS} {TRAM} {MILLS}"),
    ]


def platypus(*story: object, **options: str) -> bytes:
    file = io.BytesIO()
    SimpleDocTemplate(file, invariant=1, **options).build(list(story))
    return file.getvalue()


STYLE = ParagraphStyle("text", fontName="Vera", fontSize=10, leading=13, spaceAfter=8)


def test_cells_may_hold_several_lines() -> None:
    names = [("Lieu", "Description", "An"), ("Nord", CITY, "1990"), ("Sud", MILLS, "2000")]
    cells = [[Paragraph(cell, STYLE) for cell in row] for row in names]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    data = platypus(Table(cells, colWidths=[80, 280, 60], style=style))
    assert told(data) == [("table_row", " | ".join(row)) for row in names]


def test_justified_prose_is_no_table() -> None:
    style = ParagraphStyle("narrow", STYLE, alignment=TA_JUSTIFY, rightIndent=280)
    data = platypus(Paragraph(CITY, style), Paragraph(MILLS, style))
    assert told(data) == [("paragraph", CITY), ("paragraph", MILLS)]


WORDS = "la ville de moulin rivière et quartier une industrie pour construction du siècle".split()


def test_nearly_all_justified_columns_are_read_whole() -> None:
    """Not all: where long words stretch lines, words may stand below each other by chance."""
    whole = sum(is_read_whole(random.Random(seed), 1 + seed % 3) for seed in range(1000, 1045))
    assert whole >= 44


def is_read_whole(chance: random.Random, count: int) -> bool:
    texts = []
    for _ in range(6 * count):
        words = chance.choices(WORDS, k=chance.randint(15, 40))
        texts.append(f"{' '.join(words).capitalize()}.")
    found = told(in_columns(texts, count))
    words_found = " ".join(words for _, words in found)
    return words_found == " ".join(texts) and {kind for kind, _ in found} == {"paragraph"}


def in_columns(texts: list[str], count: int) -> bytes:
    style = ParagraphStyle("justified", STYLE, alignment=TA_JUSTIFY)
    width = (500 - 14 * (count - 1)) / count
    frames = [Frame(50 + rank * (width + 14), 60, width, 700, 0, 0, 0, 0) for rank in range(count)]
    file = io.BytesIO()
    document = BaseDocTemplate(file, pagesize=A4, invariant=1)
    document.addPageTemplates([PageTemplate("columns", frames)])
    document.build([Paragraph(text, style) for text in texts])
    return file.getvalue()


# What runs along


def running(pages: int, head: str, foot: str, *, title: bool = False) -> bytes:
    def draw(page: Pages) -> None:
        for number in range(1, pages + 1):
            page.line(head.format(number), LEFT, 810, size=8)
            if title and number == 1:
                page.line("La ville d’eau", LEFT, TOP, "VeraBd", 18)
            texts = [CITY, MILLS, TRAM]
            paragraphs(page, texts[number % 3], texts[(number + 1) % 3], y=TOP - 30 - 9 * number)
            page.line(foot.format(number), 280, 30, size=8)
            page.showPage()

    return one_page(draw)


@pytest.mark.parametrize("pages", [2, 3, 7])
@pytest.mark.parametrize("foot", ["{0}", "Page {0} / 7", "– {0} –", "{0}/7", "p. {0}"])
def test_heads_and_feet_are_left_out(pages: int, foot: str) -> None:
    found = told(running(pages, "Histoire de la ville", foot, title=True))
    assert found[0] == ("title", "La ville d’eau")
    assert {words for _, words in found[1:]} == {CITY, MILLS, TRAM}


def test_heads_may_alternate_and_hold_the_number() -> None:
    def draw(page: Pages) -> None:
        for number in range(1, 5):
            head = ("Chapitre premier", str(number))[:: 1 if number % 2 else -1]
            page.line(head[0], LEFT, 810, size=8)
            page.line(head[1] if number % 2 else "La ville", 400, 810, size=8)
            paragraphs(page, [CITY, MILLS, TRAM][number % 3], y=TOP - 9 * number)
            page.showPage()

    assert {words for _, words in told(one_page(draw))} == {CITY, MILLS, TRAM}


def test_the_title_stays_though_it_runs_on() -> None:
    def draw(page: Pages) -> None:
        for text in (CITY, MILLS):
            page.line("La ville d’eau", LEFT, 800, "VeraBd", 18)
            paragraphs(page, text, y=770)
            page.showPage()

    assert told(one_page(draw)) == [
        ("title", "La ville d’eau"), ("paragraph", CITY), ("paragraph", MILLS)
    ]  # fmt: skip


def test_notes_stand_after_the_text_of_their_page() -> None:
    def draw(page: Pages) -> None:
        lines = wrapped(f"{CITY} {MILLS}", 400)
        page.lines(lines[:5])
        page.line("1. Archives de la ville.", LEFT, 70, size=7)
        page.line("2. Voir la carte.", LEFT, 60, size=7)
        page.showPage()
        page.lines(lines[5:])

    assert pieces(one_page(draw)) == [
        ("paragraph", f"{CITY} {MILLS}", 1),
        ("paragraph", "1. Archives de la ville.", 1),
        ("paragraph", "2. Voir la carte.", 1),
    ]


def test_words_in_the_margin_are_left_out() -> None:
    def draw(page: Pages) -> None:
        paragraphs(page, CITY)
        page.rotate(90)
        page.line("Imprimé à Lyon", 300, -20)

    assert told(one_page(draw)) == [("paragraph", CITY)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_may_be_turned(turn: int) -> None:
    def draw(page: Pages) -> None:
        page.setPageRotation(turn)
        page.translate(300, 400)
        page.rotate(turn)
        page.lines(wrapped(CITY, 250), x=-200, y=100)

    assert told(one_page(draw)) == [("paragraph", CITY)]


def test_lines_that_recur_within_the_text_are_not_heads() -> None:
    def draw(page: Pages) -> None:
        for text in (CITY, MILLS):
            page.lines(["Le maire a dit :", *wrapped(text, 400)])
            page.showPage()

    assert sum("Le maire a dit :" in words for _, words in told(one_page(draw))) == 2


# What cannot be read


def test_scans_have_no_text() -> None:
    with pytest.raises(NoTextError, match=r"^its pages are images without text"):
        read_pdf(one_page(lambda page: page.image()))


def test_blank_pages_have_no_text() -> None:
    with pytest.raises(NoTextError, match=r"^it has no text"):
        read_pdf(one_page(lambda page: None))


def test_scanned_pages_are_told_and_blank_ones_are_not() -> None:
    def draw(page: Pages) -> None:
        for kind in "text scan scan blank text scan".split():
            if kind == "text":
                page.lines(["Une ville d’eau."])
            if kind == "scan":
                page.image()
            page.showPage()

    data = one_page(draw)
    assert read_pdf(data).missing == "pages 2–3, 6 of 7 have no text"
    assert {page for _, _, page in pieces(data)} == {1, 5}


def test_a_picture_in_the_text_is_not_missed() -> None:
    def draw(page: Pages) -> None:
        page.lines([CITY[:40]])
        page.image()

    assert read_pdf(one_page(draw)).missing is None


def test_one_scanned_page_is_told() -> None:
    def draw(page: Pages) -> None:
        page.lines([CITY[:40]])
        page.showPage()
        page.image()

    assert read_pdf(one_page(draw)).missing == "page 2 of 2 has no text"


def test_a_password_is_needed() -> None:
    locked = StandardEncryption("user", "owner", strength=128)
    data = one_page(lambda page: page.lines([CITY[:40]]), encrypt=locked)
    with pytest.raises(ValueError, match=r"^it is protected by a password"):
        read_pdf(data)


def test_what_only_may_not_be_printed_is_read() -> None:
    locked = StandardEncryption("", "owner", canPrint=0, canCopy=0, strength=128)
    data = one_page(lambda page: page.lines([CITY[:40]]), encrypt=locked)
    assert told(data) == [("paragraph", CITY[:40].strip())]


@pytest.mark.parametrize("data", [b"", b"\0", b"%PDF-1.7\n", b"<html>", b"%PDF-1.4 trailer<<>>"])
def test_what_is_no_pdf(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^it is not a PDF that can be read \(.+\)$"):
        read_pdf(data)


@pytest.mark.parametrize("letters", ["<E000>", f"[{'<FFFD>' * 256}]", f"[{'<0004>' * 256}]"])
def test_fonts_that_do_not_say_their_letters(letters: str) -> None:
    with pytest.raises(NoTextError, match=r"^its fonts do not say which letters they show"):
        read_pdf(unmapped("encoded", letters=letters))


def test_pages_in_such_fonts_are_told() -> None:
    data = unmapped("plain", "encoded", "encoded")
    assert told(data) == [("paragraph", "The words of a page.")]
    assert read_pdf(data).missing == "pages 2–3 of 3 have unreadable fonts"


# What it says of itself


def said(**info: str) -> bytes:
    def draw(page: Pages) -> None:
        page.setTitle(info.get("title", ""))
        page.setAuthor(info.get("author", ""))
        page.lines(wrapped(CITY, 300))

    return one_page(draw, **({"lang": info["lang"]} if "lang" in info else {}))


def test_metadata() -> None:
    front = read_pdf(said(title="La ville", author="Anne Roux; Paul Roy ;", lang="fr-FR")).front
    assert front.title == "La ville"
    assert front.authors == ("Anne Roux", "Paul Roy")
    assert front.date == "2000-01-01"
    assert front.language == "fr"


def test_the_title_and_authors_open_the_text() -> None:
    data = said(title="La ville", author="Anne Roux")
    assert told(data) == [
        ("title", "La ville"), ("byline", "Auteur : Anne Roux"), ("paragraph", CITY)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word - x.doc", "untitled", "rapport.pdf", "rapport_final", "Document1", "", "12"],
)
def test_names_of_files_are_no_titles(title: str) -> None:
    front = read_pdf(said(title=title, author="anonymous")).front
    assert (front.title, front.authors) == (None, ())


def test_the_title_of_the_metadata_is_found_on_the_page() -> None:
    def draw(page: Pages) -> None:
        page.setTitle("La Ville d’eau")
        page.line("REVUE", LEFT, 800, "VeraBd", 24)
        page.line("La ville d’eau", LEFT, 760, "VeraBd", 16)
        paragraphs(page, CITY, y=730)

    assert told(one_page(draw)) == [
        ("title", "La ville d’eau"), ("heading", "REVUE"), ("paragraph", CITY)
    ]  # fmt: skip


# Anything


@cache
def sample() -> bytes:
    """A file with columns, a table, notes, a picture and metadata, not compressed."""

    def draw(page: Pages) -> None:
        page.setPageCompression(0)
        page.setTitle("La ville")
        page.line("La ville d’eau", LEFT, TOP, "VeraBd", 18)
        y = columns(page, CITY, MILLS, y=TOP - 30)
        rows(page, ("An", "Nord", "Sud"), ("1990", "12", "14"), ("2020", "11", "13"), y=y - 20)
        page.line("1 Une note.", LEFT, 60, size=7)
        page.image()
        page.showPage()
        paragraphs(page, TRAM, width=200)

    return one_page(draw)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """The sample, cut off, with other bytes, or with a part of it in another place."""
    data = bytearray(sample())
    places = st.integers(0, len(data) - 1)
    for _ in range(draw(st.integers(1, 6))):
        place = draw(places)
        change = draw(st.sampled_from(["cut", "flip", "number", "splice"]))
        if change == "cut":
            del data[max(place, 200) :]
        elif change == "flip":
            data[place : place + 1] = draw(st.binary(min_size=1, max_size=3))
        elif change == "number":
            digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
            data[digits[place % len(digits)]] = draw(st.integers(48, 57))
        else:
            start = draw(places)
            data[place:place] = data[start : start + 200]
        places = st.integers(0, len(data) - 1)
    return bytes(data)


@settings(max_examples=150, deadline=None)
@given(mutated() | st.binary(max_size=200).map(lambda tail: b"%PDF-1.4\n" + tail))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    with suppress(ValueError):
        assert_blocks_hold_the_text(read_pdf(data))


def assert_blocks_hold_the_text(text: Text) -> None:
    spans = [block.span for block in text.blocks]
    assert "\n\n".join(span.of(text.text) for span in spans) + "\n" == text.text
    assert all(block.page is not None and block.page > 0 for block in text.blocks)
    text.text.encode()


def test_the_sample_is_read_whole() -> None:
    words = [words for _, words in told(sample())]
    assert words == [
        "La ville d’eau", CITY, MILLS, "An | Nord | Sud", "1990 | 12 | 14", "2020 | 11 | 13",
        "1 Une note.", TRAM,
    ]  # fmt: skip


def test_pdf_is_a_kind_of_seed() -> None:
    assert read(".pdf", sample()) == read_pdf(sample())
