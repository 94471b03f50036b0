"""Seeds: which files are found, how their bytes are decoded, and what their layout says."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import SeedsMissingError, SeedUnreadableError
from qa.seeds import Seed, discover, read
from qa.seeds.decoding import decode
from qa.seeds.text import blocks_of
from qa.types import Block

SHIPPED = Path(__file__).parent.parent / "seeds"
WRAPPED = """Kim n’a pas tendance à quitter la Corée du Nord. Il est paranoïaque
quant à sa sécurité et considère les voyages à l’étranger comme pleins
de dangers. Reste à savoir si la réunion aura lieu."""


def seed_of(folder: Path, data: bytes, name: str = "essai.txt") -> Seed:
    (folder / name).write_bytes(data)
    return read(folder, folder / name)


def layout(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(text)) for block in blocks_of(text)]


def kinds(*paragraphs: str) -> list[str]:
    """The kinds of paragraphs with an empty line between them."""
    return [block.kind for block in blocks_of("\n\n".join(paragraphs))]


# Decoding


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        ("Été.".encode(), "Été.", None),
        (codecs.BOM_UTF8 + "Été.".encode(), "Été.", None),
        ("Été.".encode("utf-16"), "Été.", "read as UTF-16"),
        (codecs.BOM_UTF16_BE + "Été.".encode("utf-16-be"), "Été.", "read as UTF-16"),
        ("L’été à 5 €…".encode("cp1252"), "L’été à 5 €…", "read as Windows-1252"),
        ("L'été.".encode("latin-1"), "L'été.", "read as Windows-1252"),
        (b"Un.\r\nDeux.\rTrois.\n", "Un.\nDeux.\nTrois.\n", None),
        ("Un.\u2028Deux.\u2029Trois.\fQuatre.".encode(), "Un.\nDeux.\nTrois.\nQuatre.", None),
        (unicodedata.normalize("NFD", "Élysée").encode(), "Élysée", None),
        ("1\u00a0340\u202fkm".encode(), "1\u00a0340\u202fkm", None),
        (b"un\tdeux", "un deux", None),
        ("co\u00adopé\u200bra\u2060tion\ufeff".encode(), "coopération", None),
        ("\u202eabc\u202c\u200f".encode(), "abc", None),
        ("👩\u200d🔬 ❤\ufe0f".encode(), "👩\u200d🔬 ❤\ufe0f", None),
    ],
)
def test_text_is_normalised_once(data: bytes, text: str, note: str | None) -> None:
    assert decode(data) == (text, note)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no text"),
        (codecs.BOM_UTF8, "no text"),
        (b" \r\n\t\xc2\xa0\n", "no text"),
        ("\u200b\u00ad".encode(), "no text"),
        (b"\0", "not a text file"),
        ("Été.".encode("utf-16-le"), "not a text file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        (b"\x01\x02\x03\x04\xff\xfe", "not a text file"),
        (b"%PDF-1.7 \x81\x8d\x8f\x90\x9d", "not a text file"),
    ],
)
def test_what_is_no_text_is_refused_by_name_and_reason(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    with pytest.raises(SeedUnreadableError, match=rf"^essai\.txt: .*{reason}"):
        seed_of(tmp_path, data)


@given(st.binary() | st.text().map(str.encode) | st.text().map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except ValueError:
        return
    assert decode(text.encode()) == (text, None)
    assert unicodedata.is_normalized("NFC", text)
    assert not {"\r", "\0", "\t", "\u2028"} & set(text)
    assert_all_visible_in_blocks(text)


def test_a_seed_carries_the_note_and_the_digest_of_its_bytes(tmp_path: Path) -> None:
    data = "Un été en Bretagne.".encode("cp1252")
    seed = seed_of(tmp_path, data)
    assert seed.note == "read as Windows-1252"
    assert seed.version == "sha256:" + hashlib.sha256(data).hexdigest()


# Layout


def assert_all_visible_in_blocks(text: str) -> None:
    end = 0
    for block in blocks_of(text):
        assert not text[end : block.span.start].strip()
        words = block.span.of(text)
        assert words == words.strip() != ""
        end = block.span.end
    assert not text[end:].strip()


PIECES = st.sampled_from(
    "# Un|===|---|- un|1. Un|> un|date 2023-09 |Par Jean|«|?|Un titre|Une phrase.| |\u00a0|* * *|é|"
    "\n  suite|\n|\n\n|un mot de plus et un autre mot encore".split("|")
)


@given(st.lists(PIECES, max_size=14).map("".join) | st.text())
def test_every_visible_character_is_in_a_block(text: str) -> None:
    assert_all_visible_in_blocks(text)


def test_the_shipped_seed() -> None:
    (path,) = discover(SHIPPED)
    seed = read(SHIPPED, path)
    assert seed.title.startswith("Ce que la Corée du Nord et la Russie gagnent")
    assert [(block.kind, block.section) for block in seed.blocks] == expected_blocks()
    words = [block.span.of(seed.text) for block in seed.blocks]
    assert words[0] == "date 2023-09"
    assert words[1] == seed.title
    assert words[3:6] == [
        "Author, George Wright et Jean Mackenzie",
        "Role, BBC News",
        "il y a 23 minutes",
    ]


def expected_blocks() -> list[tuple[str, str | None]]:
    front = ["date", "title", "caption", "byline", "byline", "date", *["paragraph"] * 7]
    sections = [
        ("Ce qui est en jeu", 9),
        ("Le dilemme à l'ONU", 8),
        ("La question de la rencontre", 6),
    ]
    return [(kind, None) for kind in front] + [
        (kind, name)
        for name, count in sections
        for kind in ("heading", "caption", *["paragraph"] * count)
    ]


def test_a_title_line() -> None:
    assert layout("Le musée rouvre\n\nIl était fermé depuis 2019.\n") == [
        ("title", "Le musée rouvre"),
        ("paragraph", "Il était fermé depuis 2019."),
    ]


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("Que gagne la Russie ?", "title"),
        ("« Un jour sans fin »", "title"),
        ("Vive la République !", "title"),
        ("Le musée rouvre ses portes.", "paragraph"),
        ("« Le musée rouvre ses portes. »", "paragraph"),
        ("Le musée a rouvert, mais…", "paragraph"),
        ("suite du texte", "paragraph"),
        ("mot " * 60, "paragraph"),
        ("* * *", "paragraph"),
        ("# Le musée", "title"),
        ("1. Le musée", "title"),
        ("- un élément", "list_item"),
    ],
)
def test_a_first_line_is_a_title_unless_it_is_a_sentence(first: str, kind: str) -> None:
    assert kinds(first, "Il était fermé depuis 2019.", "Il rouvre.")[0] == kind


@pytest.mark.parametrize("text", ["Le musée est fermé.", "Le musée est fermé", WRAPPED])
def test_a_text_of_one_paragraph_is_a_paragraph(text: str) -> None:
    assert layout(text) == [("paragraph", text)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("date 2023-09 Le musée rouvre", "date 2023-09"),
        ("Publié le 3 mai 2021 Le musée rouvre", "Publié le 3 mai 2021"),
        ("Publié le 1er août 2021\nLe musée rouvre", "Publié le 1er août 2021"),
        ("Mis à jour le lundi 3 mai 2021\n\nLe musée rouvre", "Mis à jour le lundi 3 mai 2021"),
        ("Publié le 03/05/2021 à 10h30\n\nLe musée rouvre", "Publié le 03/05/2021 à 10h30"),
        ("2021-05-03\n\nLe musée rouvre", "2021-05-03"),
        ("3 mai 2021\nPar Jean Dupont\n\nLe musée rouvre", "3 mai 2021"),
    ],
)
def test_a_date_before_the_title(text: str, date: str) -> None:
    found = dict(layout(text + "\n\nIl était fermé. Il rouvre."))
    assert found["date"] == date
    assert found["title"] == "Le musée rouvre"


def test_the_title_of_a_seed(tmp_path: Path) -> None:
    text = b"\n\nUn texte. Et un autre."
    assert seed_of(tmp_path, b"# Le  musee #" + text).title == "Le musee"
    assert seed_of(tmp_path, b"Le musee\n========" + text).title == "Le musee"
    assert seed_of(tmp_path, text, "le_musee-rouvre.txt").title == "le musee rouvre"


def test_hard_wrapped_text_is_one_block() -> None:
    text = f"Le voyage\n\n{WRAPPED}\n\nLa rencontre\n{WRAPPED}\n"
    assert layout(text) == [
        ("title", "Le voyage"),
        ("paragraph", WRAPPED),
        ("heading", "La rencontre"),
        ("paragraph", WRAPPED),
    ]


def test_a_wrapped_paragraph_of_two_lines_is_known_by_its_neighbours() -> None:
    two = "Kim a voyagé en train blindé pour rencontrer le président Donald\nTrump."
    assert layout(f"{WRAPPED}\n\n{two}")[1] == ("paragraph", two)


def test_one_sentence_a_line_is_one_block_a_line() -> None:
    lines = [f"Voici la phrase numéro {number}, d’une longueur ordinaire." for number in range(9)]
    assert layout("\n".join(lines)) == [("paragraph", line) for line in lines]


def test_verses_are_no_headings() -> None:
    verses = "Sous le pont Mirabeau coule la Seine\nEt nos amours\nFaut-il qu’il m’en souvienne"
    assert kinds("Le pont", verses, "Fin du poème.") == ["title", *["paragraph"] * 4]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Ce qui est en jeu", "Ce qui est en jeu"),
        ("Que veut Moscou ?", "Que veut Moscou ?"),
        ("## Ce qui est en jeu ##", "Ce qui est en jeu"),
        ("### Il le dit.", "Il le dit."),
        ("Ce qui est en jeu\n-----------------", "Ce qui est en jeu"),
        ("2. Méthode", "2. Méthode"),
    ],
)
def test_headings_give_what_follows_its_section(heading: str, section: str) -> None:
    text = f"Titre\n\nUn texte.\n\n{heading}\n\nUn autre texte.\n\nEncore un."
    blocks = blocks_of(text)
    assert [block.kind for block in blocks] == [
        "title", "paragraph", "heading", "paragraph", "paragraph"
    ]  # fmt: skip
    assert [block.section for block in blocks] == [None, None, section, section, section]
    assert blocks[2].span.of(text) == heading


@pytest.mark.parametrize(
    "line",
    [
        "Il le dit.",
        "« Vous venez ? »",
        "– Vous venez ?",
        "et puis rien",
        "Il faut trois choses :",
        "mot " * 30 + "fin",
        "-----",
        "* * *",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert "heading" not in kinds("Titre", "Un texte.", line, "Un autre texte.")


def test_a_run_of_short_lines_is_no_run_of_headings() -> None:
    names = ["Alice", "Bernard", "Chloé", "Denis"]
    assert kinds("Titre", *names, "Un texte.").count("heading") <= 2
    assert "heading" not in kinds("Titre", "Un texte.", "\n".join(names), "Un autre.")


def test_at_the_very_end_only_marked_headings_are_headings() -> None:
    assert kinds("Titre", "Un texte.", "AFP")[-1] == "paragraph"
    assert kinds("Titre", "Un texte.", "# Notes")[-1] == "heading"
    assert kinds("Titre", "Un texte.", "Notes\n=====")[-1] == "heading"


@pytest.mark.parametrize("mark", ["-", "*", "•", "–", "1.", "12)", "a)"])
def test_list_items(mark: str) -> None:
    items = "\n".join(f"{mark} élément {number}" for number in range(3))
    assert kinds("Titre", "Il faut :", items, "Fin.") == [
        "title", "paragraph", "list_item", "list_item", "list_item", "paragraph"
    ]  # fmt: skip


def test_a_list_item_goes_on_in_indented_lines() -> None:
    text = "Il faut :\n\n- un élément\n  qui continue\n- un autre\nUne phrase."
    assert layout(text)[1:] == [
        ("list_item", "- un élément\n  qui continue"),
        ("list_item", "- un autre"),
        ("paragraph", "Une phrase."),
    ]


def test_markdown_quotes_and_tables() -> None:
    assert kinds("Titre", "> Un mot.", "| a | b |\n|---|---|\n| 1 | 2 |", "Fin.") == [
        "title", "quote", "table_row", "table_row", "table_row", "paragraph"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Par Jean Dupont", "byline"),
        ("Par Élise Martin, à Séoul", "byline"),
        ("Auteur : Jean Dupont", "byline"),
        ("Author, George Wright", "byline"),
        ("Source: AFP", "byline"),
        ("Par ailleurs, la Chine a refusé.", "paragraph"),
        ("Par Paris passe la Seine.", "paragraph"),
        ("Auteur, compositeur et interprète, il est né en 1950.", "paragraph"),
        ("il y a 23 minutes", "date"),
        ("Il y a 3 ans, tout a changé.", "paragraph"),
        ("Publié le 3 mai 2021", "date"),
        ("Mis à jour il y a 2 heures", "date"),
        ("lundi 3 mai 2021", "date"),
        ("03/05/2021", "date"),
        ("Publié en 1862, ce roman a eu du succès.", "paragraph"),
        ("Publié en 1862", "heading"),
        ("Date de naissance", "heading"),
        ("3,5", "heading"),
        ("Crédit photo, Getty Images", "caption"),
        ("Légende : la Seine à Paris.", "caption"),
    ],
)
def test_front_matter(line: str, kind: str) -> None:
    assert kinds("Titre", line, "Un texte long.", "Un autre.")[1] == kind


def test_days_are_headings_once_the_text_has_begun() -> None:
    assert kinds("Titre", "3 mai 2021", "Un texte.", "4 mai 2021", "Un autre.") == [
        "title", "date", "paragraph", "heading", "paragraph"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "piece", ["Un mot\n", "Une phrase.\n", "mot " * 18 + "\n", "- a\n  b\n", "# a\n\n"]
)
def test_long_texts_take_linear_work(piece: str) -> None:
    assert_all_visible_in_blocks(piece * 5_000)


def test_blocks_know_no_page_in_plain_text() -> None:
    assert all(isinstance(block, Block) and block.page is None for block in blocks_of(WRAPPED))


# Discovery


def test_discover_finds_sub_folders_in_order_and_leaves_hidden_ones_out(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.TXT", "a.txt", ".a.txt", ".git/b.txt", "c.png", "d/.e/f.txt", "txt"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Un texte.")
    found = [path.relative_to(tmp_path).as_posix() for path in discover(tmp_path)]
    assert found == ["a.txt", "a/z.TXT", "b.txt"]


def test_a_folder_that_cannot_be_listed_stands_for_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "clos").mkdir()
    (tmp_path / "ouvert.txt").write_text("Ouvert.")
    listed = os.scandir

    def scandir(path: str) -> object:
        if os.fspath(path).endswith("clos"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert [one.name for one in discover(tmp_path)] == ["clos", "ouvert.txt"]


def test_discover_follows_no_link_out_of_the_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("Un secret.")
    (inside / "a.txt").write_text("Un texte.")
    (inside / "b.txt").symlink_to(outside / "secret.txt")
    (inside / "c").symlink_to(outside)
    (inside / "d.txt").symlink_to(inside / "a.txt")
    (inside / "e.txt").symlink_to(outside / "absent.txt")
    assert [path.name for path in discover(inside)] == ["a.txt", "d.txt"]


def test_discover_takes_a_folder_for_no_file(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "y.txt").write_text("Un texte.")
    os.mkfifo(tmp_path / "pipe.txt")
    assert [path.name for path in discover(tmp_path)] == ["y.txt"]
    with pytest.raises(SeedUnreadableError, match=r"^x\.txt: "):
        read(tmp_path, tmp_path / "x.txt")


@pytest.mark.parametrize("target", ["absent.txt", "x.txt"])
def test_links_that_lead_nowhere_are_reported(tmp_path: Path, target: str) -> None:
    (tmp_path / "x.txt").symlink_to(tmp_path / target)
    (path,) = discover(tmp_path)
    with pytest.raises(SeedUnreadableError, match=r"^x\.txt: "):
        read(tmp_path, path)


def test_names_are_valid_unicode_and_composed(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(raw, "wb") as file:
        file.write(b"Un texte.")
    assert read(tmp_path, Path(os.fsdecode(raw))).path == "caf\ufffd.txt"
    name = unicodedata.normalize("NFD", "été.txt")
    assert seed_of(tmp_path, b"Un texte.", name).path == "été.txt"


@pytest.mark.parametrize("name", ["absent", "file.txt"])
def test_a_folder_that_is_none_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("Un texte.")
    with pytest.raises(SeedsMissingError, match="Create it"):
        discover(tmp_path / name)
