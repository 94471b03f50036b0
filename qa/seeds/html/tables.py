"""Which tables of a page hold data, and which only lay it out."""

from __future__ import annotations

from lxml.etree import _Element as Element

_NESTED = {*"article section ul ol dl h1 h2 h3 h4 h5 h6 blockquote pre form figure hr".split()}
_LONG = 500
"""Characters from which a cell without any heading of a column is a piece of the page."""


def data_tables(root: Element) -> frozenset[Element]:
    """The tables to be read row by row."""
    tables = list(root.iter("table"))
    outer = {next(table.iterancestors("table"), None) for table in tables}
    return frozenset(one for one in tables if one not in outer and _holds_data(one))


def _holds_data(table: Element) -> bool:
    if table.get("role") in {"presentation", "none"}:
        return False
    widest = max((_width(row) for row in table.iter("tr")), default=0)
    if widest < 2:
        return False
    return any(True for _ in table.iter("th", "caption", "thead")) or not _lays_out(table)


def _width(row: Element) -> int:
    return sum(1 for cell in row if cell.tag in {"td", "th"})


def _lays_out(table: Element) -> bool:
    return any(map(_is_block, table.iter("td")))


def _is_block(cell: Element) -> bool:
    """Whether a cell holds a list, a heading, several paragraphs, or much text."""
    tags = [one.tag for one in cell.iterdescendants()]
    paragraphs = tags.count("p") + tags.count("div")
    long = sum(map(len, cell.itertext())) > _LONG
    return long or paragraphs > 2 or not _NESTED.isdisjoint(tags)
