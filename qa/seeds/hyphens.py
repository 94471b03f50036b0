"""Lines to running text: hyphens that only end a line go, those of compounds stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce

_WORD = re.compile(r"\w+(?:[-‐’']\w+)*")
_BROKEN = re.compile(r"((?:\w+[-‐’'])*\w+)([-‐\u00ad]+)$")
_BEGUN = re.compile(r"\w+(?:[-‐]\w+)*")

_WITHIN = frozenset("à en de du des la le les et sur sous t ci là au aux y".split())
"""What stands between hyphens, in compounds such as "c'est-à-dire"."""
_AFTER = frozenset("je tu il ils nous vous moi toi lui même mêmes ci là t-il t-elle t-on".split())
"""What follows a hyphen of grammar, as in "dit-il"."""


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """The words of a document, compounds as wholes."""
    return frozenset(word.casefold() for line in lines for word in _WORD.findall(line))


def joined(lines: Iterable[str], words: frozenset[str]) -> str:
    """The lines as one; `words` are those that the document is known to use."""
    return reduce(lambda above, below: _join(above, below, words), lines)


def ends_within_a_word(line: str) -> bool:
    return bool(_BROKEN.search(line))


def _join(above: str, below: str, words: frozenset[str]) -> str:
    above, below = above.rstrip(), below.lstrip()
    left, right = _BROKEN.search(above), _BEGUN.match(below)
    if not left or not right:
        return f"{above} {below}"
    keeps = "\u00ad" not in left[2] and _is_compound(left[1], right[0], words)
    return (above if keeps else above[: left.start(2)]) + below


def _is_compound(left: str, right: str, words: frozenset[str]) -> bool:
    # What an apostrophe ties to the word is not of the word: "l'inter-" is "inter-".
    bare = re.split("[’']", left)[-1]
    whole, hyphened = f"{bare}{right}".casefold(), f"{bare}-{right}".casefold()
    if (whole in words) != (hyphened in words):
        return hyphened in words
    within = re.split("[-‐]", left)
    if not right[0].islower() or left[-1].isdigit():
        return True
    return right in _AFTER or (len(within) > 1 and within[-1] in _WITHIN)
