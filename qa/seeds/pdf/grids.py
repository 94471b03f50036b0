"""Tables of a page: rows of cells that stand below each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from qa.seeds.pdf.cells import Cells, cells_of, columns_of
from qa.seeds.pdf.prose import LEAST, SHORT, is_number
from qa.seeds.pdf.rows import Line, Row, merged

_APART = 2.75
"""Sizes between base lines beyond which rows are not of one table."""
_NUMBERS = 0.3
"""The part of cells with numbers in a table that stands between columns of prose."""
_CLOSE = 1.3
"""Sizes within which a row of one part goes on with the row above."""


@dataclass(frozen=True)
class Grid:
    """A table: the lines of each cell of each row; a cell may be empty."""

    rows: tuple[tuple[tuple[Line, ...], ...], ...]


def grids(rows: list[Row]) -> Iterator[tuple[int, int, Grid]]:
    """The tables among the rows, each with its first and last row as a half-open range."""
    for first, last in _runs(rows):
        found = _grid(rows[first:last])
        if found is not None:
            yield first, last, found
        else:
            yield from _between_prose(rows, first, last)


def _between_prose(rows: list[Row], first: int, last: int) -> Iterator[tuple[int, int, Grid]]:
    """Tables of short cells, set off by space from columns of prose above or below."""
    for start, end in _spaced(rows, first, last):
        parts = [part for row in rows[start:end] for part in row]
        short = sum(len(part.words) for part in parts) <= SHORT * len(parts)
        numbers = sum(map(is_number, parts)) > _NUMBERS * len(parts)
        found = _grid(rows[start:end]) if short and numbers else None
        if found is not None:
            yield start, end, found


def _spaced(rows: list[Row], first: int, last: int) -> Iterator[tuple[int, int]]:
    bases = [merged(row).base for row in rows[first:last]]
    gaps = [above - below for above, below in pairwise(bases)]
    wide = [first + rank for rank, gap in enumerate(gaps, 1) if gap > 1.25 * median(gaps)]
    for start, end in pairwise([first, *wide, last]):
        yield from _trimmed(rows, start, end)


def _runs(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """Where rows of several parts follow each other, with single cells between them."""
    first = 0
    for last in range(1, len(rows) + 1):
        if last == len(rows) or not _goes_on(rows, first, last):
            yield from _trimmed(rows, first, last)
            first = last


def _goes_on(rows: list[Row], first: int, last: int) -> bool:
    near = _gap(rows, last) <= _APART
    return near and (len(rows[last]) > 1 or _is_cell(rows, first, last))


def _gap(rows: list[Row], rank: int) -> float:
    """From the row above, in sizes."""
    above, below = merged(rows[rank - 1]), merged(rows[rank])
    return (above.base - below.base) / max(above.size, below.size)


def _is_cell(rows: list[Row], first: int, last: int) -> bool:
    """Whether a row of one part is no wider than a cell of the last row of several."""
    above = next((row for row in reversed(rows[first:last]) if len(row) > 1), None)
    if above is None:
        return False
    one = rows[last][0]
    return any(
        one.left >= cell.left - one.size
        and one.right <= (right.left if right else cell.right + 4 * one.size)
        for cell, right in zip(above, [*above[1:], None], strict=True)
    )


def _trimmed(rows: list[Row], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Without the single parts at its start, and those at its end that stand off."""
    while first < last and len(rows[first]) == 1:
        first += 1
    while first < last - 1 and len(rows[last - 1]) == 1 and _gap(rows, last - 1) > _CLOSE:
        last -= 1
    if sum(len(row) > 1 for row in rows[first:last]) >= LEAST:
        yield first, last


def _grid(rows: list[Row]) -> Grid | None:
    columns = columns_of(rows)
    if not columns:
        return None
    joined = list(_continued([cells_of(row, columns) for row in rows]))
    whole = sum(sum(map(bool, row)) > 1 for row in joined) >= LEAST
    return Grid(tuple(tuple(map(tuple, row)) for row in joined)) if whole else None


def _continued(cells: list[Cells]) -> Iterator[Cells]:
    """Rows whose cells go on in the next one are joined."""
    gaps = [_base(above) - _base(below) for above, below in pairwise(cells)]
    usual = median(gaps)
    row = cells[0]
    for below, gap in zip(cells[1:], gaps, strict=True):
        lacking = not all(below)
        if lacking and any(below[1:]) and (not below[0] or gap < 0.85 * usual):
            row = [[*one, *other] for one, other in zip(row, below, strict=True)]
        else:
            yield row
            row = below
    yield row


def _base(row: Cells) -> float:
    return max(part.base for cell in row for part in cell)
