"""The cells of rows: which columns they make, and whether these are of a table, or of prose."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from statistics import median

from qa.seeds.pdf.gutters import Interval, covered_by
from qa.seeds.pdf.marks import is_led
from qa.seeds.pdf.prose import begins_in_lower_case, flows, is_justified, is_number, is_wordy
from qa.seeds.pdf.rows import Line, Row, gap, merged

_MOST = 40
"""Columns of a table."""
_HEADINGS = 0.25
"""The part of rows in which something may span columns."""
_EQUAL = 0.03
_WIDE = 2.0
"""Sizes by which gaps are equal, and beyond which they are of cells all the same."""
_ALIGNED = 0.6
"""The part of a column's cells that share an edge or their middle at least."""

Cells = list[list[Line]]
"""The parts of a row that stand in each of the columns."""

_EDGES: tuple[Callable[[Line], float], ...] = (
    lambda part: part.left,
    lambda part: part.right,
    lambda part: (part.left + part.right) / 2,
)


def columns_of(rows: list[Row]) -> list[Interval]:
    """Where the cells of a table stand; nowhere when the rows are of none."""
    rows = [_tight(row) for row in rows]
    columns = _columns(rows)
    if not 1 < len(columns) <= _MOST:
        return []
    other = max(_spanning(rows, columns), _led(rows))
    if other > _HEADINGS * len(rows) or is_justified(rows):
        return []
    cells = [cells_of(row, columns) for row in rows]
    return [] if _are_prose(cells, columns) else columns


def _are_prose(cells: list[Cells], columns: list[Interval]) -> bool:
    full = [row for row in cells if all(row)]
    ranks = range(len(columns))
    return (
        all(is_wordy([row[rank] for row in cells]) for rank in ranks)
        or begins_in_lower_case([line for row in cells for line in row[0]])
        or any(flows([row[rank] for row in full], columns[rank]) for rank in ranks)
        or not all(_is_aligned(cells, rank) for rank in ranks)
    )


def _tight(row: Row) -> Row:
    """Without the gaps that only fill a line: they equal each other, as those of cells hardly."""
    gaps = [gap(above.words[-1], below.words[0]) for above, below in pairwise(row)]
    tight = [row[0]]
    for rank, part in enumerate(row[1:]):
        beside = [*gaps[max(rank - 1, 0) : rank], *gaps[rank + 1 : rank + 2]]
        equal = any(abs(one - gaps[rank]) < _EQUAL for one in beside)
        if equal and gaps[rank] < _WIDE and not (is_number(tight[-1]) and is_number(part)):
            tight[-1] = merged((tight[-1], part))
        else:
            tight.append(part)
    return tuple(tight)


def _columns(rows: list[Row]) -> list[Interval]:
    """Where the cells stand; of rows with the most parts, as headings may span several."""
    most = max(map(len, rows))
    full = [row for row in rows if len(row) == most]
    return covered_by(part for row in full for part in row)


def cells_of(row: Row, columns: list[Interval]) -> Cells:
    cells: Cells = [[] for _ in columns]
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


def _spanning(rows: list[Row], columns: list[Interval]) -> int:
    """How many parts stand over several columns."""
    parts = [part for row in rows for part in row]
    return sum(sum(_overlap(part, one) > part.size for one in columns) > 1 for part in parts)


def _led(rows: list[Row]) -> int:
    """In how many rows dots lead to page numbers, as in an index of several columns."""
    return sum(any(is_led(part.text) for part in row) for row in rows)


def _is_aligned(rows: list[Cells], rank: int) -> bool:
    """Whether most cells of a column share a side: gaps that only fill lines are anywhere."""
    parts = [part for row in rows if sum(map(bool, row)) > 1 for part in row[rank][:1]]
    best = max(_sharing(parts, edge) for edge in _EDGES)
    return best >= _ALIGNED * len(parts)


def _sharing(parts: list[Line], edge: Callable[[Line], float]) -> int:
    usual = median([edge(part) for part in parts] or [0.0])
    return sum(abs(edge(part) - usual) < part.size for part in parts)
