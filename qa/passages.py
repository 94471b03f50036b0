"""Passages: overlapping windows of whole sentences, of a size that a reader takes in at once."""

from __future__ import annotations

from qa.types import Document, Passage

BUDGET = 130
"""Words of a passage: five or six sentences, as the shipped reader has learned to read."""


def passages(document: Document, budget: int = BUDGET) -> list[Passage]:
    """Windows that together hold every sentence; each begins about half a window after the last.

    A window ends before a heading, so that the heading travels with what follows it; a sentence
    longer than the budget is a passage of its own, but for its headings. Headings that follow one
    another and fill the budget are windows too.
    """
    lengths = [len(document.words(one.span).split()) for one in document.sentences]
    windows: list[Passage] = []
    first = last = 0
    while last < len(lengths):
        last = _end(document, lengths, first, budget)
        windows.append(Passage(document, first, last))
        first = _next(document, lengths, windows[-1], budget)
    return windows


def _next(document: Document, lengths: list[int], window: Passage, budget: int) -> int:
    """Where the next window begins: in the middle of this one, if it then holds anything new."""
    first, last = window.first, window.last
    if last == len(lengths) or _opens(document, last):
        return last
    middles = range(first + (last - first + 1) // 2, last)
    return next((one for one in middles if _end(document, lengths, one, budget) > last), last)


def _end(document: Document, lengths: list[int], first: int, budget: int) -> int:
    last = _least(document, lengths, first, budget)
    words = sum(lengths[first:last])
    while last < len(lengths) and words + lengths[last] <= budget and not _opens(document, last):
        words += lengths[last]
        last += 1
    return last


def _least(document: Document, lengths: list[int], first: int, budget: int) -> int:
    """The end of the shortest window from here: headings, and the sentence that follows them."""
    sentences, words, last = document.sentences, lengths[first], first + 1
    while last < len(sentences) and sentences[last - 1].kind == "heading":
        words += lengths[last]
        if sentences[last].kind == "heading" and words > budget:
            break
        last += 1
    return last


def _opens(document: Document, index: int) -> bool:
    """Whether a heading stands here that does not just follow another."""
    sentences = document.sentences
    return sentences[index].kind == "heading" and sentences[index - 1].kind != "heading"
