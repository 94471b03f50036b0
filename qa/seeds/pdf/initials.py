"""Large initials: a letter over several lines, with which the first of them begins."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from qa.seeds.pdf.glyphs import Word

_SMALLER = 0.6
"""The part of an initial's size that the letters beside it have at most."""
_MOST = 20
"""Initials of a page that are looked at."""


def with_initials(words: list[Word]) -> list[Word]:
    """The same words, where large initials are of the words that they begin."""
    if not words:
        return words
    usual = median(word.size for word in words)
    large = [word for word in words if usual < _SMALLER * word.size]
    for initial in [word for word in large if _may_be_initial(word)][:_MOST]:
        beside = [word for word in words if _is_beside(initial, word)]
        if len({word.base for word in beside}) > 1:
            first = max(beside, key=lambda word: word.base)
            whole = replace(first, text=initial.text + first.text, left=initial.left)
            words = [whole if one is first else one for one in words if one is not initial]
    return words


def _may_be_initial(word: Word) -> bool:
    return len(word.text) <= 2 and word.text[0].isupper() and not word.text[1:].isalnum()


def _is_beside(initial: Word, word: Word) -> bool:
    near = -0.3 * word.size < word.left - initial.right < 1.5 * word.size
    above = word.base - initial.base
    return word.size < _SMALLER * initial.size and near and -1 < above < 0.9 * initial.size
