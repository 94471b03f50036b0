"""The space between columns: what no line covers."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from itertools import groupby, pairwise
from statistics import median

from qa.seeds.pdf.rows import Line, Row

GUTTER = 0.8
"""Sizes between columns at least."""

Interval = tuple[float, float]


def covered_by(parts: Iterable[Line], covered: Iterable[Interval] = ()) -> list[Interval]:
    """What lines cover of the width, with what is covered already, from left to right."""
    return _joined([*covered, *((part.left, part.right) for part in parts)])


def _joined(spans: list[Interval]) -> list[Interval]:
    covered: list[Interval] = []
    for left, right in sorted(spans):
        if covered and left <= covered[-1][1]:
            covered[-1] = covered[-1][0], max(right, covered[-1][1])
        else:
            covered.append((left, right))
    return covered


def gutters_of(rows: list[Row]) -> list[Interval]:
    lines = [part for row in rows for part in row]
    return apart(covered_by(lines), median(line.size for line in lines)) if lines else []


def apart(covered: list[Interval], size: float) -> list[Interval]:
    gaps = [(left[1], right[0]) for left, right in pairwise(covered)]
    return [gap for gap in gaps if gap[1] - gap[0] >= GUTTER * size]


def down(rows: list[Row], gutters: list[Interval]) -> list[list[Row]]:
    """The rows of each column."""
    columns: list[list[Row]] = [[] for _ in range(len(gutters) + 1)]
    middles = [(left + right) / 2 for left, right in gutters]
    for row in rows:
        for rank, parts in groupby(row, lambda part: bisect(middles, (part.left + part.right) / 2)):
            columns[rank].append(tuple(parts))
    return columns
