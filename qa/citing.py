"""Extracts to citations: each quote lies in one sentence, is said once, and is really there."""

from __future__ import annotations

from collections.abc import Iterable

from qa.errors import QuoteMismatchError
from qa.types import Citation, Extract, Hit, Span


def cite(extracts: Iterable[Extract], limit: int) -> tuple[Citation, ...]:
    """At most `limit` citations in the order of the extracts, one a sentence."""
    chosen: dict[tuple[str, int], Citation] = {}
    for extract in extracts:
        place = (extract.document.id, extract.sentence.index)
        if len(chosen) < limit and place not in chosen:
            chosen[place] = checked(Citation(extract.document, extract.sentence, extract.span))
    return tuple(chosen.values())


def nearest(hits: Iterable[Hit], limit: int) -> tuple[Citation, ...]:
    """The best hits as whole sentences, for a refusal."""
    return cite((whole(hit) for hit in hits), limit)


def whole(hit: Hit) -> Extract:
    """The extract that is all of a hit's sentence."""
    return Extract(hit.document, hit.sentence, hit.sentence.span, hit.score)


def checked(citation: Citation) -> Citation:
    """The citation itself, once its quote has proved to be words of its sentence."""
    sentence, quote = citation.sentence.span, citation.quote
    text = citation.document.text
    if not (sentence.holds(quote) and sentence.end <= len(text) and _trimmed(quote, text)):
        raise QuoteMismatchError(citation.document.id, quote.start, quote.end)
    return citation


def _trimmed(quote: Span, text: str) -> bool:
    words = quote.of(text)
    return words == words.strip() and bool(words)
