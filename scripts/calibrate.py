"""Fits the fusion's weights and the confidence on the calibration questions.

    python scripts/calibrate.py --data DATA

`DATA` holds `authored_train.jsonl` and `piaf_dev.json`; only their calibration parts are asked.
First the weights: a listwise softmax over the hits of each answerable question (Cao et al. 2007).
Then the confidence: logistic regression on the evidence, right or not, over indexes of one, ten
and all documents, two answerable questions to one unanswerable. Writes
`qa/models/calibration.json` and prints what it measured.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from qa import Settings, deciding
from qa.calibration import SHIPPED, Weights, shipped
from qa.datasets import Dataset, Item, materialise, read_authored, read_squad
from qa.embedding import SentenceEmbedder
from qa.engine import silent
from qa.index import Index, build, load
from qa.retrieval import retrieve
from qa.types import Embedder, Hit

SIZES = (1, 10)
"""Documents an index, for the confidence. Not all: many authored questions name nothing that
would tell whose document they are about."""
GRID = [step / 100 for step in range(1, 100)]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its hits, and which of them are right."""

    item: Item
    hits: list[Hit]
    right: list[bool]


def ask_all(
    dataset: Dataset, items: Sequence[Item], embedder: Embedder, weights: Weights
) -> Iterator[tuple[Index, Asked]]:
    """Index the data set and retrieve for each question."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(seeds=Path(folder) / "seeds", index=Path(folder) / "index")
        materialise(dataset, settings.seeds)
        build(settings, embedder, silent)
        index = load(settings)
        for item in items:
            hits = retrieve(index, embedder, item.question, [], weights)
            yield index, Asked(item, hits, [is_right(hit, item) for hit in hits])


def is_right(hit: Hit, item: Item) -> bool:
    """Whether the hit's sentence is one of the gold ones."""
    if hit.document.path != item.document:
        return False
    return any(hit.sentence.span.overlaps(gold) for gold in item.gold)


def fit_fusion(groups: Sequence[Sequence[Asked]]) -> Weights:
    """Weights that make the softmax over hits put its mass on right ones; groups count alike."""
    from torch import logsumexp, stack, tensor, zeros

    lists = [
        [
            (tensor([hit.features for hit in one.hits]).double(), tensor(one.right))
            for one in group
            if any(one.right)
        ]
        for group in groups
    ]
    weights = zeros(len(fields(Weights)), dtype=torch.double, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        total = zeros((), dtype=torch.double)
        for group in lists:
            scored = [(features @ weights, right) for features, right in group]
            misses = [logsumexp(one, 0) - logsumexp(one[right], 0) for one, right in scored]
            total = total + stack(misses).mean()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return Weights(*(round(float(value), 4) for value in weights.detach()))


def hit_rate(asked: Sequence[Asked], weights: Weights) -> float:
    """Share of answerable questions whose best hit under these weights is right."""
    vector = np.array(weights.vector)
    best = [
        one.right[int(np.argmax([vector @ hit.features for hit in one.hits]))]
        for one in asked
        if one.item.gold
    ]
    return float(np.mean(best))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of evidence, whether the best hit was right, and whose document they belong to."""

    rows: Floats
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]
    groups: NDArray[np.str_]


def gather(datasets: Sequence[Dataset], embedder: Embedder, weights: Weights) -> Evidence:
    """The evidence of every question, asked over indexes of each size that has its document."""
    found = [
        (deciding.evidence(index, one.item.question, one.hits), one)
        for dataset in datasets
        for part in parts(dataset)
        for index, one in ask_all(part, part.items, embedder, weights)
    ]
    return Evidence(
        np.array([row for row, _ in found]),
        np.array([one.right[0] for _, one in found]),
        np.array([bool(one.item.gold) for _, one in found]),
        np.array([one.item.document for _, one in found]),
    )


def parts(dataset: Dataset) -> Iterator[Dataset]:
    """The data set cut into sets of one, ten and all documents, its paragraphs into two halves.

    Every question is asked of both halves: in one of them nothing answers it.
    """
    names = list(dataset.texts)
    halves = dataset.name.startswith("piaf")
    for step in ((len(names) + 1) // 2,) if halves else SIZES:
        for start in range(0, len(names), step):
            texts = {name: dataset.texts[name] for name in names[start : start + step]}
            items = (item if item.document in texts else unanswerable(item) for item in dataset.items)
            kept = tuple(item for item in items if halves or item.document in texts)
            yield Dataset(dataset.name, texts, kept)


def unanswerable(item: Item) -> Item:
    """The question where its document is not."""
    return replace(item, gold=(), answers=())


def two_to_one(evidence: Evidence) -> Evidence:
    """Two answerable questions for each unanswerable one, drawn at random."""
    draw = random.Random(0)
    yes, no = (np.flatnonzero(evidence.answerable == kind).tolist() for kind in (True, False))
    count = min(len(yes) // 2, len(no))
    kept = sorted(draw.sample(yes, 2 * count) + draw.sample(no, count))
    return Evidence(
        evidence.rows[kept],
        evidence.right[kept],
        evidence.answerable[kept],
        evidence.groups[kept],
    )


def fit_confidence(evidence: Evidence) -> tuple[float, list[float], Floats]:
    """Intercept and weights on the raw evidence, and out-of-fold confidences."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=1000))
    folds = GroupKFold(5)
    confidence: Floats = cross_val_predict(
        model,
        evidence.rows,
        evidence.right,
        cv=folds,
        groups=evidence.groups,
        method="predict_proba",
    )[:, 1]
    model.fit(evidence.rows, evidence.right)
    scaler, regression = model[0], model[1]
    weights = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - weights @ scaler.mean_)
    return intercept, [float(value) for value in weights], confidence


def thresholds(right: NDArray[np.bool_], confidence: Floats) -> list[tuple[float, float]]:
    """(precision, confidence) on a grid: precision of the answers given from there on."""
    pairs = [(right[confidence >= least], least) for least in GRID]
    return [(round(float(given.mean()), 4), least) for given, least in pairs if len(given) >= 20]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    authored = read_authored(data / "authored_train.jsonl", "calibration")
    piaf = read_squad(data / "piaf_dev.json", "calibration")
    embedder = SentenceEmbedder(Settings())
    first = shipped().fusion
    asked = {
        one.name: [a for _, a in ask_all(one, one.items, embedder, first)]
        for one in (authored, piaf)
    }
    groups = by_language(asked)
    weights = fit_fusion(list(groups.values()))
    for name, group in groups.items():
        for label, chosen in alternatives(weights):
            print(f"{name:20} {label:12} right first {hit_rate(group, chosen):.3f}")
    evidence = two_to_one(gather((authored, piaf), embedder, weights))
    intercept, factors, confidence = fit_confidence(evidence)
    report(evidence, confidence)
    value = {
        "fusion": asdict(weights),
        "intercept": intercept,
        "weights": factors,
        "thresholds": thresholds(evidence.right, confidence),
    }
    SHIPPED.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def by_language(asked: dict[str, list[Asked]]) -> dict[str, list[Asked]]:
    """The questions of each data set in each language."""
    groups: dict[str, list[Asked]] = {}
    for name, questions in asked.items():
        for one in questions:
            groups.setdefault(f"{name} {one.item.language}", []).append(one)
    return groups


def alternatives(weights: Weights) -> list[tuple[str, Weights]]:
    """The mixture, and what it is compared with."""
    return [
        ("BM25 alone", Weights(0, 0, 1, 0, 0)),
        ("dense alone", Weights(1, 0, 0, 0, 0)),
        ("mixture", weights),
    ]


def report(evidence: Evidence, confidence: Floats) -> None:
    """Reliability of the out-of-fold confidences, by tenths."""
    print(f"{len(confidence)} questions, AUC {roc_auc_score(evidence.right, confidence):.3f}")
    for low in range(10):
        inside = (confidence >= low / 10) & (confidence < (low + 1) / 10)
        if inside.any():
            said, was = confidence[inside].mean(), evidence.right[inside].mean()
            print(f"said {said:.2f}  was {was:.2f}  of {inside.sum()}")


if __name__ == "__main__":
    main()
