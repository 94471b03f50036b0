"""The units of a plain text: lines, and paragraphs of several lines that an editor has wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.types import Span

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*\n))*")
_LINE = re.compile(r"\S[^\n]*")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*")
_ENDED = re.compile(r"[.!?…]\W*$")

MARK = re.compile(
    r"(?:[-*‣–—]\s+|[•▪]\s*|\d{1,3}[.)]\s+|[a-z]\)\s+)(?=\S)"  # list items
    r"|#{1,6}\s+(?=\S)|>\s?(?=\S)|\|(?=.*\|\s*$)"  # headings, quotes, table rows of Markdown
)
"""What stands before the words of a line, and says what it is."""

_WIDEST = 140
"""Characters of a wrapped line at most; longer ones are whole paragraphs."""
_NARROWEST = 40
"""Shorter lines are not wrapped: they are lists, verses, addresses."""


def units(text: str) -> Iterator[Span]:
    """Lines, underlined headings, wrapped paragraphs: together, all that is visible."""
    paragraphs = [list(_lines(text, found)) for found in _PARAGRAPH.finditer(text)]
    width = max((len(line) for lines in paragraphs if len(lines) > 2 for line in lines), default=0)
    for lines in paragraphs:
        words = [line.of(text) for line in lines]
        for first, last in _groups(text, lines, words, width if width <= _WIDEST else 0):
            yield Span(lines[first].start, lines[last - 1].end)


def is_underlined(words: str) -> bool:
    """Whether this is a heading over a line of `===` or `---`."""
    return "\n" in words and bool(_UNDERLINE.fullmatch(words.split("\n", 1)[1].strip()))


def _lines(text: str, paragraph: re.Match[str]) -> Iterator[Span]:
    for found in _LINE.finditer(text, paragraph.start(), paragraph.end()):
        yield Span(found.start(), found.start() + len(found.group().rstrip()))


def _groups(
    text: str, lines: list[Span], words: list[str], width: int
) -> Iterator[tuple[int, int]]:
    """Which lines of a paragraph belong together, as half-open ranges."""
    first = 0
    while first < len(lines):
        last = _marked_end(text, lines, words, first)
        if last:
            yield first, last
        else:
            last = _full_end(words, first, width)
            alone = [(one, one + 1) for one in range(first, last)]
            yield from [(first, last)] if _flows(words[first:last], width) else alone
        first = last


def _marked_end(text: str, lines: list[Span], words: list[str], first: int) -> int:
    """The end of an underlined heading or of a list item with its indented lines, or 0."""
    after = first + 1
    if after < len(lines) and _UNDERLINE.fullmatch(words[after]) and _has_words(words[first]):
        return first + 2
    if not MARK.match(words[first]):
        return 0
    while after < len(lines) and text[lines[after].start - 1] != "\n" and not _starts(words[after]):
        after += 1
    return after


def _full_end(words: list[str], first: int, width: int) -> int:
    """The end of a run of lines that are full: the next word would have made them too long."""
    last = first + 1
    while last < len(words) and not _starts(words[last]):
        enough = max(_NARROWEST, 0.75 * (width or len(words[last])))
        if not enough <= _filled(words, last) <= _WIDEST + 40 or len(words[last]) > _WIDEST:
            break
        last += 1
    return last


def _flows(words: list[str], width: int) -> bool:
    """Whether most lines end in mid-sentence and go on in the next one."""
    ended = sum(bool(_ENDED.search(line)) for line in words[:-1])
    on = sum(
        not words[rank][0].isupper() or 0 < width < _filled(words, rank)
        for rank in range(1, len(words))
    )
    return 2 * ended <= len(words) - 1 <= 2 * on


def _filled(words: list[str], rank: int) -> int:
    """The length that the line before would have with the first word of this one."""
    return len(words[rank - 1]) + 1 + len(words[rank].split(maxsplit=1)[0])


def _starts(words: str) -> bool:
    return bool(MARK.match(words)) or not _has_words(words)


def _has_words(words: str) -> bool:
    return any(map(str.isalnum, words))
