"""Passages: overlapping windows of whole sentences, of a size that a reader takes in at once."""

from __future__ import annotations

from qa.types import Document, Passage

BUDGET = 90
"""Words of a passage: about 120 tokens, a reader's cheapest useful window."""


def passages(document: Document, budget: int = BUDGET) -> list[Passage]:
    """Windows that together hold every sentence; each begins about half a window after the last.

    A window ends before a heading, so that the heading travels with what follows it; a sentence
    longer than the budget is a passage of its own.
    """
    lengths = [len(document.words(one.span).split()) for one in document.sentences]
    windows: list[Passage] = []
    first = 0
    while first < len(lengths):
        last = _end(document, lengths, first, budget)
        windows.append(Passage(document, first, last))
        first = last if last - first < 2 or _closes(document, last) else _middle(first, last)
    return windows


def _end(document: Document, lengths: list[int], first: int, budget: int) -> int:
    last, words = first + 1, lengths[first]
    while last < len(lengths) and words + lengths[last] <= budget and not _opens(document, last):
        words += lengths[last]
        last += 1
    return last


def _opens(document: Document, index: int) -> bool:
    """Whether a heading stands here that does not just follow another."""
    sentences = document.sentences
    return sentences[index].kind == "heading" and sentences[index - 1].kind != "heading"


def _closes(document: Document, last: int) -> bool:
    return last == len(document.sentences) or _opens(document, last)


def _middle(first: int, last: int) -> int:
    return first + (last - first + 1) // 2
