"""Without a neural reader: the quote is the best sentence, or the expression it was asked for.

`Reader` of `qa.types` is the place of "A bilingual reader", which finds the words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.types import Extract, Hit, Question, Span

_MONTH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_WHEN = re.compile(r"(?i)\b(quand|quelle date|quelle année|quel mois|when|what (year|date))\b")
_HOW_MANY = re.compile(r"(?i)\b(combien|how (many|much))\b")
_DATE = re.compile(
    rf"(?i)\b(?:(?:\d{{1,2}}|1er) )?(?:{_MONTH})(?: \d{{4}})?\b|\b(?:1\d|20)\d\d(?:-\d\d)*\b"
)
_NUMBER = re.compile(r"\b\d[\d\s.,]*(?:\s?%|(?<=\d)\s\w+)?")


class SentenceReader:
    """Reads a hit as its sentence, narrowed to a date or a number when one was asked for."""

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Extract]:
        """One extract a hit, in the hits' order."""
        pattern = _expression(question.standalone)
        return [
            Extract(hit.document, hit.sentence, _quote(hit, pattern), hit.score) for hit in hits
        ]


def _expression(question: str) -> re.Pattern[str] | None:
    if _WHEN.search(question):
        return _DATE
    return _NUMBER if _HOW_MANY.search(question) else None


def _quote(hit: Hit, pattern: re.Pattern[str] | None) -> Span:
    span = hit.sentence.span
    found = pattern and pattern.search(hit.document.text, span.start, span.end)
    if not found:
        return span
    words = found.group()
    start = found.start()
    return Span(start, start + len(words.rstrip(" .,\u00a0\u202f")))
