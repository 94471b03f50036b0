"""The columns of pages to blocks: across columns and pages, and with notes after the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from qa.seeds.pdf.columns import Column, Part
from qa.seeds.pdf.grids import Grid
from qa.seeds.pdf.hyphens import joined, vocabulary
from qa.seeds.pdf.kinds import begins_note, kind_of, mark_of, notes_from
from qa.seeds.pdf.marks import LEADER, ends_sentence
from qa.seeds.pdf.rows import RAISED, Line
from qa.seeds.pdf.setting import SAME, Measures, goes_on, is_full, measures, paragraphs
from qa.types import Kind

_WIDE = 10
"""Sizes of a column at least whose full lines tell something."""
_TEXT: tuple[Kind, ...] = ("paragraph", "list_item")
"""What may go on after something else."""


@dataclass(frozen=True)
class Block:
    """Lines of one kind, in one size, on the page where they begin.

    `end` is that of their column; `opens` tells the first of a column, `note` one of its foot.
    """

    lines: tuple[Line, ...]
    text: str
    kind: Kind
    end: float = 0.0
    opens: bool = False
    note: bool = False

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def size(self) -> float:
        return self.lines[0].size


def blocks_of(pages: list[list[Part]]) -> tuple[list[Block], Measures]:
    """The blocks of a document, and what is usual in it."""
    parts = [part for page in pages for part in page]
    usual = measures(_runs(parts))
    words = vocabulary(line.text for lines in _runs(parts) for line in lines)
    blocks = [block for page in pages for block in _page(page, usual, words)]
    return _continued(blocks, words), usual


def _runs(parts: Iterable[Part]) -> Iterator[tuple[Line, ...]]:
    for part in parts:
        if isinstance(part, Column):
            yield part.lines
        else:
            yield from (cell for row in part.rows for cell in row)


def _page(page: list[Part], usual: Measures, words: frozenset[str]) -> Iterator[Block]:
    notes: list[Block] = []
    body: list[Block] = []
    for part in page:
        if isinstance(part, Grid):
            body += _table(part, words)
        else:
            first = notes_from(part.lines, usual)
            body += _blocks(part.lines[:first], usual, words)
            notes += _notes(part.lines[first:], words)
    calls = {mark_of(note.text).translate(RAISED) for note in notes}
    yield from (_without_calls(block, calls) for block in body)
    yield from notes


def _table(grid: Grid, words: frozenset[str]) -> Iterator[Block]:
    for row in grid.rows:
        cells = [joined((line.text for line in cell), words) if cell else "" for cell in row]
        lines = tuple(line for cell in row for line in cell)
        yield Block(lines, " | ".join(cells), "table_row")


def _blocks(lines: tuple[Line, ...], usual: Measures, words: frozenset[str]) -> Iterator[Block]:
    end = max((line.right for line in lines), default=0.0)
    for rank, block in enumerate(paragraphs(lines, usual)):
        text = LEADER.sub(" … ", joined((line.text for line in block), words)).strip()
        yield Block(block, text, kind_of(block, text, usual), end, opens=rank == 0)


def _notes(lines: tuple[Line, ...], words: frozenset[str]) -> Iterator[Block]:
    starts = [rank for rank, line in enumerate(lines) if begins_note(line)]
    for first, last in pairwise([*starts, len(lines)]):
        text = joined((line.text for line in lines[first:last]), words)
        mark = mark_of(text)
        # A raised mark stands close to the words of the note.
        spaced = (
            f"{mark} {text[len(mark) :].lstrip()}"
            if mark.isdigit() and text[len(mark)] not in ".)"
            else text
        )
        yield Block(lines[first:last], spaced, "paragraph", note=True)


def _without_calls(block: Block, calls: set[str]) -> Block:
    """Without the raised numbers that call the notes of the page."""
    text = re.sub("[⁰¹²³⁴-⁹]+", lambda found: "" if found[0] in calls else found[0], block.text)
    return replace(block, text=text)


def _continued(blocks: list[Block], words: frozenset[str]) -> list[Block]:
    """Paragraphs that go on in another column, on another page, or after a figure, are joined."""
    whole: list[Block] = []
    last = None
    for block in blocks:
        if last is not None and _continues(whole[last], block, whole[last + 1 :]):
            whole[last] = _with(whole[last], block, words)
            continue
        whole.append(block)
        if not block.note and block.kind in _TEXT:
            last = len(whole) - 1
    return whole


def _continues(block: Block, after: Block, between: list[Block]) -> bool:
    if after.kind != "paragraph" or after.note or not (after.opens or between):
        return False
    if abs(after.size / block.size - 1) > SAME:
        return False
    if goes_on(block.text, after.text):
        return True
    headed = any(one.kind == "heading" for one in between)
    return after.opens and not headed and _is_full(block, after) and not ends_sentence(block.text)


def _is_full(block: Block, after: Block) -> bool:
    last = block.lines[-1]
    wide = block.end - last.left > _WIDE * block.size
    return wide and is_full(last, after.lines[0], block.end)


def _with(block: Block, after: Block, words: frozenset[str]) -> Block:
    text = joined((block.text, after.text), words)
    return replace(block, lines=block.lines + after.lines, text=text, end=after.end)
