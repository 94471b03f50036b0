"""Tables of a page: rows of cells that stand below each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from qa.seeds.marks import LEADER
from qa.seeds.rows import Line, Row, merged

_LEAST = 3
"""Rows of a table at least."""
_APART = 2.75
"""Sizes between base lines beyond which rows are not of one table."""
_CLOSE = 1.3
"""Sizes within which a row of one part goes on with the row above."""
_SHORT = 3
"""Words of a cell on average, other than of prose."""
_HEADINGS = 0.25
"""The part of rows in which something may span columns."""
_FULL = 0.8
"""The part of a column that a full line of prose covers at least."""
_FLOWING = 0.4
"""The part of a column's lines that go on in lower case, from which it is prose."""

Interval = tuple[float, float]


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
        short = sum(len(part.words) for part in parts) <= _SHORT * len(parts)
        found = _grid(rows[start:end]) if short and (start, end) != (first, last) else None
        if found is not None:
            yield start, end, found


def _spaced(rows: list[Row], first: int, last: int) -> Iterator[tuple[int, int]]:
    bases = [merged(row).base for row in rows[first:last]]
    gaps = [above - below for above, below in pairwise(bases)]
    wide = [first + rank for rank, gap in enumerate(gaps, 1) if gap > 1.25 * median(gaps)]
    for start, end in pairwise([first, *wide, last]):
        yield from _trimmed(rows, start, end)


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
    if sum(len(row) > 1 for row in rows[first:last]) >= _LEAST:
        yield first, last


def _grid(rows: list[Row]) -> Grid | None:
    columns = _columns(rows)
    if len(columns) < 2 or _spanning(rows, columns) > _HEADINGS * len(rows):
        return None
    if _leads(rows):
        return None
    cells = [_cells(row, columns) for row in rows]
    full = [row for row in cells if all(row)]
    if any(_flows([row[rank] for row in full], one) for rank, one in enumerate(columns)):
        return None
    joined = list(_continued(cells))
    whole = sum(sum(map(bool, row)) > 1 for row in joined) >= _LEAST
    return Grid(tuple(tuple(map(tuple, row)) for row in joined)) if whole else None


def _leads(rows: list[Row]) -> bool:
    """Whether dots lead to page numbers: an index in columns."""
    led = sum(any(LEADER.search(part.text) for part in row) for row in rows)
    return led > _HEADINGS * len(rows)


def _spanning(rows: list[Row], columns: list[Interval]) -> int:
    """How many parts stand over several columns."""
    parts = [part for row in rows for part in row]
    return sum(sum(_overlap(part, one) > part.size for one in columns) > 1 for part in parts)


def _columns(rows: list[Row]) -> list[Interval]:
    """Where the cells stand; of rows with the most parts, as headings may span several."""
    most = max(map(len, rows))
    full = [row for row in rows if len(row) == most]
    return covered_by(part for row in full for part in row)


def _cells(row: Row, columns: list[Interval]) -> list[list[Line]]:
    cells: list[list[Line]] = [[] for _ in columns]
    for part in row:
        middle = (part.left + part.right) / 2
        rank = max(
            range(len(columns)),
            key=lambda one: (_overlap(part, columns[one]), -abs(middle - sum(columns[one]) / 2)),
        )
        cells[rank].append(part)
    return cells


def _overlap(part: Line, column: Interval) -> float:
    return max(0.0, min(part.right, column[1]) - max(part.left, column[0]))


def _continued(cells: list[list[list[Line]]]) -> Iterator[list[list[Line]]]:
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


def _base(row: list[list[Line]]) -> float:
    return max(part.base for cell in row for part in cell)


def _flows(cells: list[list[Line]], column: Interval) -> bool:
    """Whether a column is prose: full lines, that the next line goes on in lower case."""
    lines = [cell[-1] for cell in cells]
    if sum(len(line.words) for line in lines) < _SHORT * len(lines) or len(lines) < _LEAST:
        return False
    near = column[0] + _FULL * (column[1] - column[0])
    on = sum(above.right > near and below.text[0].islower() for above, below in pairwise(lines))
    return on > _FLOWING * (len(lines) - 1)
