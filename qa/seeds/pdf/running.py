"""Running heads and feet: what stands at the same height of several pages, and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from qa.seeds.pdf.rows import Row, merged

_OUTER = 3
"""How many rows from the top and from the bottom may run."""
_HEIGHT = 4.0
"""Points within which heights are the same."""
_OFF = 1.6
"""Sizes between base lines from which a row stands off from the text."""
_TITLE = 1.15
"""How much larger than the text a title is; its first one stays, even if it is repeated."""

_NUMBER = re.compile(
    r"(?:page|p\.|folio)?\s*[-–—|•·]?\s*(?:\d{1,4}|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))\s*"
    r"(?:(?:/|\||sur|of|de|-)\s*\d{1,4})?\s*[-–—|•·]?",
    re.I,
)
_TOLD = re.compile(r"page|[-–—|/]|sur|of", re.I)

Key = tuple[str, int]


@dataclass(frozen=True)
class _Runs:
    """What runs through a document: words at a height, and numbers that count the pages.

    `often` are those of most pages.
    """

    keys: frozenset[Key]
    often: frozenset[Key]
    offsets: frozenset[int]
    body: float


def without_running(pages: list[list[Row]], body: float) -> list[list[Row]]:
    """The pages without heads, feet and numbers; `body` is the size of the text."""
    runs = _runs(pages, body)
    seen: set[str] = set()
    return [_kept(rows, index, runs, seen) for index, rows in enumerate(pages)]


def _runs(pages: list[list[Row]], body: float) -> _Runs:
    keys: Counter[Key] = Counter()
    offsets: Counter[int] = Counter()
    for index, rows in enumerate(pages):
        outer = [*rows[:_OUTER], *rows[-_OUTER:]]
        keys.update({key for row in outer for key in _keys(row)[:1]})
        offsets.update({n - index for row in [*rows[:1], *rows[-1:]] for n in _numbers(row)})
    return _Runs(
        keys=frozenset(key for key, count in keys.items() if count > 1),
        often=frozenset(key for key, count in keys.items() if count > max(2, len(pages) / 2)),
        offsets=frozenset(one for one, count in offsets.items() if count > 1),
        body=body,
    )


def _kept(rows: list[Row], index: int, runs: _Runs, seen: set[str]) -> list[Row]:
    first = _running(rows, index, runs)
    last = len(rows) - _running(rows[first:][::-1], index, runs)
    heads = [row for row in rows[:first] if _is_first_title(row, runs, seen)]
    return [*heads, *rows[first:last]]


def _running(rows: list[Row], index: int, runs: _Runs) -> int:
    """How many rows run, from the outer end on: up to one that stands off from the text."""
    running = 0
    for rank, row in enumerate(rows[:_OUTER]):
        number = rank == 0 and _is_numbered(rows, index, runs)
        if not number and not _is_of(row, runs.keys):
            break
        if number or _stands_off(rows, rank, runs.body) or _is_of(row, runs.often):
            running = rank + 1
    return running


def _is_of(row: Row, keys: frozenset[Key]) -> bool:
    return any(key in keys for key in _keys(row))


def _is_first_title(row: Row, runs: _Runs, seen: set[str]) -> bool:
    words = merged(row).text
    first = words not in seen
    seen.add(words)
    return first and merged(row).size >= _TITLE * runs.body


def _keys(row: Row) -> list[Key]:
    """Its words without numbers, and its height: of two steps, as it may lie between both."""
    line = merged(row)
    words = re.sub(r"[\d\W_]+", " ", line.text).strip().casefold()
    height = line.base / _HEIGHT
    return [(words, round(height) + step) for step in (0, 1, -1)] if words else []


def _numbers(row: Row) -> list[int]:
    """The numbers with which a row begins or ends, apart from its words."""
    texts = {part.text.strip() for part in (row[0], row[-1])}
    return [int(text) for text in texts if text.isdecimal() and len(text) < 5]


def _is_numbered(rows: list[Row], index: int, runs: _Runs) -> bool:
    """Whether the outer row is a page's number: it says so, counts, or stands off."""
    row = rows[0]
    if merged(row).size >= _TITLE * runs.body:
        return False
    offsets = {n - index for n in _numbers(row)} if len(row) <= _OUTER else set()
    small = merged(row).size < runs.body and _stands_off(rows, 0, runs.body)
    counts = bool(offsets & runs.offsets) or (small and 1 in offsets)
    text = merged(row).text.strip()
    alone = _NUMBER.fullmatch(text) is not None
    return counts or (alone and (bool(_TOLD.search(text)) or _stands_off(rows, 0, runs.body)))


def _stands_off(rows: list[Row], rank: int, body: float) -> bool:
    """Whether the next row is further than lines of a text are."""
    if rank + 1 >= len(rows):
        return rank > 0
    return abs(merged(rows[rank]).base - merged(rows[rank + 1]).base) > _OFF * body
