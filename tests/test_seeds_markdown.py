"""Markdown: its words without its marks, and what its front matter says."""

from __future__ import annotations

import re

import pytest
from damaged import assert_sound, mutated
from hypothesis import given
from hypothesis import strategies as st

from qa.seeds.canonical import Front, NoTextError
from qa.seeds.formats import read
from qa.seeds.markdown import read_markdown


def pieces(text: str) -> list[tuple[str, str]]:
    read = read_markdown(text.encode())
    return [(block.kind, block.span.of(read.text)) for block in read.blocks]


def words(text: str) -> list[str]:
    return [one for _, one in pieces(text)]


def front(yaml: str) -> Front:
    return read_markdown(f"---\n{yaml}\n---\n\nUn texte.\n".encode()).front


@pytest.mark.parametrize("suffix", [".md", ".markdown"])
def test_markdown_is_read_whatever_its_suffix(suffix: str) -> None:
    assert read(suffix, b"*Bonjour*").text == "Bonjour\n"


AWKWARD = """---
titre: "Le canal du Midi"
auteurs:
  - Jean Dupont
  - name: Zoé Roux
date de publication: 2021-05-03
url: https://exemple.fr/canal
lang: fr-FR
---
[![Build](b.svg)](http://x) ![Licence](l.svg)

# Le canal **du** Midi {#canal}

Le *canal* relie **Tou**louse à [Sète][s] ; long\x20\x20
de 240 km[^1]. Code : `a < b`. &eacute; &amp; 5&nbsp;€ et <b>gras</b> ~~faux~~ \\*étoile\\*

![Une écluse](e.jpg "t")

Texte avec ![icône](i.png) dedans, [x](javascript:alert(1)) et <https://a.example>.

Histoire
--------

> Une citation
> sur deux lignes.
>
> - puce citée

1. un
\t- un a
\t  suite

\t- un b

\tparagraphe
2. deux

- [x] fait
- [ ] à faire

***

| Année | *Long* |
|------:|--------|
| 1681  | `240` \\| km |
| 1700  |        |

```python
def f(x):
    return x < 3

print("<b>")
```

<details><summary>Plus</summary>

Texte **dedans**.

<table><tr><th>A<th>B<tr><td>1<td>2</table>
</details>
<div><script>
fuite()

fuite()
</script></div>

<!-- commentaire

fuite -->

    code indenté

[s]: https://fr.wikipedia.org/wiki/S%C3%A8te "Sète"
[^1]: Note **de** bas de page.
    Suite.
"""


def test_everything_is_read_as_the_words_that_it_shows() -> None:
    assert pieces(AWKWARD) == [
        ("title", "Le canal du Midi"),
        ("byline", "Auteurs : Jean Dupont, Zoé Roux"),
        ("date", "Date : 2021-05-03"),
        ("byline", "Source : https://exemple.fr/canal"),
        ("caption", "Build Licence"),
        (
            "paragraph",
            "Le canal relie Toulouse à Sète ; long de 240 km. Code : a < b."
            " é & 5\u00a0€ et gras faux *étoile*",
        ),
        ("caption", "Une écluse"),
        ("paragraph", "Texte avec icône dedans, x et https://a.example."),
        ("heading", "Histoire"),
        ("quote", "Une citation sur deux lignes."),
        ("list_item", "puce citée"),
        ("list_item", "un"),
        ("list_item", "un a suite"),
        ("list_item", "un b"),
        ("list_item", "paragraphe"),
        ("list_item", "deux"),
        ("list_item", "fait"),
        ("list_item", "à faire"),
        ("table_row", "Année | Long"),
        ("table_row", "1681 | 240 | km"),
        ("table_row", "1700"),
        ("paragraph", "def f(x): return x < 3"),
        ("paragraph", 'print("<b>")'),
        ("paragraph", "Plus"),
        ("paragraph", "Texte dedans."),
        ("table_row", "A | B"),
        ("table_row", "1 | 2"),
        ("paragraph", "code indenté"),
        ("list_item", "Note de bas de page. Suite."),
    ]


# Headings


def test_a_single_first_heading_is_the_title() -> None:
    assert pieces("Titre\n=====\n\nUn texte.\n\n## Partie\n\nFin.") == [
        ("title", "Titre"), ("paragraph", "Un texte."), ("heading", "Partie"), ("paragraph", "Fin.")
    ]  # fmt: skip


def test_several_first_headings_are_no_title() -> None:
    assert [kind for kind, _ in pieces("# A\n\nUn.\n\n# B\n\nDeux.")] == [
        "heading",
        "paragraph",
    ] * 2


def test_a_heading_after_much_text_is_no_title() -> None:
    assert pieces("Un mot. " * 60 + "\n\n# Titre\n\nFin.")[1] == ("heading", "Titre")


def test_the_title_of_the_front_matter_comes_before_another_heading() -> None:
    text = "---\ntitle: Le canal\n---\n# {}\n\nUn texte."
    assert pieces(text.format("Préambule"))[:2] == [("title", "Le canal"), ("heading", "Préambule")]
    assert pieces(text.format("Le canal : histoire"))[0] == ("title", "Le canal : histoire")


# Front matter


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("title: Un\nauthor: Zoé\ndate: 2021-05-03", Front("Un", ("Zoé",), "2021-05-03")),
        ("titre: Un\nauteur: Zoé", Front("Un", ("Zoé",))),
        ("Date de publication: 3 mai 2021", Front(date="2021-05-03")),
        ("authors: [Zoé, {name: Luc, url: x}, {nom: Ève}]", Front(authors=("Zoé", "Luc", "Ève"))),
        ("auteurs: Zoé et Luc", Front(authors=("Zoé et Luc",))),
        ("date: 2021-05-03 10:00:00 +02:00", Front(date="2021-05-03")),
        ("date: 03/05/2021", Front(date="2021-05-03")),
        ("date: printemps 2021", Front(date="printemps 2021")),
        ("date: 2021-13-45", Front(date="2021-13-45")),
        ("canonical: https://a.example/b", Front(source="https://a.example/b")),
        ("langue: français", Front(language="fr")),
        ("source: javascript:alert(1)\nlang: 12", Front()),
        ("title: [a, {b: c}]\nauthor: 3\ndate: {}\nlang: []", Front(title="a", authors=("3",))),
        ("title:\nauthor: ~", Front()),
        ("&a a: *a", Front()),
    ],
)  # fmt: skip
def test_front_matter(yaml: str, expected: Front) -> None:
    assert front(yaml) == expected


@pytest.mark.parametrize(
    "yaml",
    ['title: "sans fin', "title: a: b: c", "a: " + "[" * 5_000, "a: *inconnu", "a: {\n  c: ]"],
)
def test_front_matter_that_cannot_be_read_loses_no_document(yaml: str) -> None:
    text = read_markdown(f"---\n{yaml}\n---\n\nUn texte.\n".encode())
    assert (text.text, text.note) == ("Un texte.\n", "its front matter could not be read")


def test_text_between_two_breaks_is_text() -> None:
    assert words("---\n\nUn texte.\n\n---\n\nFin.") == ["Un texte.", "Fin."]


def test_a_break_at_the_head_opens_no_front_matter() -> None:
    assert words("---\n\nUn texte.\n\ntitle: a\n") == ["Un texte.", "title: a"]


def test_what_was_not_utf_8_is_noted() -> None:
    text = read_markdown("---\ntitle: [\n---\n*Été*".encode("cp1252"))
    assert (text.text, text.note) == (
        "Été\n", "read as Windows-1252; its front matter could not be read"
    )  # fmt: skip
    assert read_markdown("\ufeff*Été*\t1".encode("utf-16-le")).text == "Été 1\n"


# Robustness


@pytest.mark.parametrize("text", ["", "***", "---\ntitle: Un\n---\n", "<!-- a -->", "[a]: b", "\0"])
def test_files_without_text_are_errors(text: str) -> None:
    with pytest.raises(ValueError, match="text"):
        read_markdown(text.encode())


def test_front_matter_alone_is_no_text() -> None:
    with pytest.raises(NoTextError):
        read_markdown(b"---\ntitle: Un\n---\n<script>fuite()</script>\n")


@pytest.mark.parametrize(
    "text",
    [
        *("![" * 2_000 + "a](b)" * 2_000, "> " * 2_000 + "a", "- " * 2_000 + "a", "*a _b " * 2_000),
        *("<div>" * 2_000 + "a", "[^1]" * 500 + "\n\n[^1]: [^1] a", "`" * 5_000, "| a " * 2_000),
    ],
)
def test_deep_and_repeated_marks_are_bounded(text: str) -> None:
    assert words(f"Un mot\n\n{text}")[0] == "Un mot"


SPLINTERS = (b"<", b"---\n", b"[", b"\n\n", b"\t", b"`")


@given(st.integers())
def test_broken_files_are_read_or_refused(seed: int) -> None:
    try:
        text = read_markdown(mutated(AWKWARD.encode(), seed, SPLINTERS))
    except ValueError:
        return
    assert_sound(text)


WORD = st.from_regex(r"[a-zé]{1,6}", fullmatch=True)
MARKED = [
    *("**{}**", "_{}_", "`{}`", "~~{}~~", "<em>{}</em>"),
    *("[{}](http://x.example/y)", "[{}][r]", "![{}](i.png)"),
]


@given(st.lists(st.tuples(WORD, st.sampled_from(["{}", *MARKED])), min_size=1, max_size=12))
def test_marks_vanish_and_words_stay(parts: list[tuple[str, str]]) -> None:
    text = " ".join(mark.format(word) for word, mark in parts) + "\n\n[r]: http://z.example\n"
    assert words(text) == [" ".join(word for word, _ in parts)]


@given(st.text(max_size=200))
def test_any_text_is_read_or_has_none(text: str) -> None:
    try:
        read = read_markdown(text.encode(errors="replace"))
    except ValueError:
        return
    assert_sound(read)
    assert not re.search(r"\n\n\n|^\s|[ \t]\n", read.text)
