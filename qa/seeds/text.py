"""The layout of a plain text: titles, dates, by-lines, captions, headings, lists, paragraphs.

A line end closes a block, unless the paragraph is hard-wrapped. Nothing is rewritten: blocks are
spans of the text, and every word of it is in one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.types import Block, Kind, Span

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*\n))*")
_LINE = re.compile(r"\S[^\n]*")

_FRONT_DATE = re.compile(r"(date|publié le|published) \S*\d\S*(?=\s)", re.IGNORECASE)
_DATE = re.compile(
    r"(date\b|publié\b|mis à jour\b|published\b|updated\b|il y a \d+ \w+$)|"
    r"(le )?((lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
    r"(\d{1,2}|1er) \w+ \d{4}$|\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(author|auteurs?|role|rôle|source)\s?[,:]\s|(par|by) (?=[A-ZÀ-Þ])", re.I)
_CAPTION = re.compile(r"(crédit photo|légende( image)?|image credit|photo)\s?[,:©]", re.I)
_ITEM = re.compile(r"[-•*‣▪–—]\s+\S|\d{1,3}[.)]\s+\S|[a-z]\)\s+\S")
_HASHES = re.compile(r"#{1,6}\s+\S")
_ENDS = re.compile(r"[.!?…:;,»\"”)]\s*$")

_HEADING = 90
"""Characters of a heading at most."""
_BYLINE_LENGTH = 160
_WRAPPED = 40
"""Lines shorter than this are not wrapped: they are lists, verses, addresses."""


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a canonical text, in order; together they hold every visible character."""
    blocks: list[Block] = []
    spans = list(_spans(text))
    for rank, span in enumerate(spans):
        if rank == 0:
            blocks += _front(text, span, alone=len(spans) == 1)
        else:
            last = rank == len(spans) - 1
            blocks.append(Block(span, _kind(span.of(text), last=last)))
    return tuple(_sectioned(text, blocks))


def _spans(text: str) -> Iterator[Span]:
    """Paragraphs: of one line each, or of all their lines when these are hard-wrapped."""
    for paragraph in _PARAGRAPH.finditer(text):
        lines = [
            Span(found.start(), found.start() + len(found.group().rstrip()))
            for found in _LINE.finditer(text, paragraph.start(), paragraph.end())
        ]
        if _is_wrapped([line.of(text) for line in lines]):
            yield Span(lines[0].start, lines[-1].end)
        else:
            yield from lines


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are of like length and end in mid-sentence."""
    if len(lines) < 2 or any(_is_special(line) for line in lines):
        return False
    body = [len(line) for line in lines[:-1]]
    open_ends = sum(not re.search(r"[.!?…]\W*$", line) for line in lines[:-1])
    alike = min(body) >= max(_WRAPPED, 0.6 * max(body)) and max(body) <= 140
    return alike and len(lines[-1]) <= max(body) * 1.15 and 2 * open_ends >= len(body)


def _is_special(line: str) -> bool:
    return any(one.match(line) for one in (_ITEM, _HASHES, _BYLINE, _CAPTION))


def _front(text: str, span: Span, *, alone: bool) -> list[Block]:
    """The first paragraph: a date before the title, a title, or already the text."""
    line = span.of(text)
    date = _FRONT_DATE.match(line)
    if date and len(line) <= 300:
        end = span.start + date.end()
        start = end + len(text[end:]) - len(text[end:].lstrip())
        return [Block(Span(span.start, end), "date"), Block(Span(start, span.end), "title")]
    if alone or len(line) > 200 or line.rstrip().endswith(".") or "\n" in line:
        return [Block(span, _kind(line, last=True))]
    kind = _kind(line, last=False)
    return [Block(span, "title" if kind in {"heading", "paragraph"} else kind)]


def _kind(words: str, *, last: bool) -> Kind:
    if _CAPTION.match(words):
        return "caption"
    if _BYLINE.match(words) and len(words) <= _BYLINE_LENGTH:
        return "byline"
    if _DATE.match(words) and len(words) <= _HEADING and not words.endswith("."):
        return "date"
    if _ITEM.match(words):
        return "list_item"
    return "heading" if not last and _is_heading(words) else "paragraph"


def _is_heading(words: str) -> bool:
    if _HASHES.match(words):
        return True
    question = words.rstrip().endswith("?") and not words.startswith(("–", "—", "-", "«"))
    return "\n" not in words and len(words) <= _HEADING and (question or not _ENDS.search(words))


def _sectioned(text: str, blocks: list[Block]) -> Iterator[Block]:
    section: str | None = None
    for block in blocks:
        if block.kind == "heading":
            section = block.span.of(text).lstrip("# ").strip()
        yield Block(block.span, block.kind, section)
