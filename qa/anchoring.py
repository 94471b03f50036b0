"""Citations that last: a quote found again in a later version of its document, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from qa.errors import UnknownDocumentError
from qa.index import Index, kept_document
from qa.types import Document, Pinned, PinnedState, Selector, Span

_ENOUGH = 16
"""Code points around a quote that must stand there still."""
_CLEAR = 8
"""By how many more than at the next best place."""


def pinned(index: Index, folder: Path, name: str, version: str, quote: Selector | None) -> Pinned:
    """The version cited if it is kept, else the quote in the text of today.

    A document that has the cited version under another name by now is the same. Raises
    `UnknownDocumentError` when the document is gone, and that version of it too.
    """
    now = index.find(name) or _renamed(index, version)
    if now and now.version == version:
        return _held(now, "current", quote)
    kept = kept_document(folder, name, version)
    if kept:
        return _held(kept, "previous", quote)
    if now is None:
        raise UnknownDocumentError(name)
    found = _held(now, "changed", quote)
    return found if found.quote or not quote else Pinned(now, "gone")


def _renamed(index: Index, version: str) -> Document | None:
    return next((one for one in index.documents if one.version == version), None)


def anchor(text: str, quote: Selector) -> Span | None:
    """Where the quote stands in a text that may have changed; None unless that is sure.

    Sure is the one place with the very same words where enough of what stood next to them stands
    still, and clearly more than at any other place.
    """
    places = sorted(_places(text, quote), reverse=True)
    if not places:
        return None
    most, start = places[0]
    whole = len(quote.prefix) + len(quote.suffix)
    others = places[1][0] if len(places) > 1 else most - _CLEAR
    clear = most > others if most == whole else most - others >= _CLEAR
    sure = most >= min(_ENOUGH, whole) and clear
    return Span(start, start + len(quote.exact)) if sure else None


def _places(text: str, quote: Selector) -> Iterator[tuple[int, int]]:
    """Of each place with the quote's words: how much next to it agrees, and where it is."""
    start = text.find(quote.exact) if quote.exact else -1
    while start >= 0:
        end = start + len(quote.exact)
        before = _shared(text[max(0, start - len(quote.prefix)) : start][::-1], quote.prefix[::-1])
        after = _shared(text[end : end + len(quote.suffix)], quote.suffix)
        yield before + after, start
        start = text.find(quote.exact, start + 1)


def _shared(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _held(document: Document, state: PinnedState, quote: Selector | None) -> Pinned:
    span = anchor(document.text, quote) if quote else None
    if span is None:
        return Pinned(document, state)
    holding = (one for one in document.sentences if one.span.holds(span))
    sentence = next(holding, None)
    return Pinned(document, state, span if sentence else None, sentence)
