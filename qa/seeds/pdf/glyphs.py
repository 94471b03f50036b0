"""The words of a PDF page: where they stand, how large and how heavy they are."""

from __future__ import annotations

import ctypes
import itertools
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from qa.seeds.pdf.styles import Style, Styles, style_of

_BLANK = frozenset(map(ord, " \t\n\r\f\v\u0085\u2028\u2029"))
_MARKED_HYPHENS = {2: "-", 0xFFFE: "-"}
"""What the library puts for a hyphen at the end of a line."""
_BULLETS = {0xF0A7: "•", 0xF0B7: "•", 0xF0A8: "•", 0xF0D8: "•", 0xF076: "•", 0xF0FC: "•"}
"""Those of the fonts Symbol and Wingdings."""
_LIGATURES = dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), 0xFB00))
_SHOWN = _MARKED_HYPHENS | _BULLETS | _LIGATURES | {0: "\ufffd"}

_FAR = 1e5

_Boxes = np.ndarray[Any, np.dtype[np.float32]]
"""A row of left, top, right, bottom for each character."""


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two spaces, in points; `base` is its base line, upwards from below."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters that follow each other without a blank."""

    first: int
    last: int
    style: Style


def words_of(page: pdfium.PdfPage) -> list[Word]:
    """The upright words of a page; what is written in another direction than most is left out."""
    textpage = page.get_textpage()
    try:
        return _words(textpage.raw, textpage.count_chars())
    finally:
        textpage.close()


def _words(text: Any, count: int) -> list[Word]:
    get = raw.FPDFText_GetUnicode
    codes = [get(text, index) for index in range(count)]
    styles: Styles = {}
    runs = list(_runs(text, codes, styles))
    turn = _main_turn(runs)
    if turn is None:
        return []
    boxes = _upright(_boxes(text, count), turn)
    cuts = _cuts(boxes)
    parts = [
        part for run in runs if run.style.turn == turn for part in _parted(text, run, cuts, styles)
    ]
    return [_word(text, codes, boxes, part) for part in parts]


def _runs(text: Any, codes: list[int], styles: Styles) -> Iterator[_Run]:
    blank = [index for index, code in enumerate(codes) if code in _BLANK]
    for before, after in itertools.pairwise([-1, *blank, len(codes)]):
        if after > before + 1:
            yield _Run(before + 1, after, style_of(text, before + 1, styles))


def _main_turn(runs: list[_Run]) -> int | None:
    lengths: Counter[int] = Counter()
    for run in runs:
        if run.style.turn is not None:
            lengths[run.style.turn] += run.last - run.first
    return lengths.most_common(1)[0][0] if lengths else None


def _boxes(text: Any, count: int) -> _Boxes:
    array = (raw.FS_RECTF * count)()
    get = raw.FPDFText_GetLooseCharBox
    for index, box in enumerate(array):
        get(text, index, box)
    boxes = np.frombuffer(array, dtype=np.float32).reshape(count, 4)
    return np.clip(np.nan_to_num(boxes, posinf=0, neginf=0), -_FAR, _FAR)


def _upright(boxes: _Boxes, turn: int) -> _Boxes:
    left, top, right, bottom = boxes.T
    turned = {
        0: (left, top, right, bottom),
        1: (bottom, -left, top, -right),
        2: (-right, -bottom, -left, -top),
        3: (-top, right, -bottom, left),
    }
    return np.stack(turned[turn], axis=1)


def _cuts(boxes: _Boxes) -> list[int]:
    """Where the text leaves its line, or changes its height, without a blank."""
    left, top, right, bottom = boxes.T
    height = np.maximum(top - bottom, 0.1)
    gaps = left[1:] - right[:-1]
    moved = np.abs(bottom[1:] - bottom[:-1]) > 0.15 * height[:-1]
    sized = np.abs(height[1:] / height[:-1] - 1) > 0.15
    away = (gaps > height[:-1]) | (gaps < -height[:-1])
    return [*map(int, np.flatnonzero(moved | sized | away) + 1)]


def _parted(text: Any, run: _Run, cuts: list[int], styles: Styles) -> Iterator[_Run]:
    inner = cuts[bisect_right(cuts, run.first) : bisect_left(cuts, run.last)]
    if not inner:
        yield run
        return
    for first, last in itertools.pairwise([run.first, *inner, run.last]):
        yield _Run(first, last, style_of(text, first, styles))


def _word(text: Any, codes: list[int], boxes: _Boxes, run: _Run) -> Word:
    style = run.style
    return Word(
        text="".join(map(_shown, codes[run.first : run.last])),
        left=float(boxes[run.first, 0]),
        right=float(boxes[run.last - 1, 2]),
        base=_base(text, run.first, style.turn or 0),
        size=style.size,
        bold=style.bold,
    )


@cache
def _shown(code: int) -> str:
    scalar = code < 0xD800 or 0xDFFF < code <= 0x10FFFF
    return _SHOWN.get(code) or (chr(code) if scalar else "\ufffd")


def _base(text: Any, index: int, turn: int) -> float:
    across, up = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, index, across, up)
    base = (up.value, -across.value, -up.value, across.value)[turn]
    return max(-_FAR, min(base, _FAR)) if math.isfinite(base) else 0.0
