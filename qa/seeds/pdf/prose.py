"""Whether lines that stand beside others are prose in columns, or cells of a table."""

from __future__ import annotations

from itertools import pairwise

from qa.seeds.pdf.rows import Line, Row

SHORT = 3
"""Words of a cell on average, other than of prose."""
LEAST = 3
"""Rows of a table at least."""
_LABEL = 2
"""Words of a label at most, if most are in lower case."""
_FULL = 0.8
"""The part of a column that a full line of prose covers at least."""
_FLOWING = 0.4
"""The part of a column's lines that go on in lower case, from which it is prose."""
_EVEN = 0.6
"""The part of lines that end at the same place, from which they are justified."""


def flows(cells: list[list[Line]], column: tuple[float, float]) -> bool:
    """Whether a column is prose: full lines, that the next line goes on in lower case."""
    lines = [cell[-1] for cell in cells]
    if sum(len(line.words) for line in lines) < SHORT * len(lines) or len(lines) < LEAST:
        return False
    near = column[0] + _FULL * (column[1] - column[0])
    on = sum(above.right > near and below.text[0].islower() for above, below in pairwise(lines))
    return on > _FLOWING * (len(lines) - 1)


def begins_in_lower_case(lines: list[Line]) -> bool:
    """Whether the first column is prose, whose lines begin in lower case; labels hardly do."""
    lower = sum(line.text[0].islower() for line in lines)
    words = sum(len(line.words) for line in lines)
    return words >= _LABEL * len(lines) and lower > _FLOWING * len(lines)


def is_wordy(cells: list[list[Line]]) -> bool:
    """Whether a column has more words in a line than most cells; in a table, some have not."""
    lines = [line for cell in cells for line in cell]
    return sum(len(line.words) for line in lines) >= SHORT * len(lines)


def is_justified(rows: list[Row]) -> bool:
    """Whether the rows are lines of prose that are stretched to fill a narrow column."""
    ends = [row[-1] for row in rows]
    even = sum(abs(end.right - max(one.right for one in ends)) < 1 for end in ends)
    lower = sum(row[0].text[0].islower() for row in rows)
    words = sum(not is_number(end) for end in ends)
    return min(even, words) > _EVEN * len(rows) and lower > _FLOWING * len(rows)


def is_number(part: Line) -> bool:
    return any(map(str.isdigit, part.text))
