"""Answer or stay silent: candidates in order, and the evidence that the best one is right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.index import Index
from qa.terms import surface_terms
from qa.types import Candidate, Extract, Hit


@dataclass(frozen=True, slots=True)
class Verdict:
    """Candidates, best first; the question's words that no document holds; P(the best is right)."""

    candidates: Sequence[Candidate]
    missing: tuple[str, ...]
    confidence: float


_CLOSE = 2.0
"""Score under the best at which another sentence is still cited."""


def ranked(
    extracts: Sequence[Extract], hits: Sequence[Hit], weights: tuple[float, float]
) -> list[Candidate]:
    """Extracts with their hits, best first; `weights` of the margin and of the hit's score."""
    found = {(hit.document.id, hit.sentence.index): hit for hit in hits}
    candidates = [
        _candidate(one, found[one.document.id, one.sentence.index], weights) for one in extracts
    ]
    return sorted(candidates, key=lambda one: -one.score)


def answers(candidates: Sequence[Candidate]) -> list[Extract]:
    """The best extract, and those that answer nearly as well."""
    best = candidates[0]
    close = [one for one in candidates[1:] if one.score > best.score - _CLOSE]
    return [best.extract, *(one.extract for one in close if one.extract.score > 0)]


def evidence(question: str, candidates: Sequence[Candidate], scope: int) -> tuple[float, ...]:
    """What tells a right best candidate from a wrong one.

    The reader's margin; the lead over the second and the share of the softmax over all, as a
    logarithm; how many words the question has; and the logarithm of the sentences searched. What
    retrieval saw stays out: among the authored questions, those without an answer share more words
    with the text than those with one, and a confidence that has learned so errs elsewhere.
    """
    best = candidates[0]
    second = candidates[1].score if len(candidates) > 1 else best.score - 10
    share = -math.log(sum(math.exp(one.score - best.score) for one in candidates))
    lead = min(10.0, best.score - second)
    asked = math.log1p(len(surface_terms(question)))
    return (best.extract.score, lead, share, asked, math.log(scope))


def missing_terms(index: Index, question: str, language: str) -> tuple[str, ...]:
    """The question's words, as written, that no document contains.

    Of a question that is not in French, only names and numbers: French documents have its other
    words in another form.
    """
    asked = surface_terms(question)
    if language != "fr":
        asked = [(term, word) for term, word in asked if _is_name(word, question)]
    return tuple(dict.fromkeys(word for term, word in asked if not index.lexical.knows(term)))


def _is_name(word: str, question: str) -> bool:
    capital = word[0].isupper() and not question.lstrip().startswith(word)
    return capital or any(one.isdigit() for one in word)


def _candidate(extract: Extract, hit: Hit, weights: tuple[float, float]) -> Candidate:
    return Candidate(extract, hit, weights[0] * extract.score + weights[1] * hit.score)
