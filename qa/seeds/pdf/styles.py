"""How the characters of a PDF are set: their direction, size and weight."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

_HEAVY = ("bold", "black", "heavy", "demi")
_HEAVY_WEIGHT = 600
_ASKEW = math.radians(10)


@dataclass(frozen=True, slots=True)
class Style:
    """How characters are set; `turn` is their direction in quarters, None when it is askew."""

    turn: int | None = 0
    size: float = 0.5
    bold: bool = False


Styles = dict[int | None, Style]
"""That of each text object."""


def style_of(text: Any, index: int, styles: Styles) -> Style:
    """Asked once for each text object: it is the same for all of its characters."""
    one = raw.FPDFText_GetTextObject(text, index)
    key = ctypes.cast(one, ctypes.c_void_p).value
    if key not in styles:
        matrix = raw.FS_MATRIX(1, 0, 0, 1, 0, 0)
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = _size(raw.FPDFText_GetFontSize(text, index), matrix)
        styles[key] = Style(_turn(matrix), size, _is_bold(text, index))
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
