"""Fits weights (listwise softmax, Cao et al. 2007) and the confidence (logistic, Platt 1999)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from calibration_reading import Floats, Read, Rows
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from qa import deciding

RIDGE = 0.1
"""Inverse strength of the penalty: 0.02 to 0.1 did alike, out of fold."""
GRID = [step / 100 for step in range(1, 100)]


def fit_weights(groups: Sequence[Sequence[Rows]]) -> list[float]:
    """Weights of features that put a softmax's mass on right rows; groups count alike."""
    lists = [
        [(torch.from_numpy(rows), torch.from_numpy(right)) for rows, right in one if right.any()]
        for one in groups
    ]
    lists = [one for one in lists if one]
    weights = torch.zeros(lists[0][0][0].shape[1], dtype=torch.double, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        total = torch.stack([_miss(one, weights) for one in lists]).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return [round(float(value), 4) for value in weights.detach()]


def _miss(
    lists: Sequence[tuple[torch.Tensor, torch.Tensor]], weights: torch.Tensor
) -> torch.Tensor:
    scored = [(rows @ weights, right) for rows, right in lists]
    return torch.stack(
        [torch.logsumexp(one, 0) - torch.logsumexp(one[right], 0) for one, right in scored]
    ).mean()


def hit_rate(asked: Sequence[Rows], weights: Sequence[float]) -> float:
    """Share of questions whose best row under these weights is right."""
    best = [right[int(np.argmax(rows @ np.array(weights)))] for rows, right in asked]
    return float(np.mean(best))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of evidence, whether the best was right, and whose document they belong to."""

    rows: Floats
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]
    groups: NDArray[np.str_]


def gather(found: Sequence[Read], ranking: tuple[float, float]) -> Evidence:
    """The evidence of each question that was read."""
    ranked = [(one, one.ranked(ranking)) for one in found]
    rows = [deciding.evidence(one.item.question, best, one.scope) for one, best in ranked]
    return Evidence(
        np.array(rows),
        np.array([one.is_right(best[0]) for one, best in ranked]),
        np.array([bool(one.item.gold) for one, _ in ranked]),
        np.array([one.item.document or one.item.question for one, _ in ranked]),
    )


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


@dataclass(frozen=True, slots=True)
class Fit:
    """The logit as `Calibration` has it, and out-of-fold confidences."""

    centre: Floats
    scale: Floats
    weights: Floats
    confidence: Floats


def fit_confidence(evidence: Evidence) -> Fit:
    """Logistic regression on the evidence and its products."""
    centre, scale = evidence.rows.mean(0), evidence.rows.std(0)
    x = np.hstack([np.ones((len(evidence.rows), 1)), (evidence.rows - centre) / scale])
    first, second = np.triu_indices(x.shape[1])
    products = (x[:, first] * x[:, second])[:, 1:]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=RIDGE, max_iter=5000))
    confidence: Floats = cross_val_predict(
        model,
        products,
        evidence.right,
        cv=GroupKFold(5),
        groups=evidence.groups,
        method="predict_proba",
    )[:, 1]
    model.fit(products, evidence.right)
    factors = model[1].coef_[0] / model[0].scale_
    weights = np.zeros((x.shape[1], x.shape[1]))
    weights[first[1:], second[1:]] = factors
    weights[0, 0] = model[1].intercept_[0] - factors @ model[0].mean_
    return Fit(centre, scale, weights, confidence)


def thresholds(right: NDArray[np.bool_], confidence: Floats) -> list[tuple[float, float]]:
    """(precision, confidence) on a grid: precision of the answers given from there on."""
    pairs = [(right[confidence >= least], least) for least in GRID]
    return [(round(float(given.mean()), 4), least) for given, least in pairs if len(given) >= 20]
