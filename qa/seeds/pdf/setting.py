"""Lines to paragraphs: where one ends, told by its spacing, indents, and the ends of its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from qa.seeds.pdf.hyphens import ends_within_a_word
from qa.seeds.pdf.marks import are_alike, ends_part, ends_sentence, has_bullet, is_item, is_led
from qa.seeds.pdf.rows import Line

LARGE = 1.1
"""Times the size of the text from which letters are those of a heading."""
SAME = 0.08
_SPACED = 1.3
_FAR = 1.8
"""Times the leading from which a paragraph ends: often, and even within a sentence."""
_INDENT = 0.8
_SLACK = 0.08
"""The part of a column's width by which its full lines differ."""


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
    slack = _SLACK * (end - min(line.left for line in lines))
    block = [lines[0]]
    for line in lines[1:]:
        if _begins(block, line, end - slack, usual):
            yield tuple(block)
            block = []
        block.append(line)
    yield tuple(block)


def goes_on(above: str, below: str) -> bool:
    """Whether words tell that the second goes on with what the first began."""
    return not ends_sentence(above) and (below[:1].islower() or ends_within_a_word(above))


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
    if _marks(block, line, full) or above.bold != line.bold or is_led(above.text):
        return True
    if full and goes_on(above.text, line.text):
        return False
    return gap > _SPACED or _is_indented(block, line) or _is_left(above, line, full)


def _marks(block: list[Line], line: Line, full: bool) -> bool:
    """Whether a line opens an item of a list; a dash or number may also stand within a sentence."""
    text = line.text
    if has_bullet(text):
        return True
    inner = full and not ends_part(block[-1].text)
    return is_item(text) and (not inner or are_alike(block[0].text, text))


def _is_indented(block: list[Line], line: Line) -> bool:
    """Whether the left edge moves, other than after a first line that is set in or out."""
    above = block[-1]
    step = (line.left - above.left) / line.size
    if abs(line.left + line.right - above.left - above.right) < line.size:
        return False  # both are centred
    if len(block) == 1:
        hangs = is_item(block[0].text)
        return step > _INDENT and not hangs
    return abs(step) > _INDENT


def _is_left(above: Line, line: Line, full: bool) -> bool:
    """Whether the line above was left before its end."""
    if full or ends_within_a_word(above.text):
        return False
    return not line.text[0].islower() or ends_part(above.text)
