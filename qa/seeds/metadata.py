"""What files say of themselves, brought to one form: dates, languages, addresses, main headings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import takewhile

from qa.seeds.canonical import Piece, on_one_line

_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
_YEAR_FIRST = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
_IN_WORDS = re.compile(rf"(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)}) (\d{{4}})$", re.I)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?$", re.I)
_LANGUAGES = {"français": "fr", "french": "fr", "fra": "fr", "fre": "fr", "english": "en"}
_ADDRESS = re.compile(r"https?://[^\s/]+\S*$", re.I)
_BY = re.compile(r"(?:par|by) +", re.I)
_LEAD = 300
"""Characters that may stand before the main heading: a section's name, a by-line, a caption."""


def iso_date(words: str) -> str | None:
    """The day as `2021-05-03` when it is one; other words as written, and None when blank."""
    line = on_one_line(words)
    if found := _YEAR_FIRST.match(line):
        return _day(*map(int, found.groups())) or line
    if found := _DAY_FIRST.match(line):
        return _day(*map(int, reversed(found.groups()))) or line
    if found := _IN_WORDS.match(line):
        month = _MONTHS.index(found[2].lower()) + 1
        return _day(int(found[3]), month, int(found[1])) or line
    return line or None


def language_code(words: str) -> str | None:
    """The ISO 639-1 code of `fr`, `fr-FR`, `fr_CA` or `français`."""
    line = on_one_line(words).lower()
    found = _LANGUAGE.match(line)
    return found[1] if found else _LANGUAGES.get(line)


def web_address(words: str) -> str | None:
    """The same when it is an address on the web."""
    return words.strip() if _ADDRESS.match(words.strip()) else None


def author_names(words: Iterable[str]) -> tuple[str, ...]:
    """Each name once, without its `Par`; addresses are no names."""
    lines = (_BY.sub("", on_one_line(one)) for one in words)
    return tuple(dict.fromkeys(one for one in lines if one and "://" not in one))


def with_main_heading(pieces: list[Piece], title: str | None) -> list[Piece]:
    """One title at most, moved to the head when little stands before it.

    The readers give top headings as titles. The title is the one that reads like `title` or begins
    so, else the only one; the others become headings.
    """
    rank = _main(pieces, title)
    plain = [replace(one, kind="heading") if one.kind == "title" else one for one in pieces]
    if rank is None or sum(len(one.words) for one in pieces[:rank]) > _LEAD:
        return plain
    return [pieces[rank], *plain[:rank], *plain[rank + 1 :]]


def title_of(pieces: list[Piece]) -> str | None:
    """The words of the title at the head."""
    head = list(takewhile(lambda one: one.kind == "title", pieces))
    return head[0].words if head else None


def _main(pieces: list[Piece], title: str | None) -> int | None:
    ranks = [rank for rank, one in enumerate(pieces) if one.kind == "title"]
    named = [rank for rank in ranks if title and _begins(pieces[rank].words, title)]
    if named:
        return named[0]
    return ranks[0] if len(ranks) == 1 else None


def _begins(words: str, title: str) -> bool:
    return words.casefold().startswith(on_one_line(title).casefold())


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
