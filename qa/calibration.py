"""What `scripts/calibrate.py` fitted on the calibration questions, shipped as one JSON file."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SHIPPED = Path(__file__).parent / "models" / "calibration.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """The fusion: a hit's score is Σ weight · feature.

    `dense` is the cosine with the query, `dense_context` its mean over the sentences before and
    after; `lexical` is BM25 over the sentence's terms; `coverage` the share of the query's terms
    that the sentence and its neighbours hold, `length` the logarithm of the sentence's words.
    """

    dense: float
    dense_context: float
    lexical: float
    coverage: float
    length: float

    @property
    def vector(self) -> tuple[float, ...]:
        """The weights in the order of a hit's features."""
        return (self.dense, self.dense_context, self.lexical, self.coverage, self.length)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regression on the evidence and its products (Platt 1999), and what each threshold
    achieves.

    `fusion` orders the hits of retrieval; `ranking` weighs the reader's margin and a hit's score
    in the order of the candidates. Evidence is centred and scaled; with a 1 before it, it is the
    vector x of the logit xᵀWx, where W is `weights`, upper triangular. `thresholds` are (precision,
    confidence): of the calibration answers given from this confidence on, this share was right.
    """

    fusion: Weights
    ranking: tuple[float, float]
    centre: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    thresholds: tuple[tuple[float, float], ...]

    def confidence(self, evidence: Sequence[float]) -> float:
        """P(the best candidate's sentence is right)."""
        values = (np.array(evidence) - self.centre) / self.scale
        x = np.concatenate([[1.0], values])
        logit = float(x @ np.array(self.weights) @ x)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

    def threshold(self, precision: float) -> float:
        """The lowest confidence whose answers reach a precision; 1 when none does."""
        reached = [confidence for share, confidence in self.thresholds if share >= precision]
        return min(reached, default=1.0)


def shipped() -> Calibration:
    """The calibration of the shipped models."""
    value = json.loads(SHIPPED.read_text(encoding="utf-8"))
    pairs = tuple((share, confidence) for share, confidence in value["thresholds"])
    margin, retrieval = value["ranking"]
    return Calibration(
        Weights(**value["fusion"]),
        (margin, retrieval),
        tuple(value["centre"]),
        tuple(value["scale"]),
        tuple(tuple(row) for row in value["weights"]),
        pairs,
    )
