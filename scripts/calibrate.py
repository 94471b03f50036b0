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
from dataclasses import asdict, astuple, dataclass
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

SIZES = (1, 10, None)
"""Documents an index, for the confidence: BM25 shifts with them. None: all."""
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


def fit_fusion(asked: Sequence[Asked]) -> Weights:
    """Weights that make the softmax over hits put its mass on right ones; dense is 1."""
    lists = [one for one in asked if any(one.right)]
    parameters = torch.tensor([10.0, 0.8, 1.0, 0.1], requires_grad=True)
    optimiser = torch.optim.LBFGS([parameters], max_iter=200, line_search_fn="strong_wolfe")
    tensors = [
        (torch.tensor([hit.features for hit in one.hits]), torch.tensor(one.right))
        for one in lists
    ]

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        terms = [
            torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0)
            for scores, right in ((features @ parameters, right) for features, right in tensors)
        ]
        total = torch.stack(terms).mean()
        total.backward()
        return total

    optimiser.step(loss)
    return Weights(*(round(float(value), 4) for value in parameters.detach()))


def hit_rate(asked: Sequence[Asked], weights: Weights) -> float:
    """Share of answerable questions whose best hit under these weights is right."""
    vector = np.array(astuple(weights))
    best = [
        one.right[int(np.argmax([vector @ hit.features for hit in one.hits]))]
        for one in asked
        if one.item.gold
    ]
    return float(np.mean(best))
