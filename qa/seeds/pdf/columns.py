"""The order in which a page is read: across what spans it, down the columns between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qa.seeds.pdf.grids import Grid, grids
from qa.seeds.pdf.gutters import GUTTER, Interval, apart, covered_by, down, gutters_of
from qa.seeds.pdf.rows import Line, Row, merged

_LEAST = 3
_MANY = 8
"""Lines of a column at least: of several words, and of any."""
_WORDS = 3
_WIDE = 3
_SPACE = 1.5
"""Times the leading from which a last line may no longer be of its column."""
_LARGER = 1.1
_LONGEST = 400
_MOST = 20
"""Rows of a band, and what stands beside each other in it, at most."""
_DEEPEST = 3


@dataclass(frozen=True)
class Column:
    """Lines that follow each other."""

    lines: tuple[Line, ...]


Part = Column | Grid


def ordered(rows: list[Row], depth: int = 0) -> Iterator[Part]:
    """The columns and tables of a page, in reading order."""
    done = 0
    for first, last, grid in grids(rows):
        yield from _between(rows[done:first], depth)
        yield grid
        done = last
    yield from _between(rows[done:], depth)


def _between(rows: list[Row], depth: int) -> Iterator[Part]:
    """What stands between two tables."""
    done = 0
    bands = _bands(rows) if depth < _DEEPEST else iter(())
    for first, last, gutters in bands:
        yield from _across(rows[done:first])
        for column in down(rows[first:last], gutters):
            yield from ordered(column, depth + 1)
        done = last
    yield from _across(rows[done:])


def _across(rows: list[Row]) -> Iterator[Part]:
    if rows:
        yield Column(tuple(map(merged, rows)))


def _bands(rows: list[Row]) -> Iterator[tuple[int, int, list[Interval]]]:
    """Where rows stand in columns: half-open ranges, and the gutters between the columns."""
    first = done = 0
    while first < len(rows):
        last = _band_end(rows, first) if _starts(rows, first) else first
        gutters = gutters_of(rows[first:last])
        if gutters and _are_columns(rows[first:last], gutters):
            yield _raised(rows, done, first, gutters), last, gutters
            first = done = last
        else:
            first += 1


def _starts(rows: list[Row], first: int) -> bool:
    """Whether text stands beside text: on one base line, or nearly."""
    if len(rows[first]) > 1 or first + 1 == len(rows):
        return len(rows[first]) > 1
    one, other = rows[first][0], rows[first + 1][0]
    beside = one.right < other.left or other.right < one.left
    return beside and one.base - other.base < GUTTER * one.size


def _band_end(rows: list[Row], first: int) -> int:
    covered: list[Interval] = []
    size = rows[first][0].size
    for last in range(first, min(len(rows), first + _LONGEST)):
        covered = covered_by(rows[last], covered)
        if len(covered) > _MOST:
            return first
        across = last > first + 1 and not apart(covered, size)
        if across or (last > first and _spans(rows, last, size)):
            return _without_tail(rows, first, last)
    return min(len(rows), first + _LONGEST)


def _spans(rows: list[Row], rank: int, size: float) -> bool:
    """Whether a short heading stands alone between rows that have text on both sides."""
    around = rows[rank - 1 : rank + 2]
    if len(around) < 3 or [len(row) > 1 for row in around] != [True, False, True]:
        return False
    one = rows[rank][0]
    other = rows[rank + 1][0]
    return one.size > _LARGER * size or (one.bold and not other.bold)


def _without_tail(rows: list[Row], first: int, last: int) -> int:
    """A short line above the one that ends the columns is no longer of them, if it stands off."""
    size = rows[first][0].size
    for rank in range(last - 1, max(first, last - 3), -1):
        if len(rows[rank]) > 1:
            break
        one = rows[rank][0]
        if rows[rank - 1][0].base - one.base > _SPACE * size or one.size > _LARGER * size:
            return rank
    return last


def _are_columns(rows: list[Row], gutters: list[Interval]) -> bool:
    """Whether there are so many lines, or words, or so much space, that it is no chance."""
    columns = down(rows, gutters)
    space = min(right - left for left, right in gutters)
    wide = space > _WIDE * rows[0][0].size
    # The last column of a text may hold a line or two; the first one is long then.
    long = len(columns[0]) >= 2 * _MANY and _is_wordy(columns[0])
    return long or all(
        len(column) >= _MANY or (len(column) >= _LEAST and (wide or _is_wordy(column)))
        for column in columns
    )


def _is_wordy(rows: list[Row]) -> bool:
    return sum(len(part.words) for row in rows for part in row) >= _WORDS * len(rows)


def _raised(rows: list[Row], done: int, first: int, gutters: list[Interval]) -> int:
    """Where the band begins if rows above it stand right of a gutter: beside a figure, say."""
    while first > done and rows[first - 1][0].left > gutters[0][1] - 1:
        first -= 1
    return first
