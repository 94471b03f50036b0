"""A canonical text, put together from pieces, with what its front matter says at the head."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from qa.types import Block, Kind, Span

# Control characters, soft hyphens and zero-width marks are seen by nobody and split words. The
# zero-width joiners stay: some scripts and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_BLANK = re.compile(r"[ \t\n\r\f\v\u0085\u2028\u2029]+")


class NoTextError(ValueError):
    """The file is of its kind, but holds no text; its argument says why."""


class CutShortError(ValueError):
    """Reading did not come to its end, and might another time; its argument says why."""


@dataclass(frozen=True, slots=True)
class Front:
    """What a file says of itself; `date` as written, best ISO 8601; `language` ISO 639-1."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    source: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A canonical text and its blocks in order.

    `note` remarks on how it was read, `missing` on what of it could not be.
    """

    text: str
    blocks: tuple[Block, ...]
    front: Front
    note: str | None = None
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one block, as its format gave them; `page` counts from 1."""

    words: str
    kind: Kind = "paragraph"
    page: int | None = None


def compose(
    pieces: Iterable[Piece], front: Front, *, note: str | None = None, missing: str | None = None
) -> Text:
    """The text of a formatted file; raises `NoTextError` when no piece holds a letter or digit."""
    body = [one for one in map(_cleaned, pieces) if one.words]
    if not any(map(str.isalnum, "".join(one.words for one in body))):
        raise NoTextError("it has no text")
    front = _tidied(front)
    whole = list(_headed(front, body))
    blocks = tuple(_placed(whole))
    return Text("\n\n".join(one.words for one in whole) + "\n", blocks, front, note, missing)


def clean(text: str) -> str:
    """NFC, without the characters that nobody sees."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def on_one_line(words: str) -> str:
    """Cleaned, with single spaces; no-break spaces are typography and stay."""
    return _BLANK.sub(" ", clean(words)).strip()


def _cleaned(piece: Piece) -> Piece:
    return replace(piece, words=on_one_line(piece.words))


def _tidied(front: Front) -> Front:
    """The same, where what is blank is None."""
    texts = {name: getattr(front, name) for name in ("title", "date", "source", "language")}
    tidy = {name: on_one_line(text) or None for name, text in texts.items() if text}
    authors = tuple(name for name in map(on_one_line, front.authors) if name)
    return Front(**tidy, authors=authors)


def _headed(front: Front, body: list[Piece]) -> Iterator[Piece]:
    """The title, then what else the front matter says, then the body."""
    first = body[0]
    opens = first.kind == "title" or first.words.casefold() == (front.title or "").casefold()
    if opens:
        yield replace(first, kind="title")
    elif front.title:
        yield Piece(front.title, "title", first.page)
    for words, kind in _told(front):
        yield Piece(words, kind, first.page)
    yield from body[1:] if opens else body


def _told(front: Front) -> Iterator[tuple[str, Kind]]:
    if front.authors:
        label = "Auteur" if len(front.authors) == 1 else "Auteurs"
        yield f"{label} : {', '.join(front.authors)}", "byline"
    if front.date:
        yield f"Date : {front.date}", "date"
    if front.source:
        yield f"Source : {front.source}", "byline"


def _placed(pieces: list[Piece]) -> Iterator[Block]:
    start, section = 0, None
    for one in pieces:
        section = one.words if one.kind == "heading" else section
        yield Block(Span(start, start + len(one.words)), one.kind, section, one.page)
        start += len(one.words) + len("\n\n")
