"""Retrieval on the shipped seed: order, filters, and what is worth reading."""

from __future__ import annotations

import pytest

from qa import Engine, Settings
from qa.calibration import Weights, shipped
from qa.embedding import SentenceEmbedder
from qa.index import Index, load
from qa.retrieval import retrieve, worth_reading


@pytest.fixture(scope="module")
def index(engine: Engine, settings: Settings) -> Index:
    return load(settings)


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    return SentenceEmbedder(Settings())


def test_best_first_and_each_sentence_once(index: Index, embedder: SentenceEmbedder) -> None:
    hits = retrieve(index, embedder, "Comment Kim voyage-t-il ?", [], shipped().fusion)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.sentence.index for hit in hits}) == len(hits)


def test_weights_choose_the_evidence(index: Index, embedder: SentenceEmbedder) -> None:
    lexical = Weights(0, 0, 1, 0, 0)
    hits = retrieve(index, embedder, "le train blindé de Kim", [], lexical)
    assert all(hit.score == pytest.approx(hit.features[2]) for hit in hits)
    assert "train blindé" in hits[0].document.words(hits[0].sentence.span)


def test_a_range_of_rows_restricts(index: Index, embedder: SentenceEmbedder) -> None:
    hits = retrieve(index, embedder, "Où va Kim ?", [(3, 9)], shipped().fusion)
    assert {hit.sentence.index for hit in hits} == set(range(3, 9))


def test_a_query_without_known_words_still_finds(index: Index, embedder: SentenceEmbedder) -> None:
    assert retrieve(index, embedder, "zzz", [], shipped().fusion)


def test_worth_reading_holds_the_best_hits_once(index: Index, embedder: SentenceEmbedder) -> None:
    hits = retrieve(index, embedder, "Que veut la Chine ?", [], shipped().fusion)
    chosen = worth_reading(index, hits, 3)
    assert len(chosen) == len({(one.first, one.last) for one in chosen}) == 3
    assert chosen[0].first <= hits[0].sentence.index < chosen[0].last
