"""HTML pages: the text of the article, without the page around it."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml.etree import _Element as Element
from lxml.etree import strip_elements

from qa.seeds.canonical import Front, Piece, Text, compose, on_one_line
from qa.seeds.html.decoding import decode_html, tree_of
from qa.seeds.html.front import front_of_page
from qa.seeds.html.marks import UNREAD
from qa.seeds.html.measures import Measure, main_part, measured
from qa.seeds.html.parts import Furniture, unseen
from qa.seeds.html.tables import data_tables
from qa.seeds.html.walk import pieces_of
from qa.seeds.metadata import iso_date, title_of, with_main_heading

_ENOUGH = 0.25
"""The part of a page's words that its article holds at least."""
_LINE = 100
"""Characters that stand with the date of a page: elsewhere a date is one of those it tells."""
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}$")


def read_html(data: bytes) -> Text:
    """The text of a page; raises `ValueError` when it is none."""
    markup, note = decode_html(data)
    root, missing = tree_of(markup)
    body = root.find("body")
    body = root if body is None else body
    front = front_of_page(root)
    strip_elements(body, *UNREAD, with_tail=False)
    measures = measured(body)
    main = main_part(body, measures)
    pieces = _article(body, main, Furniture(main, measures, data_tables(body)))
    pieces = with_main_heading(pieces, front.title)
    front = _dated(_titled(front, pieces, root), main, measures)
    return compose(pieces, front, note=note, missing=missing)


def markup_pieces(markup: str) -> tuple[list[Piece], str | None]:
    """Every piece of markup that is all text, and what of it could not be read."""
    root, missing = tree_of(markup)
    strip_elements(root, *UNREAD, with_tail=False)
    return pieces_of(root, unseen, alts=True), missing


def _article(body: Element, main: Element, furniture: Furniture) -> list[Piece]:
    """The pieces of the article; of all that is seen when too little is left."""
    kept = pieces_of(main, furniture)
    whole = pieces_of(body, unseen)
    if _length(kept) >= _ENOUGH * _length(whole) and _length(kept):
        return kept
    return whole or pieces_of(body, lambda _: False)


def _titled(front: Front, pieces: list[Piece], root: Element) -> Front:
    """The heading is the title; one that stands outside the article counts when it is alone."""
    if title := title_of(pieces):
        return replace(front, title=title)
    headings = [on_one_line("".join(one.itertext())) for one in root.iter("h1")]
    return replace(front, title=headings[0]) if len(headings) == 1 and headings[0] else front


def _dated(front: Front, main: Element, measures: dict[Element, Measure]) -> Front:
    """The first day on a line of its own, when the page's head tells none."""
    if front.date:
        return front
    alone = (one for one in main.iter("time") if measures[one.getparent()].chars < _LINE)
    days = (iso_date(one.get("datetime", "")) for one in alone)
    return replace(front, date=next(filter(_DAY.match, filter(None, days)), None))


def _length(pieces: list[Piece]) -> int:
    return sum(len(one.words) for one in pieces)
