"""The words of a page in rows: what stands on one base line, from left to right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from qa.seeds.pdf.glyphs import Word
from qa.seeds.pdf.marks import is_item

_ZONE = 0.6
"""The part of a size that is compared: the height of small letters, about."""
_GLUED = 0.1
_APART = 0.85
"""Sizes between words: within one, and of different cells, columns, or a line that is filled."""

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Line:
    """Words that are read together, on a page that counts from 1."""

    words: tuple[Word, ...]
    page: int

    @cached_property
    def text(self) -> str:
        return "".join(_spaced(self.words))

    @cached_property
    def anchor(self) -> Word:
        """The word that gives the line its size: that of most characters."""
        lengths: dict[float, int] = {}
        for word in self.words:
            lengths[word.size] = lengths.get(word.size, 0) + len(word.text)
        size = max(lengths, key=lambda one: (lengths[one], one))
        return next(word for word in self.words if word.size == size)

    @property
    def left(self) -> float:
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def base(self) -> float:
        return self.anchor.base

    @property
    def size(self) -> float:
        return self.anchor.size

    @cached_property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if any(map(str.isalnum, word.text)))


Row = tuple[Line, ...]
"""The parts of one row that are far from each other: cells of a table, or lines of columns."""


def rows_of(words: Iterable[Word], page: int) -> list[Row]:
    """From top to bottom."""
    rows = [sorted(row, key=lambda word: word.left) for row in _levels(words)]
    rows.sort(key=lambda row: -max(row, key=lambda word: word.size).base)
    return [tuple(Line(part, page) for part in _parts(row)) for row in rows]


def merged(row: Row) -> Line:
    """Its parts as one line."""
    return (
        row[0] if len(row) == 1 else Line(tuple(w for one in row for w in one.words), row[0].page)
    )


def _levels(words: Iterable[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    anchors: list[Word] = []
    for word in sorted(words, key=lambda one: -one.base):
        near = range(len(rows) - 1, max(-1, len(rows) - 5), -1)
        rank = next((one for one in near if _on_one_level(anchors[one], word)), None)
        if rank is None:
            rows.append([word])
            anchors.append(word)
        else:
            rows[rank].append(word)
            anchors[rank] = max(anchors[rank], word, key=lambda one: one.size)
    return rows


def _on_one_level(one: Word, other: Word) -> bool:
    small, large = sorted((one.size, other.size))
    top = min(one.base + _ZONE * one.size, other.base + _ZONE * other.size)
    overlap = top - max(one.base, other.base)
    return small > 0.4 * large and overlap >= 0.4 * _ZONE * small


def _parts(row: list[Word]) -> Iterator[tuple[Word, ...]]:
    first = 0
    for rank in range(1, len(row)):
        apart = gap(row[rank - 1], row[rank]) > _APART
        if apart and not (first == 0 and _is_mark(row[:rank])):
            yield tuple(row[first:rank])
            first = rank
    yield tuple(row[first:])


def gap(before: Word, after: Word) -> float:
    """The space between two words, in sizes."""
    return (after.left - before.right) / max(before.size, after.size)


def _is_mark(words: list[Word]) -> bool:
    """A bullet or number belongs to what follows, however far."""
    text = "".join(word.text for word in words)
    return len(text) <= 6 and (is_item(f"{text} x") or _numbers(text))


def _numbers(text: str) -> bool:
    """Whether it numbers a section: "2.1", "IV."."""
    parts = text.rstrip(".").split(".")
    number = all(part.isdigit() and len(part) < 3 for part in parts)
    return (number and (len(parts) > 1 or text.endswith("."))) or not text.strip("IVX.•◦○●■□▪►–-")


def _spaced(words: tuple[Word, ...]) -> Iterator[str]:
    yield words[0].text
    for before, after in pairwise(words):
        raised = _is_raised(before, after)
        if after.left - before.right > _GLUED * before.size and not raised:
            yield " "
        yield after.text.translate(RAISED) if raised else after.text


def _is_raised(before: Word, after: Word) -> bool:
    """Whether a small number stands high, close to a word: a note's, or a power."""
    high = after.base > before.base + 0.15 * before.size and after.size < 0.85 * before.size
    close = after.left - before.right < 0.3 * before.size
    return high and close and after.text.isascii() and after.text.isdigit()
