"""Running heads and feet: what stands at the same height of several pages, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from qa.seeds.rows import Row, merged

_OUTER = 3
"""How many rows from the top and from the bottom may run."""
_HEIGHT = 4.0
"""Points within which heights are the same."""
_TITLE = 1.15
"""How much larger than the text a title is; its first one stays, even if it is repeated."""

_NUMBER = re.compile(
    r"(?:page|p\.|folio)?\s*[-–—|•·]?\s*(?:\d{1,4}|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))\s*"
    r"(?:(?:/|\||sur|of|de|-)\s*\d{1,4})?\s*[-–—|•·]?",
    re.I,
)
_TOLD = re.compile(r"page|[-–—|/]|sur|of", re.I)

Key = tuple[str, int]
_Counted = TypeVar("_Counted")


@dataclass(frozen=True)
class _Runs:
    """What runs through a document: words at a height, and numbers that count the pages."""

    keys: frozenset[Key]
    offsets: frozenset[int]
    body: float


def without_running(pages: list[list[Row]], body: float) -> list[list[Row]]:
    """The pages without heads, feet and numbers; `body` is the size of the text."""
    keys: Counter[Key] = Counter()
    offsets: Counter[int] = Counter()
    for index, rows in enumerate(pages):
        keys.update({key for rank in _outer(rows) for key in _keys(rows[rank])[:1]})
        offsets.update({number - index for row in _ends(rows) for number in _numbers(row)})
    runs = _Runs(_repeated(keys), _repeated(offsets), body)
    seen: set[str] = set()
    return [list(_kept(rows, index, runs, seen)) for index, rows in enumerate(pages)]


def _repeated(counts: Counter[_Counted]) -> frozenset[_Counted]:
    return frozenset(one for one, count in counts.items() if count > 1)


def _kept(rows: list[Row], index: int, runs: _Runs, seen: set[str]) -> Iterator[Row]:
    outer = set(_outer(rows))
    for rank, row in enumerate(rows):
        if rank not in outer or not (
            _is_repeated(row, runs, seen) or _is_numbered(rows, rank, index, runs)
        ):
            yield row


def _is_repeated(row: Row, runs: _Runs, seen: set[str]) -> bool:
    keys = _keys(row)
    if not any(key in runs.keys for key in keys):
        return False
    words = keys[0][0]
    first = words not in seen
    seen.add(words)
    return not (first and merged(row).size >= _TITLE * runs.body)


def _outer(rows: list[Row]) -> list[int]:
    ranks = range(len(rows))
    return sorted({*ranks[:_OUTER], *ranks[-_OUTER:]})


def _keys(row: Row) -> list[Key]:
    """Its words without numbers, and its height: of two steps, as it may lie between both."""
    line = merged(row)
    words = re.sub(r"[\d\W_]+", " ", line.text).strip().casefold()
    height = line.base / _HEIGHT
    return [(words, round(height) + step) for step in (0, 1, -1)] if words else []


def _ends(rows: list[Row]) -> list[Row]:
    return [*rows[:1], *rows[-1:]]


def _numbers(row: Row) -> list[int]:
    """The numbers with which a row begins or ends, apart from its words."""
    texts = {part.text.strip() for part in (row[0], row[-1])}
    return [int(text) for text in texts if text.isdecimal() and len(text) < 5]


def _is_numbered(rows: list[Row], rank: int, index: int, runs: _Runs) -> bool:
    """A page's number is in its first or last row, and says so, counts, or stands apart."""
    row = rows[rank]
    if rank not in {0, len(rows) - 1} or merged(row).size >= _TITLE * runs.body:
        return False
    counts = len(row) <= _OUTER and any(n - index in runs.offsets for n in _numbers(row))
    text = merged(row).text.strip()
    alone = _NUMBER.fullmatch(text) is not None
    return counts or (alone and (bool(_TOLD.search(text)) or _stands_apart(rows, rank, runs.body)))


def _stands_apart(rows: list[Row], rank: int, body: float) -> bool:
    if len(rows) < 2:
        return False
    other = rows[1] if rank == 0 else rows[-2]
    return abs(merged(other).base - merged(rows[rank]).base) > 1.8 * body
