"""A tree of HTML elements to pieces: the words as a browser would show them, block by block."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from qa.seeds.canonical import Piece, on_one_line
from qa.seeds.html.marks import BLOCKS, is_note_mark, marked_kind
from qa.seeds.html.tables import data_tables
from qa.types import Kind

Skips = Callable[[Element], bool]
"""Whether an element is left out, with all that it holds."""

_BREAK = "\u2028"
_EMPTY_LINE = re.compile(r"\u2028\s*\u2028")
_LABEL = 12
"""Characters of "Par" or "Publié le" at most."""
_VERBATIM = {"pre", "xmp", "plaintext"}
_ENTRY = "\u00a0: "
"""What joins a term and its description."""
_SHORT = 160
"""Characters of a by-line or date at most."""


def pieces_of(root: Element, skips: Skips, *, alts: bool = False) -> list[Piece]:
    """The pieces under an element; `alts` shows the words that stand in for images."""
    walk = etree.iterwalk(root, events=("start", "end"))
    page, skipped = _Page(data_tables(root), alts), None
    for event, element in walk:
        if event == "start" and (skips(element) or is_note_mark(element)):
            walk.skip_subtree()
            skipped = element
        elif event == "start":
            page.start(element)
        else:
            if element is not skipped:
                page.end(element)
            page.write(element.tail if element is not root else None)
    page.flush()
    return page.pieces


@dataclass(slots=True)
class _Page:
    """The pieces so far, and the block that is being written."""

    tables: frozenset[Element]
    alts: bool
    pieces: list[Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=lambda: ["paragraph"])
    held: Kind | None = None
    """The kind of a term that waits for its description."""
    marks: list[tuple[Kind, int]] = field(default_factory=list)
    """The kinds that inline elements tell, and how many characters they hold."""
    glued: bool = False
    """Whether a description follows its term on the same line."""
    cells: list[str] | None = None
    verbatim: int = 0

    def start(self, element: Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._open(element)
        elif tag == "br":
            self.write(_BREAK)
        elif tag == "q":
            self.write("«\u00a0")
        elif tag == "img" and self.alts:
            self._mark("caption", self.write(element.get("alt")))
        elif kind := marked_kind(element):
            self._mark(kind, len("".join(element.itertext())))
        self.verbatim += tag in _VERBATIM
        self.write(element.text)

    def end(self, element: Element) -> None:
        self.verbatim -= element.tag in _VERBATIM
        if element.tag == "q":
            self.write("\u00a0»")
        elif element.tag in BLOCKS:
            self._close(element)

    def write(self, words: str | None) -> int:
        if words:
            self.glued = self.glued and words.isspace()
            self.words.append(words.replace("\n", _BREAK) if self.verbatim else words)
        return len(words or "")

    def flush(self) -> None:
        """End the block."""
        words = "".join(self.words)
        kind = self.held or self._told(len(words)) or self.kinds[-1]
        if kind in {"byline", "date"} and len(words) > _SHORT:
            kind = "paragraph"
        parts = map(on_one_line, _EMPTY_LINE.split(words))
        self.pieces += [Piece(part, kind) for part in parts if part]
        self.words, self.marks, self.held, self.glued = [], [], None, False

    def _open(self, element: Element) -> None:
        if self.held and element.tag == "dd":
            self._join()
        elif self.cells is not None:
            self.write(_BREAK)
        elif not self.glued:
            self.flush()
        if element.tag == "tr" and element.getparent() is not None:
            self._open_row(element)
        self.kinds.append(marked_kind(element) or BLOCKS[element.tag] or self.kinds[-1])

    def _join(self) -> None:
        self.write(" " if "".join(self.words).rstrip().endswith(":") else _ENTRY)
        self.glued = True

    def _open_row(self, row: Element) -> None:
        table = next(row.iterancestors("table"), None)
        self.cells = [] if table in self.tables else None

    def _close(self, element: Element) -> None:
        if self.cells is not None:
            self._close_in_row(element)
        elif element.tag == "dt":
            self.held = "list_item"
        else:
            self.flush()
        self.kinds.pop()

    def _close_in_row(self, element: Element) -> None:
        if element.tag in {"td", "th"} and self.cells is not None:
            self.cells.append(on_one_line("".join(self.words)))
            self.words, self.marks = [], []
        elif element.tag == "tr" and self.cells is not None:
            if any(self.cells):
                self.pieces.append(Piece(" | ".join(self.cells).rstrip(" |"), "table_row"))
            self.cells, self.words = None, []
        else:
            self.write(_BREAK)

    def _mark(self, kind: Kind, length: int) -> None:
        self.marks.append((kind, length))

    def _told(self, length: int) -> Kind | None:
        """The kind that inline elements tell, when they are most of the block."""
        inside = sum(count for _, count in self.marks)
        return self.marks[0][0] if self.marks and length <= 2 * inside + _LABEL else None
