"""Passages: every sentence is in one, in order, within the budget, headings with what follows."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from shipped import shipped

from qa.passages import BUDGET, passages
from qa.types import Document, Kind, Passage, Sentence, Span


def document_of(*sentences: tuple[Kind, int]) -> Document:
    """A document whose sentences have these kinds and numbers of words."""
    text, found = "", []
    for index, (kind, words) in enumerate(sentences):
        start = len(text)
        text += " ".join(["mot"] * words) + "\n"
        found.append(Sentence(index, Span(start, len(text) - 1), kind))
    return Document("a", "a.txt", "sha256:0", "A", "fr", text, tuple(found))


def windows(document: Document, budget: int = 10) -> list[tuple[int, int]]:
    return [(one.first, one.last) for one in passages(document, budget)]


def words(passage: Passage) -> int:
    return len(passage.text.split())


KINDS: st.SearchStrategy[Kind] = st.sampled_from(["paragraph", "paragraph", "heading", "caption"])
DOCUMENTS = st.lists(st.tuples(KINDS, st.integers(1, 15)), max_size=20).map(
    lambda sentences: document_of(*sentences)
)


@given(DOCUMENTS)
def test_every_sentence_is_in_a_passage_and_none_is_for_nothing(document: Document) -> None:
    found = windows(document)
    held = {index for first, last in found for index in range(first, last)}
    assert held == set(range(len(document.sentences)))
    assert found == sorted(found)
    for (first, last), (after, beyond) in pairwise(found):
        assert first < after <= last < beyond


@given(DOCUMENTS)
def test_a_passage_keeps_to_the_budget_but_for_one_sentence_and_its_headings(
    document: Document,
) -> None:
    for passage in passages(document, 10):
        *before, _ = passage.sentences
        assert words(passage) <= 10 or all(one.kind == "heading" for one in before)


@given(DOCUMENTS)
def test_no_passage_ends_with_a_heading_that_heads_something(document: Document) -> None:
    for passage in passages(document, 10):
        rest = document.sentences[passage.last :]
        heads = bool(rest) and rest[0].kind != "heading"
        assert passage.sentences[-1].kind != "heading" or not heads


@given(DOCUMENTS)
def test_a_section_begins_a_passage(document: Document) -> None:
    for passage in passages(document, 10):
        kinds = [one.kind for one in passage.sentences]
        body = [rank for rank, kind in enumerate(kinds) if kind != "heading"]
        assert "heading" not in kinds[body[0] if body else len(kinds) :]


def test_windows_overlap_by_half() -> None:
    sentences: list[tuple[Kind, int]] = [("paragraph", 2)] * 12
    assert windows(document_of(*sentences)) == [(0, 5), (3, 8), (6, 11), (9, 12)]


def test_a_long_sentence_is_alone_but_for_its_heading() -> None:
    document = document_of(("paragraph", 3), ("paragraph", 40), ("heading", 2), ("paragraph", 40))
    assert windows(document) == [(0, 1), (1, 2), (2, 4)]


def test_headings_that_follow_each_other_stay_together() -> None:
    document = document_of(("paragraph", 3), ("heading", 4), ("heading", 4), ("paragraph", 3))
    assert windows(document) == [(0, 1), (1, 4)]


def test_a_list_of_headings_is_no_passage_without_end() -> None:
    headings: list[tuple[Kind, int]] = [("heading", 3)] * 50
    assert max(words(one) for one in passages(document_of(*headings), 10)) <= 10


def test_a_heading_at_the_end_is_held() -> None:
    assert windows(document_of(("paragraph", 3), ("heading", 2))) == [(0, 1), (1, 2)]


def test_no_sentence_no_passage() -> None:
    assert windows(document_of()) == []


def test_the_shipped_seed() -> None:
    document = shipped()
    found = passages(document)
    assert all(words(one) <= BUDGET or len(one.sentences) == 1 for one in found)
    starts = [document.words(one.sentences[0].span) for one in found]
    assert {"Ce qui est en jeu", "Le dilemme à l'ONU", "La question de la rencontre"} <= set(starts)
