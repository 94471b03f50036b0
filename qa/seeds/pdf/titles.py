"""The title of a PDF: what its metadata say, or the largest words at the head of its first page."""

from __future__ import annotations

from dataclasses import replace

from qa.seeds.pdf.flow import Block
from qa.seeds.pdf.setting import LARGE, Measures

_HEAD = 10
"""Blocks among which a title is looked for."""
_SHORT = 3
_LONG = 150
"""Characters of a title at least, and of a paragraph with which the text has begun."""


def with_title(blocks: list[Block], said: str | None, usual: Measures) -> list[Block]:
    """The same, with the title as a title, and first; `said` is that of the metadata."""
    head = _head(blocks)
    named = [block for block in head if said and _plain(block.text) == _plain(said)]
    found = next(iter(named), None) or _largest(head, usual)
    if found is None:
        return blocks
    return [replace(found, kind="title"), *(block for block in blocks if block is not found)]


def _head(blocks: list[Block]) -> list[Block]:
    """What stands on the first page before its text."""
    head = []
    for block in blocks[:_HEAD]:
        text = block.kind == "paragraph" and len(block.text) > _LONG
        if text or block.page != blocks[0].page:
            break
        head.append(block)
    return [block for block in head if not block.note and block.kind != "table_row"]


def _largest(head: list[Block], usual: Measures) -> Block | None:
    headings = [block for block in head if block.kind == "heading" and len(block.text) >= _SHORT]
    if not headings:
        return None
    largest = max(headings, key=lambda block: block.size)
    if largest.size >= LARGE * usual.size:
        return largest
    return head[0] if head[0].kind == "heading" else None


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
