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
from qa.reading import ALTERNATIVES, SPAN_TOKENS, agreed_span, read, support, trimmed
from qa.types import Span

VALUES = st.lists(st.floats(-20, 20, width=16), min_size=1, max_size=50)


@pytest.fixture(scope="module")
def document(engine: Engine) -> Document:
    return engine.documents[0]


@st.composite
def ends(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    start = draw(VALUES)
    return start, draw(
        st.lists(st.floats(-20, 20, width=16), min_size=len(start), max_size=len(start))
    )


def spans(start: list[float], end: list[float]) -> list[tuple[float, range]]:
    pairs = product(range(len(start)), repeat=2)
    return [(start[a] + end[b], range(a, b + 1)) for a, b in pairs if 0 <= b - a < SPAN_TOKENS]


def f1(one: range, other: range) -> float:
    return 2 * len(set(one) & set(other)) / (len(one) + len(other))


@given(ends())
def test_the_mass_is_that_of_all_spans(logits: tuple[list[float], list[float]]) -> None:
    mass = support(*(np.array(one, np.float32) for one in logits))
    assert mass == pytest.approx(np.logaddexp.reduce([m for m, _ in spans(*logits)]), abs=1e-3)


@given(ends())
def test_the_span_agrees_best_with_the_likeliest(logits: tuple[list[float], list[float]]) -> None:
    first, last = agreed_span(*(np.array(one, np.float32) for one in logits))
    found = sorted(spans(*logits), key=lambda one: -one[0])
    likely = found[:ALTERNATIVES]
    expected = [
        sum(np.exp(margin - found[0][0]) * f1(span, other) for margin, other in likely)
        for _, span in likely
    ]
    chosen = sum(
        np.exp(margin - found[0][0]) * f1(range(first, last + 1), other) for margin, other in likely
    )
    assert chosen == pytest.approx(max(expected))
    assert 0 <= last - first < SPAN_TOKENS


def test_a_reader_that_is_sure_is_quoted_as_it_says() -> None:
    start, end = np.full(40, -9.0, np.float32), np.full(40, -9.0, np.float32)
    start[7], end[11] = 9, 9
    assert agreed_span(start, end) == (7, 11)


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
