"""Query to hits: BM25 and dense search over sentences, fused; hits to passages worth reading."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from qa.calibration import Weights
from qa.index import Index
from qa.terms import terms
from qa.types import Embedder, Hit, Passage, Rows

_POOL = 50
"""Sentences that each search brings to the fusion."""
_DEPTH = 1000
"""Sentences whose BM25 and coverage are looked up."""


class Search:
    """One query's evidence, for any row of the index."""

    def __init__(
        self, index: Index, embedder: Embedder, query: str, within: Sequence[Rows]
    ) -> None:
        asked = terms(query)
        self._index = index
        self._vector = embedder.embed_queries([query])[0]
        self._lexical = index.lexical.search(asked, _DEPTH, within)
        self._coverage = index.lexical.coverage(asked, _DEPTH, within)
        dense = index.dense.search(self._vector, _POOL, within)
        best = (list(found)[:_POOL] for found in (dense, self._lexical, self._coverage))
        self.scope = sum(end - start for start, end in within) or len(index.dense)
        """How many sentences were searched."""
        self.rows = list(dict.fromkeys(row for found in best for row in found))
        """The rows that one of the searches found best."""

    def hits(self, rows: Sequence[int], weights: Weights) -> list[Hit]:
        """The sentences at some rows as hits, best first."""
        if not rows:
            return []
        around = [self._index.neighbours(row) for row in rows]
        wanted = sorted({near for nears in around for near in nears}.union(rows))
        cosines = self._index.dense.cosines(self._vector, wanted)
        cosine = dict(zip(wanted, cosines, strict=True))
        places = [self._index.sentence(row) for row in rows]
        features = [
            (
                cosine[row],
                _mean([cosine[near] for near in nears]),
                self._lexical.get(row, 0.0),
                self._coverage.get(row, 0.0),
                math.log(1 + document.words(sentence.span).count(" ")),
            )
            for row, nears, (document, sentence) in zip(rows, around, places, strict=True)
        ]
        scores = np.array(features) @ np.array(weights.vector)
        order = np.argsort(-scores, kind="stable").tolist()
        return [
            Hit(places[best][0], places[best][1], float(scores[best]), features[best])
            for best in order
        ]


def retrieve(
    index: Index,
    embedder: Embedder,
    query: str,
    within: Sequence[Rows],
    weights: Weights,
) -> list[Hit]:
    """Hits best first; `within` (ranges of rows; none: all) restricts them."""
    search = Search(index, embedder, query, within)
    return search.hits(search.rows, weights)


def worth_reading(index: Index, hits: Sequence[Hit], limit: int) -> list[Passage]:
    """The passages of the best hits, no sentence's twice; each hit in the one it is central to."""
    chosen: list[Passage] = []
    for hit in hits:
        if len(chosen) == limit:
            break
        rank = hit.sentence.index
        holding = [p for p in index.passages(hit.document) if p.first <= rank < p.last]
        best = max(holding, key=lambda p: min(rank - p.first, p.last - 1 - rank))
        if not any(_holds(passage, hit) for passage in chosen):
            chosen.append(best)
    return chosen


def _holds(passage: Passage, hit: Hit) -> bool:
    same = passage.document.id == hit.document.id
    return same and passage.first <= hit.sentence.index < passage.last


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
