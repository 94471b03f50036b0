"""The words of a PDF page: where they stand, how large and how heavy they are."""

from __future__ import annotations

import ctypes
import itertools
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

_BLANK = frozenset(map(ord, " \t\n\r\f\v\u0085\u2028\u2029"))
_MARKED_HYPHENS = {2: "-", 0xFFFE: "-"}
"""What the library puts for a hyphen at the end of a line."""
_BULLETS = {0xF0A7: "•", 0xF0B7: "•", 0xF0A8: "•", 0xF0D8: "•", 0xF076: "•", 0xF0FC: "•"}
"""Those of the fonts Symbol and Wingdings."""
_LIGATURES = dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), 0xFB00))
_SHOWN = _MARKED_HYPHENS | _BULLETS | _LIGATURES | {0: "\ufffd"}

_HEAVY = ("bold", "black", "heavy", "demi")
_HEAVY_WEIGHT = 600
_FAR = 1e5
_ASKEW = math.radians(10)

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
class _Style:
    """How characters are set; `turn` is their direction in quarters, None when it is askew."""

    turn: int | None = 0
    size: float = 0.5
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters that follow each other without a blank."""

    first: int
    last: int
    style: _Style


_Styles = dict[int | None, _Style]
"""That of each text object."""


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
    styles: _Styles = {}
    runs = list(_runs(text, codes, styles))
    turn = _main_turn(runs)
    if turn is None:
        return []
    boxes = _upright(_boxes(text, count), turn)
    cuts = _cuts(boxes)
    parts = [part for run in runs if run.style.turn == turn for part in _parted(run, cuts)]
    restyled = [replace(part, style=_style(text, part.first, styles)) for part in parts]
    return [_word(text, codes, boxes, part) for part in restyled]


def _runs(text: Any, codes: list[int], styles: _Styles) -> Iterator[_Run]:
    blank = [index for index, code in enumerate(codes) if code in _BLANK]
    for before, after in itertools.pairwise([-1, *blank, len(codes)]):
        if after > before + 1:
            yield _Run(before + 1, after, _style(text, before + 1, styles))


def _style(text: Any, index: int, styles: _Styles) -> _Style:
    """Asked once for each text object: it is the same for all of its characters."""
    one = raw.FPDFText_GetTextObject(text, index)
    key = ctypes.cast(one, ctypes.c_void_p).value
    if key not in styles:
        matrix = raw.FS_MATRIX(1, 0, 0, 1, 0, 0)
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = _size(raw.FPDFText_GetFontSize(text, index), matrix)
        styles[key] = _Style(_turn(matrix), size, _is_bold(text, index))
    return styles[key]


def _turn(matrix: Any) -> int | None:
    angle = math.atan2(matrix.b, matrix.a)
    if math.isnan(angle):
        return None
    quarters = round(angle / (math.pi / 2))
    straight = abs(angle - quarters * math.pi / 2) <= _ASKEW
    return quarters % 4 if straight else None


def _size(size: float, matrix: Any) -> float:
    """In points on the page: many writers set all text at size 1, and scale it."""
    width = math.hypot(matrix.a, matrix.b)
    area = abs(matrix.a * matrix.d - matrix.b * matrix.c)
    scaled = abs(size) * area / width if width else 0.0
    return round(min(max(scaled, 0.5), 1000.0), 1) if math.isfinite(scaled) else 0.5


def _is_bold(text: Any, index: int) -> bool:
    name, weight = ctypes.create_string_buffer(64), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, len(name), weight)
    named = name.value.decode("latin-1").lower()
    heavy = raw.FPDFText_GetFontWeight(text, index) >= _HEAVY_WEIGHT
    return heavy or any(word in named for word in _HEAVY)


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


def _parted(run: _Run, cuts: list[int]) -> Iterator[_Run]:
    inner = cuts[bisect_right(cuts, run.first) : bisect_left(cuts, run.last)]
    for first, last in itertools.pairwise([run.first, *inner, run.last]):
        yield _Run(first, last, run.style)


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
