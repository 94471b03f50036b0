"""Query to hits: BM25 and dense search over sentences, fused with their neighbours' evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from qa.calibration import Weights
from qa.index import Index
from qa.terms import terms
from qa.types import Embedder, Hit

_POOL = 50
"""Sentences that each search brings to the fusion."""
_DEPTH = 1000
"""Sentences whose BM25 and coverage are looked up."""


def retrieve(
    index: Index,
    embedder: Embedder,
    query: str,
    within: Sequence[tuple[int, int]],
    weights: Weights,
) -> list[Hit]:
    """Hits best first; `within` (ranges of rows; none: all) restricts them."""
    vector, asked = embedder.embed_queries([query])[0], terms(query)
    dense = index.dense.search(vector, _POOL, within)
    lexical = index.lexical.search(asked, _DEPTH, within)
    coverage = index.lexical.coverage(asked, _DEPTH, within)
    rows = list(dict.fromkeys([*dense, *list(lexical)[:_POOL], *list(coverage)[:_POOL]]))
    places = [index.sentence(row) for row in rows]
    around = [index.neighbours(row) for row in rows]
    wanted = sorted({near for nears in around for near in nears}.union(rows))
    cosine = dict(zip(wanted, index.dense.cosines(vector, wanted), strict=True))
    features = [
        (
            cosine[row],
            _mean([cosine[near] for near in nears]),
            lexical.get(row, 0.0),
            coverage.get(row, 0.0),
            math.log(1 + document.words(sentence.span).count(" ")),
        )
        for row, nears, (document, sentence) in zip(rows, around, places, strict=True)
    ]
    scores = np.array(features) @ np.array(weights.vector)
    return [
        Hit(*places[best], float(scores[best]), features[best])
        for best in np.argsort(-scores, kind="stable")
    ]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
