"""Markdown: its words without its marks, and its YAML front matter."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from qa.seeds.canonical import Front, Piece, Text, compose
from qa.seeds.decoding import decode
from qa.seeds.html import markup_pieces
from qa.seeds.markdown_front import BROKEN, front_of_yaml
from qa.seeds.metadata import title_of, with_main_heading

_TASK = re.compile(r"\[[ xX]\]\s+")
_ATTRIBUTES = re.compile(r"\s+\{[#.][^{}]*\}$")
_DEPTH = 60
"""Levels of lists and quotes; what is deeper would be lost."""


def read_markdown(data: bytes) -> Text:
    """The text of a Markdown file: what it would show as a page of HTML."""
    text, note = decode(_indented(data))
    environment: dict[str, Any] = {}
    parser = _parser().use(front_matter_plugin)
    tokens = parser.parse(text, environment)
    told = next((one.content for one in tokens if one.type == "front_matter"), None)
    front = Front() if told is None else front_of_yaml(told)
    if front is None:
        # Two thematic breaks with words between them.
        return _composed(_parser().render(text), Front(), note)
    if front is BROKEN:
        note = "; ".join(filter(None, (note, "its front matter could not be read")))
    return _composed(parser.renderer.render(tokens, parser.options, environment), front, note)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEPTH})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin)
    # Links are never followed: the words of the oddest one are words.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _indented(data: bytes) -> bytes:
    """With spaces for tabs, which tell the nesting of lists."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    return data.replace(b"\t", b"    ")


def _composed(markup: str, front: Front, note: str | None) -> Text:
    found, missing = markup_pieces(markup)
    pieces = with_main_heading([_unmarked(one) for one in found], front.title)
    title = title_of(pieces)
    if title and front.title and not title.casefold().startswith(front.title.casefold()):
        pieces[0] = replace(pieces[0], kind="heading")
    elif title:
        front = replace(front, title=title)
    return compose(pieces, front, note=note, missing=missing)


def _unmarked(piece: Piece) -> Piece:
    """Without what extensions of Markdown write in lists of tasks and after headings."""
    if piece.kind == "list_item":
        return replace(piece, words=_TASK.sub("", piece.words, count=1))
    if piece.kind in {"title", "heading"}:
        return replace(piece, words=_ATTRIBUTES.sub("", piece.words))
    return piece
