"""Lines to running text: hyphens that only end a line go, those of compounds stay."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+(?:[-‐’']\w+)*")
_BROKEN = re.compile(r"((?:\w+[-‐’'])*\w+)([-‐\u00ad]+)$")
_BEGUN = re.compile(r"\w+(?:[-‐]\w+)*")

_HYPHENS = ("-", "‐", "\u00ad")
_LONGEST = 80
"""Characters of a word that is broken at most."""

_WITHIN = frozenset("à en de du des la le les et sur sous t ci là au aux y".split())
"""What stands between hyphens, in compounds such as "c'est-à-dire"."""
_AFTER = frozenset("je tu il ils nous vous moi toi lui même mêmes ci là t-il t-elle t-on".split())
"""What follows a hyphen of grammar, as in "dit-il"."""


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """The words of a document, compounds as wholes."""
    return frozenset(word.casefold() for line in lines for word in _WORD.findall(line))


def joined(lines: Iterable[str], words: frozenset[str]) -> str:
    """The lines as one; `words` are those that the document is known to use."""
    whole: list[str] = []
    for line in map(str.strip, lines):
        if whole:
            whole[-1:] = _seam(whole[-1], line, words)
        whole.append(line)
    return "".join(whole)


def ends_within_a_word(line: str) -> bool:
    return line.endswith(_HYPHENS) and bool(_BROKEN.search(line[-_LONGEST:]))


def _seam(above: str, below: str, words: frozenset[str]) -> tuple[str, str]:
    """The end of a line as it stands before the next one, and what stands between."""
    if not above.endswith(_HYPHENS):
        return above, " "
    left, right = _BROKEN.search(above[-_LONGEST:]), _BEGUN.match(below)
    if not left or not right:
        return above, " "
    keeps = "\u00ad" not in left[2] and _is_compound(left[1], right[0], words)
    return (above if keeps else above[: -len(left[2])]), ""


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
