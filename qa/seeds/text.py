"""The layout of a plain text: titles, dates, by-lines, captions, headings, lists, paragraphs.

Nothing is rewritten: blocks are spans of the text, and every visible character is in one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from qa.seeds.canonical import Front
from qa.seeds.units import MARK, is_underlined, units
from qa.types import Block, Kind, Span

_MONTH = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:janv|févr|avr|juil|sept|oct|nov|déc|jan|feb|aug|dec)\.?"
)
_DAY = (
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? )?"
    rf"(?:(?:\d{{1,2}}|1er) )?(?:{_MONTH}) \d{{4}}|\d{{4}}(?:-\d\d){{1,2}}|"
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}/\d{4}"
)
_LABEL = (
    r"(?:date(?: de publication| de mise à jour)?|publiée?|mise? à jour|modifiée?|mise? en ligne|"
    r"posté|published|updated|posted)(?: on| le)?(?:\s?[:,])?(?: le)? "
)
_FRONT_DATE = re.compile(rf"(?i:{_LABEL}(?:{_DAY}|\d{{4}}))(?=\s+[A-ZÀ-Þ«\"“\d])")
_LABELLED_DATE = re.compile(rf"{_LABEL}(?:il y a )?(?:{_DAY}|\d)", re.I)
_BARE_DATE = re.compile(rf"(?:le )?(?:{_DAY})$|il y a \d+ \w+$|\d+ \w+ ago$", re.I)
_BYLINE = re.compile(
    r"(?i:authors?|auteure?s?|autrices?|role|rôle|source)(?:\s?:\s|, (?!.*\.$))"
    r"|(?:[Pp]ar|PAR|[Bb]y|BY) (?=[A-ZÀ-Þ])(?!.*[.!?]$)"
)
_CAPTION = re.compile(r"(?:crédit photo|légende(?: image)?|image credit|photo)\s?[,:©]", re.I)
_ENDS = re.compile(r"[.!?…:;,»\"”)]$")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")
_MARKS: dict[str, Kind] = {"#": "heading", ">": "quote", "|": "table_row"}

_FRONT_KINDS: tuple[Kind, ...] = ("title", "byline", "date")
_AUTHOR = re.compile(r"(?:(?i:authors?|auteure?s?|autrices?)(?:\s?:\s|, )|(?i:par|by) )(.+)")
_DATED = re.compile(rf"{_DAY}|\b\d{{4}}\b", re.I)

_SHORT = 90
"""Characters of a heading or date at most."""
_BYLINE_LENGTH = 160
_TITLE_LENGTH = 200
_FRONT = 300


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a canonical text, in order; together they hold every visible character."""
    spans = list(_undated(text, list(units(text))))
    words = [span.of(text) for span in spans]
    kinds = list(_kinds(words, _loose(text, spans)))
    title = _title(words, kinds)
    if title is not None:
        kinds[title] = "title"
    return tuple(_sectioned(text, map(Block, spans, kinds)))


def front_of(text: str, blocks: Iterable[Block]) -> Front:
    """What the title, by-lines and date that stand before the first paragraph say."""
    head = list(takewhile(lambda one: one.kind not in {"paragraph", "list_item"}, blocks))
    words = {kind: [one.span.of(text) for one in head if one.kind == kind] for kind in _FRONT_KINDS}
    dates = filter(None, map(_DATED.search, words["date"]))
    names = filter(None, map(_AUTHOR.match, words["byline"]))
    return Front(
        title=next(map(plain, words["title"]), None),
        authors=tuple(found[1].strip() for found in names),
        date=next((found[0] for found in dates), None),
    )


def plain(words: str) -> str:
    """A heading's words: without Markdown's marks, on one line."""
    line = words.split("\n")[0] if is_underlined(words) else words
    return " ".join(re.sub(r"^#{1,6}\s+|\s+#+\s*$", "", line).split())


def _loose(text: str, spans: list[Span]) -> list[bool]:
    """Whether an empty line stands before each."""
    ends = [0, *(span.end for span in spans)]
    return [text.count("\n", *gap) > 1 for gap in zip(ends, (s.start for s in spans), strict=False)]


def _kinds(words: list[str], loose: list[bool]) -> Iterator[Kind]:
    body = False
    for rank, line in enumerate(words):
        kind = _told(line)
        # Past the first paragraph, "3 mai 2021" heads an entry of a chronology.
        if kind is None or (kind == "date" and body and _BARE_DATE.match(line)):
            kind = "heading" if _heads(words, loose, rank) else "paragraph"
        elif kind == "list_item" and _numbers_a_section(words, loose, rank):
            kind = "heading"
        body = body or kind in {"paragraph", "list_item"}
        yield kind


def _told(words: str) -> Kind | None:
    """The kind that a line tells by itself."""
    if not any(map(str.isalnum, words)):
        return "table_row" if words[0] == "|" else "paragraph"
    if is_underlined(words):
        return "heading"
    if _CAPTION.match(words):
        return "caption"
    if _BYLINE.match(words) and len(words) <= _BYLINE_LENGTH:
        return "byline"
    if _is_date(words):
        return "date"
    return _MARKS.get(words[0], "list_item") if MARK.match(words) else None


def _is_date(words: str) -> bool:
    short = len(words) <= _SHORT and not re.search(r"[.!?…]$", words)
    return short and bool(_BARE_DATE.match(words) or _LABELLED_DATE.match(words))


def _heads(words: list[str], loose: list[bool], rank: int) -> bool:
    """Whether a line heads what follows: it looks so, and is none of a run of short lines."""
    following = words[rank + 1 : rank + 3]
    if not following or not _looks_heading(words[rank]):
        return False
    if not loose[rank + 1] and (following[0][0].islower() or _looks_heading(following[0])):
        return False
    if rank and not loose[rank] and _looks_heading(words[rank - 1]):
        return False
    return len(following) < 2 or not all(map(_looks_heading, following))


def _looks_heading(words: str) -> bool:
    """Short, on one line, no sentence: it may be a question, but not of somebody who speaks."""
    if _told(words) not in {None, "date"} or len(words) > _SHORT or "\n" in words:
        return False
    question = words.endswith("?") and words[0] not in '«“"–—-'
    return not words[0].islower() and (question or not _ENDS.search(words))


def _numbers_a_section(words: list[str], loose: list[bool], rank: int) -> bool:
    """ "2. Méthode" between paragraphs, rather than in a list."""
    line, around = words[rank], words[max(rank - 1, 0) : rank] + words[rank + 1 : rank + 2]
    alone = loose[rank] or rank == 0
    title = len(line) <= _SHORT and "\n" not in line and not _ENDS.search(line)
    listed = any(_told(one) == "list_item" for one in around)
    return bool(_NUMBERED.match(line)) and alone and title and not listed and len(words) > rank + 1


def _undated(text: str, spans: list[Span]) -> Iterator[Span]:
    """The same spans; a date that stands before the title on the first line is one of its own."""
    first = spans[0].of(text) if spans else ""
    date = _FRONT_DATE.match(first)
    if not date or len(first) > _FRONT:
        return iter(spans)
    end = spans[0].start + date.end()
    start = end + len(first[date.end() :]) - len(first[date.end() :].lstrip())
    return iter([Span(spans[0].start, end), Span(start, spans[0].end), *spans[1:]])


def _title(words: list[str], kinds: list[Kind]) -> int | None:
    """The rank of the title: first of all but dates, by-lines and captions; no sentence."""
    ranks = [r for r, kind in enumerate(kinds) if kind not in {"date", "byline", "caption"}]
    if (
        not ranks
        or kinds[ranks[0]] not in {"heading", "paragraph"}
        or not _may_title(words[ranks[0]])
    ):
        return None
    # A text of one paragraph is a paragraph, unless a date stands before it.
    return ranks[0] if len(ranks) > 1 or ranks[0] > 0 else None


def _may_title(words: str) -> bool:
    """Whether a first line is no whole sentence: titles end without a full stop."""
    fits = len(words) <= _TITLE_LENGTH and not words[0].islower()
    return fits and any(map(str.isalnum, words)) and not re.search(r"[.…:;,][»\"”’)\s]*$", words)


def _sectioned(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    section: str | None = None
    for block in blocks:
        if block.kind == "heading":
            section = plain(block.span.of(text))
        yield Block(block.span, block.kind, section)
