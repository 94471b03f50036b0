"""The figures of results: overall, by language and by type of question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa import metrics
from qa.datasets import Item

Scores = dict[str, float | None]
"""Figures by name; shares are from 0 to 1; None where nothing was there to measure."""
Groups = dict[str, Scores | dict[str, Scores]]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one question: `right` tells it of each sentence ranked, best first."""

    item: Item
    right: tuple[bool, ...]
    quote: str
    answered: bool
    confidence: float
    ms: float

    @property
    def first(self) -> bool:
        """Whether the best sentence is right."""
        return bool(self.right) and self.right[0]


def by_group(results: Sequence[Result], score: Callable[[Sequence[Result]], Scores]) -> Groups:
    """The figures over all questions, in each language, and of each type."""
    return {
        "overall": score(results),
        "by_language": _each(results, [one.item.language for one in results], score),
        "by_type": _each(results, [one.item.type or "untyped" for one in results], score),
    }


def scores(results: Sequence[Result]) -> Scores:
    """All figures of some results."""
    return ranking(results) | quotes(results) | decisions(results) | times(results)


def ranking(results: Sequence[Result]) -> Scores:
    """Where the right sentence stood, of the answerable questions."""
    lists = [one.right for one in _answerable(results)]
    return {
        "questions": len(results),
        "answerable": len(lists),
        "hit@1": metrics.mean([metrics.hit_at(right, 1) for right in lists]),
        "hit@3": metrics.mean([metrics.hit_at(right, 3) for right in lists]),
        "mrr": metrics.mean([metrics.reciprocal_rank(right) for right in lists]),
    }


def quotes(results: Sequence[Result]) -> Scores:
    """How the first quote compares with the known answers, of the answerable questions."""
    asked = _answerable(results)
    return {
        "em": metrics.mean([metrics.exact_match(one.quote, one.item.answers) for one in asked]),
        "f1": metrics.mean([metrics.token_f1(one.quote, one.item.answers) for one in asked]),
    }


def decisions(results: Sequence[Result]) -> Scores:
    """Whether to answer was rightly decided, and what the confidence is worth.

    `answered` is the share answered of all questions, `answered_wrongly` that of the unanswerable
    ones, `silent_wrongly` the share refused of the answerable ones. `auc` tells the right from
    all others by confidence, `auc_refusal` the right from the unanswerable alone.
    """
    answerable = _answerable(results)
    others = [one for one in results if not one.item.gold]
    right, confidence = [one.first for one in results], [one.confidence for one in results]
    clear = [one for one in results if one.first or not one.item.gold]
    return {
        "answered": metrics.mean([one.answered for one in results]),
        "precision": metrics.mean([one.first for one in results if one.answered]),
        "answered_wrongly": metrics.mean([one.answered for one in others]),
        "silent_wrongly": metrics.mean([not one.answered for one in answerable]),
        "auc": metrics.auc(right, confidence),
        "auc_refusal": metrics.auc([one.first for one in clear], [one.confidence for one in clear]),
        "calibration_error": metrics.calibration_error(right, confidence),
    }


def times(results: Sequence[Result]) -> Scores:
    """How long an answer takes, in milliseconds."""
    ms = [one.ms for one in results]
    return {"p50_ms": metrics.percentile(ms, 50), "p95_ms": metrics.percentile(ms, 95)}


def _answerable(results: Sequence[Result]) -> list[Result]:
    return [one for one in results if one.item.gold]


def _each(
    results: Sequence[Result],
    names: Sequence[str],
    score: Callable[[Sequence[Result]], Scores],
) -> dict[str, Scores]:
    return {
        name: score([one for one, of in zip(results, names, strict=True) if of == name])
        for name in sorted(set(names))
    }
