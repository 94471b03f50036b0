"""Answer or stay silent: the evidence for the best hit, and the words that nothing contains."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.index import Index
from qa.terms import surface_terms
from qa.types import Hit


def evidence(index: Index, question: str, hits: Sequence[Hit]) -> tuple[float, ...]:
    """What tells a right best hit from a wrong one.

    Its features; its lead over the second; its share of the softmax over all hits, as a logarithm;
    the share of the question's words that no document contains; and how many words it has.
    """
    best = hits[0]
    second = hits[1].score if len(hits) > 1 else 0.0
    share = -math.log(sum(math.exp(hit.score - best.score) for hit in hits))
    asked = surface_terms(question)
    unknown = len(missing_terms(index, question)) / max(1, len(asked))
    return (*best.features, best.score - second, share, unknown, math.log1p(len(asked)))


def missing_terms(index: Index, question: str) -> tuple[str, ...]:
    """The question's words, as written, that no document contains."""
    asked = surface_terms(question)
    return tuple(dict.fromkeys(word for term, word in asked if not index.lexical.knows(term)))
