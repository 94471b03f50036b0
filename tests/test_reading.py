"""Decoding: the best span by brute force, in one sentence, with sensible borders."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import Document, Engine, Settings
from qa.passages import passages
from qa.reader import Logits, SpanReader
from qa.reading import SPAN_TOKENS, best_span, read, support, trimmed
from qa.types import Span

VALUES = st.lists(st.floats(-20, 20, width=16), min_size=1, max_size=50)


@pytest.fixture(scope="module")
def document(engine: Engine) -> Document:
    return engine.documents[0]


@given(st.data(), VALUES)
def test_best_span_is_the_best_of_all(data: st.DataObject, start: list[float]) -> None:
    end = data.draw(
        st.lists(st.floats(-20, 20, width=16), min_size=len(start), max_size=len(start))
    )
    first, last, margin = best_span(np.array(start, np.float32), np.array(end, np.float32))
    pairs = product(range(len(start)), repeat=2)
    best = max(start[a] + end[b] for a, b in pairs if 0 <= b - a < SPAN_TOKENS)
    assert margin == pytest.approx(best)
    masses = [
        start[a] + end[b]
        for a, b in product(range(len(start)), repeat=2)
        if 0 <= b - a < SPAN_TOKENS
    ]
    mass = support(np.array(start, np.float32), np.array(end, np.float32))
    assert mass == pytest.approx(np.logaddexp.reduce(masses), abs=1e-3)
    assert 0 <= last - first < SPAN_TOKENS


class RandomReader:
    """Random logits over a passage's words: decoding must hold for any."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)

    def logits(self, question: str, passages: Sequence[str]) -> list[Logits]:
        return [self._of(number, passage) for number, passage in enumerate(passages)]

    def _of(self, number: int, passage: str) -> Logits:
        cuts = sorted(set(self._random.integers(0, len(passage), 60).tolist()))
        offsets = np.array(list(pairwise(cuts)))
        start, end = self._random.normal(size=(2, len(offsets))).astype(np.float32)
        return Logits(number, start, end, offsets)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_quotes_lie_in_their_sentence_whatever_the_logits(document: Document, seed: int) -> None:
    windows = passages(document)
    extracts = read(RandomReader(seed), "?", windows)
    places = [one.sentence.index for one in extracts]
    assert len(places) == len(set(places))
    for one in extracts:
        words = document.words(one.span)
        assert one.sentence.span.holds(one.span)
        assert words == words.strip()
    scores = [one.score for one in extracts]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("Il part en train blindé.", "rain blind", "train blindé"),
        ("Ils la jugent « improbable », car", "« improbable", "« improbable »"),
        ("Ils la jugent « improbable », car", "improbable »", "« improbable »"),
        ("Il part, puis", "part,", "part"),
        ("(du moins)", "(du moins", "(du moins)"),
        ("la Chine, Pékin", ", Pékin", "Pékin"),
        ("Lait | Tonnes", "| Tonnes", "Tonnes"),
    ],
)
def test_borders(text: str, found: str, expected: str) -> None:
    start = text.index(found)
    span = trimmed(text, Span(start, start + len(found)), Span(0, len(text)))
    assert span.of(text) == expected


def test_no_passage_no_extract() -> None:
    assert read(RandomReader(0), "?", []) == []


def test_the_shipped_reader_finds_words_and_silence(document: Document) -> None:
    reader = SpanReader(Settings())
    whole = passages(document)
    found = read(reader, "How did Kim travel to Hanoi?", whole)[0]
    assert "train blindé" in document.words(found.span)
    assert found.score > 0
    assert read(reader, "Comment préparer une ratatouille ?", whole)[0].score < 0
