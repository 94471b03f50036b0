"""The body of a Word document to pieces, as it reads once its tracked changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from qa.seeds.canonical import Piece, on_one_line
from qa.seeds.docx.styles import Styles, W, value

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_ALTERNATIVES = f"{_CHOICE}AlternateContent"
_PARAGRAPH, _TABLE, _ROW, _CELL, _BOX = (f"{W}{tag}" for tag in "p tbl tr tc txbxContent".split())
_TEXTS = {f"{W}t", f"{_MATH}t"}
_MARKS = {
    **dict.fromkeys((f"{W}{tag}" for tag in "tab ptab br cr".split()), " "),
    f"{W}noBreakHyphen": "\u2011",
}
_LEFT_OUT = {f"{W}{tag}" for tag in "del moveFrom pPr rPr rt tblPr trPr tcPr sectPr".split()}
"""What was deleted or moved away, how a text looks, and the sound of a Chinese character."""
_LONG = 800
"""Characters from which a cell of several paragraphs is a column of the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a paragraph, and the text boxes and tables that hang on it."""

    words: str
    hanging: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """Reads the blocks of a document; parts hold one another no deeper than its XML may."""

    styles: Styles

    def pieces(self, container: Element) -> Iterator[Piece]:
        """The pieces under a body, a cell, a note or a text box, in order."""
        joined = ""
        for block in _found(container, {_PARAGRAPH, _TABLE}):
            if block.tag == _TABLE:
                yield from self._table(block)
                continue
            line = _line(block)
            words, joined = joined + line.words, ""
            if _mark_is_deleted(block):
                joined = words
            elif kind := self.styles.kind(block):
                yield Piece(words, kind)
            for one in line.hanging:
                yield from self.pieces(one)
        yield Piece(joined)

    def _table(self, table: Element) -> Iterator[Piece]:
        rows = [list(_found(row, {_CELL})) for row in _found(table, {_ROW}) if not _is_deleted(row)]
        if max(map(len, rows), default=0) < 2 or any(map(_is_column, (c for r in rows for c in r))):
            for cell in (cell for row in rows for cell in row):
                yield from self.pieces(cell)
            return
        hanging: list[Element] = []
        for row in rows:
            lines = [_cell(cell) for cell in row]
            hanging += [one for line in lines for one in line.hanging]
            words = [on_one_line(line.words) for line in lines]
            yield Piece(" | ".join(words).rstrip(" |") if any(words) else "", "table_row")
        for one in hanging:
            yield from self._table(one) if one.tag == _TABLE else self.pieces(one)


def _found(container: Element, tags: set[str]) -> Iterator[Element]:
    """The nearest elements of these names, in order, through what only wraps them."""
    waiting = [*reversed(container)]
    while waiting:
        one = waiting.pop()
        if one.tag in tags:
            yield one
        elif one.tag not in _LEFT_OUT and not _is_contents(one):
            waiting += reversed(_parts(one))


def _parts(element: Element) -> list[Element]:
    """What an element holds: of two ways to show the same, the first."""
    return list(element)[:1] if element.tag == _ALTERNATIVES else list(element)


def _line(paragraph: Element) -> Line:
    written: list[str] = []
    boxes: list[Element] = []
    waiting = [*reversed(paragraph)]
    while waiting:
        one = waiting.pop()
        if one.tag in _TEXTS:
            written.append(one.text or "")
        elif one.tag in _MARKS:
            written.append(_MARKS[one.tag])
        elif one.tag == _BOX:
            boxes.append(one)
        elif one.tag not in _LEFT_OUT and not _is_hidden(one):
            waiting += reversed(_parts(one))
    return Line("".join(written), tuple(boxes))


def _cell(cell: Element) -> Line:
    """A cell's paragraphs on one line; a cell that goes on from the row above holds nothing."""
    if _goes_on(cell):
        return Line("")
    blocks = list(_found(cell, {_PARAGRAPH, _TABLE}))
    lines = [_line(one) for one in blocks if one.tag == _PARAGRAPH]
    tables = [one for one in blocks if one.tag == _TABLE]
    boxes = [box for line in lines for box in line.hanging]
    return Line(" ".join(line.words for line in lines), (*tables, *boxes))


def _is_column(cell: Element) -> bool:
    lines = [_line(one).words for one in _found(cell, {_PARAGRAPH})]
    return sum(map(len, lines)) > _LONG and sum(map(bool, lines)) > 1


def _goes_on(cell: Element) -> bool:
    merges = (cell.find(f"{W}tcPr/{W}{tag}") for tag in ("vMerge", "hMerge"))
    return any(one is not None and one.get(f"{W}val") != "restart" for one in merges)


def _is_hidden(run: Element) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(f"{W}val") not in {"0", "false", "off"}


def _is_deleted(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _mark_is_deleted(paragraph: Element) -> bool:
    """Whether the paragraph runs on into the next one."""
    marks = (paragraph.find(f"{W}pPr/{W}rPr/{W}{tag}") for tag in ("del", "moveFrom"))
    return any(one is not None for one in marks)


def _is_contents(element: Element) -> bool:
    """Whether it is a table of contents that Word keeps up to date."""
    return "Table of Contents" in (value(element, "sdtPr/docPartObj/docPartGallery") or "")
