"""Query to hits: BM25 and dense search over sentences, fused with their neighbours' evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from qa.calibration import Weights
from qa.index import Index
from qa.terms import terms
from qa.types import Embedder, Hit

_POOL = 50
"""Sentences that each search brings to the fusion."""
_DEPTH = 1000
"""Sentences whose BM25 is looked up, neighbours included."""


def retrieve(
    index: Index,
    embedder: Embedder,
    query: str,
    within: Sequence[tuple[int, int]],
    weights: Weights,
) -> list[Hit]:
    """Hits best first; `within` (ranges of rows; none: all) restricts them."""
    vector = embedder.embed_queries([query])[0]
    lexical = index.lexical.search(terms(query), _DEPTH, within)
    dense = index.dense.search(vector, _POOL, within)
    rows = list(dict.fromkeys([*list(lexical)[:_POOL], *dense]))
    around = {row: index.neighbours(row) for row in rows}
    wanted = sorted({near for nears in around.values() for near in nears}.union(rows))
    cosines = dict(zip(wanted, index.dense.cosines(vector, wanted), strict=True))
    hits = [_hit(index, row, around[row], cosines, lexical, weights) for row in rows]
    return sorted(hits, key=lambda hit: -hit.score)


def _hit(
    index: Index,
    row: int,
    around: Sequence[int],
    cosines: dict[int, float],
    lexical: dict[int, float],
    weights: Weights,
) -> Hit:
    features = (
        cosines[row],
        lexical.get(row, 0.0),
        _mean([cosines[near] for near in around]),
        _mean([lexical.get(near, 0.0) for near in around]),
    )
    score = sum(weight * value for weight, value in zip(astuple(weights), features, strict=True))
    return Hit(*index.sentence(row), score, features)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
