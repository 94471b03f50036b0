"""Documents: names that last, sentences in their places, and JSON there and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import shipped

from qa.documents import assemble, from_json, to_json, unique_ids
from qa.seeds import Seed
from qa.seeds.canonical import Front
from qa.seeds.text import blocks_of
from qa.types import Document

PATHS = st.lists(
    st.text("abAé-_ 1œж北", min_size=1, max_size=5).map(lambda stem: f"{stem}.txt")
    | st.sampled_from(["a/b.txt", "a-b.txt", "a_b.txt", "A/B.txt", "a.b.txt"]),
    unique=True,
    max_size=8,
)

# A language guesser reads its profiles at its first call.
SLOW_AT_FIRST = settings(deadline=None, max_examples=50)


def document_of(text: str, path: str = "essai.txt") -> Document:
    seed = Seed(path, "sha256:0", "Essai", text, blocks_of(text), Front())
    return assemble(seed, unique_ids([path])[path])


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("essai.txt", "essai"),
        ("000_22471833df0957ba.txt", "000-22471833df0957ba"),
        ("Été à Séoul/Le cœur.TXT", "ete-a-seoul-le-coeur"),
        ("v1.2/notes.txt", "v1-2-notes"),
        ("--a--.txt", "a"),
    ],
)
def test_an_id_is_a_slug_of_the_path(path: str, identity: str) -> None:
    assert unique_ids([path]) == {path: identity}


@given(PATHS)
def test_ids_are_unique_and_fit_an_address(paths: list[str]) -> None:
    ids = unique_ids(paths)
    assert list(ids) == paths
    assert len(set(ids.values())) == len(paths)
    assert all(one.replace("-", "").isalnum() and one.isascii() for one in ids.values())


@given(PATHS)
def test_ids_do_not_depend_on_the_order(paths: list[str]) -> None:
    assert unique_ids(paths) == unique_ids(paths[::-1])


def test_an_id_stays_when_the_text_changes() -> None:
    assert document_of("Un texte.").id == document_of("Un autre texte, plus long.").id


def test_the_shipped_seed() -> None:
    document = shipped()
    assert document.id == "000-22471833df0957ba"
    assert document.language == "fr"
    assert len(document.sentences) > 42  # its blocks
    assert {one.kind for one in document.sentences} == {
        "title", "date", "byline", "caption", "heading", "paragraph"
    }  # fmt: skip
    assert from_json(to_json(document)) == document


@SLOW_AT_FIRST
@given(st.text(min_size=1))
def test_sentences_hold_all_that_is_visible(text: str) -> None:
    document = document_of(text)
    end = 0
    for index, sentence in enumerate(document.sentences):
        assert sentence.index == index
        assert not text[end : sentence.span.start].strip()
        end = sentence.span.end
    assert not text[end:].strip()


@SLOW_AT_FIRST
@given(st.text(min_size=1) | st.sampled_from(["Titre\n\nUn. Deux.\n\n# Fin\n\nTrois 😀."]))
def test_json_gives_the_document_again(text: str) -> None:
    document = document_of(text)
    line = to_json(document)
    assert "\n" not in line
    assert from_json(line) == document


@pytest.mark.parametrize(
    "sentences",
    [
        [[0, 99]],
        [[3, 3]],
        [[4, 2]],
        [[-1, 2]],
        [[0, 5], [4, 8]],
        [[4, 8], [0, 3]],
        [["a", "b"]],
        [[0]],
        None,
        7,
    ],
)
def test_spans_that_do_not_fit_are_refused(sentences: Any) -> None:
    value = json.loads(to_json(document_of("Un. Deux. Trois.")))
    rows = sentences
    if isinstance(sentences, list):
        rows = [[*span, "paragraph", None, None] for span in sentences]
    with pytest.raises(ValueError, match=r"\S"):
        from_json(json.dumps(value | {"sentences": rows}))


@pytest.mark.parametrize("line", ["", "{", "[]", "7", "{}", '{"sentences": []}'])
def test_what_is_no_document_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        from_json(line)
