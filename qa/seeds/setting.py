"""Lines to paragraphs: where one ends, told by its spacing, indents, and the ends of its lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from qa.seeds.hyphens import ends_within_a_word
from qa.seeds.rows import Line

LARGE = 1.1
"""Times the size of the text from which letters are those of a heading."""
SAME = 0.08
_SPACED = 1.3
_FAR = 1.8
"""Times the leading from which a paragraph ends: often, and even within a sentence."""
_INDENT = 0.8

_BULLET = re.compile(r"[•▪‣◦●○■□►▶✓·]\s*\S|[*–—-]\s+\S")
_SURE_BULLET = "•▪‣◦●○■□►▶✓"
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]\s+\S")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d*\s*$|…{2,}| … \d+$")
_CLOSED = "[\\s»”\"')\\]⁰¹²³⁴⁵⁶⁷⁸⁹]*$"
_ENDED = re.compile(rf"[.!?…:;]{_CLOSED}")
_SENTENCE = re.compile(rf"[.!?…]{_CLOSED}")


@dataclass(frozen=True)
class Measures:
    """What is usual in a document: the size of its text, its weight, and its leading in sizes."""

    size: float
    bold: bool
    leading: float


def measures(columns: Iterable[tuple[Line, ...]]) -> Measures:
    weights: Counter[tuple[float, bool]] = Counter()
    gaps = []
    for lines in columns:
        for line in lines:
            weights[line.size, line.bold] += len(line.text)
        pairs = [(above, below) for above, below in pairwise(lines) if above.size == below.size]
        gaps += [(above.base - below.base) / above.size for above, below in pairs]
    (size, bold), _ = weights.most_common(1)[0]
    usual = median([gap for gap in gaps if 0.8 < gap < 3] or [1.2])
    return Measures(size, bold, usual)


def paragraphs(lines: tuple[Line, ...], usual: Measures) -> Iterator[tuple[Line, ...]]:
    """The lines of each paragraph, heading or list item of a column."""
    if not lines:
        return
    end = max(line.right for line in lines)
    block = [lines[0]]
    for line in lines[1:]:
        if _begins(block, line, end, usual):
            yield tuple(block)
            block = []
        block.append(line)
    yield tuple(block)


def is_item(text: str) -> bool:
    return bool(_BULLET.match(text) or _NUMBER.match(text) or _LEADER.search(text))


def ends(text: str) -> bool:
    """Whether a sentence ends here."""
    return bool(_SENTENCE.search(text))


def goes_on(above: str, below: str) -> bool:
    """Whether words tell that the second goes on with what the first began."""
    return not ends(above) and (below[:1].islower() or ends_within_a_word(above))


def is_full(line: Line, below: Line, end: float) -> bool:
    """Whether the next word did not fit, so that the line's end means nothing."""
    return end - line.right < below.words[0].right - below.words[0].left + 0.3 * line.size


def _begins(block: list[Line], line: Line, end: float, usual: Measures) -> bool:
    """Whether a line begins another block than the one above."""
    above = block[-1]
    gap = (above.base - line.base) / (usual.leading * above.size)
    if abs(line.size / above.size - 1) > SAME or gap > _FAR or gap < 0:
        return True
    if above.size > LARGE * usual.size:
        return gap > _SPACED
    full = is_full(above, line, end)
    if _marks(block, line, full) or above.bold != line.bold or _LEADER.search(above.text):
        return True
    if full and goes_on(above.text, line.text):
        return False
    return gap > _SPACED or _is_indented(block, line) or _is_left(above, line, full)


def _marks(block: list[Line], line: Line, full: bool) -> bool:
    """Whether a line opens an item of a list; a dash or number may also stand within a sentence."""
    text = line.text
    if text[0] in _SURE_BULLET:
        return True
    first = block[0].text
    inner = full and not _ENDED.search(block[-1].text)
    same = first[0] == text[0] or (_NUMBER.match(first) and _NUMBER.match(text))
    return is_item(text) and (not inner or bool(same and is_item(first)))


def _is_indented(block: list[Line], line: Line) -> bool:
    """Whether the left edge moves, other than after a first line that is set in or out."""
    step = (line.left - block[-1].left) / line.size
    if len(block) == 1:
        hangs = is_item(block[0].text)
        return step > _INDENT and not hangs
    return abs(step) > _INDENT


def _is_left(above: Line, line: Line, full: bool) -> bool:
    """Whether the line above was left before its end."""
    return not full and (not line.text[0].islower() or bool(_ENDED.search(above.text)))
