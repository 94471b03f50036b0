"""The figures of an evaluation, as pure functions; None where nothing was there to measure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np

BINS = 10
"""Bins of the calibration error, of equal mass."""
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)'")
_ARTICLE = re.compile(r"\b(?:le|la|les|un|une|des|du|au|aux|the|an|a)\b")


def normalised(text: str) -> str:
    """As SQuAD compares answers: no case, punctuation or articles, French ones and elisions too."""
    text = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'")
    text = _ELISION.sub(" ", text)
    text = "".join(" " if unicodedata.category(one)[0] in "PSZ" else one for one in text)
    return " ".join(_ARTICLE.sub(" ", text).split())


def exact_match(quote: str, answers: Sequence[str]) -> float:
    """1 when the quote says what one of the answers says, else 0."""
    return float(normalised(quote) in {normalised(answer) for answer in answers})


def token_f1(quote: str, answers: Sequence[str]) -> float:
    """The best F1 of the quote's words against the answers'."""
    return max((_f1(quote, answer) for answer in answers), default=0.0)


def _f1(quote: str, answer: str) -> float:
    said, wanted = normalised(quote).split(), normalised(answer).split()
    if not said or not wanted:
        return float(said == wanted)
    common = sum((Counter(said) & Counter(wanted)).values())
    return 2 * common / (len(said) + len(wanted))


def hit_at(right: Sequence[bool], k: int) -> float:
    """1 when one of the first `k` is right, else 0."""
    return float(any(right[:k]))


def reciprocal_rank(right: Sequence[bool]) -> float:
    """1 over the rank of the first right one; 0 without any."""
    return next((1 / rank for rank, one in enumerate(right, start=1) if one), 0.0)


def mean(values: Sequence[float]) -> float | None:
    """The mean of the values."""
    return float(np.mean(values)) if values else None


def auc(right: Sequence[bool], confidence: Sequence[float]) -> float | None:
    """P(a right one has more confidence than a wrong one): area under the ROC curve."""
    said, was = np.asarray(confidence, dtype=float), np.asarray(right, dtype=bool)
    if len(set(right)) < 2:
        return None
    gaps = said[was][:, None] - said[~was]
    return float(np.mean(gaps > 0) + np.mean(gaps == 0) / 2)


def calibration_error(right: Sequence[bool], confidence: Sequence[float]) -> float | None:
    """Expected |said - was| over ten bins of equal mass (Naeini et al. 2015)."""
    if not right:
        return None
    order = np.argsort(confidence, kind="stable")
    gaps = np.asarray(confidence, dtype=float)[order] - np.asarray(right, dtype=float)[order]
    bins = np.array_split(gaps, BINS)
    return float(sum(abs(one.sum()) for one in bins) / len(gaps))


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value that this percentage of the values does not pass, interpolated."""
    return float(np.percentile(values, share)) if values else None
