"""What the blocks of a page are: headings, captions, items of lists, notes."""

from __future__ import annotations

import re

from qa.seeds.pdf.marks import is_item, is_led
from qa.seeds.pdf.rows import Line
from qa.seeds.pdf.setting import LARGE, Measures
from qa.types import Kind

_LONGEST = 200
"""Characters of a heading at most."""
_CAPITALS = 80
_HUGE = 1.4

_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)|tab(?:leau|le|\.)|carte|graphique|schéma|photo(?:graphie)?|image|encadré|"
    r"illustration|planche|document)\s*(?:n°\s*)?(?:\d+(?:[.-]\d+)*|[IVX]+)\s*(?:[.:)–—-]|$)"
    r"|(?:légende|crédits?|photo|source)s?(?: photo| image)?\s?[:©]",
    re.I,
)
_NUMBERED_CAPTION = re.compile(r"(?:Figure|Fig\.|Tableau|Table) (?:\d+|[IVX]+) (?=[A-ZÀ-Þ])")
_NOTE = re.compile(r"([⁰¹²³⁴-⁹]+|\d{1,3}|\*{1,3}|[†‡])[.)]?\s*(?=\S)")
_SMALL = 0.92


def kind_of(lines: tuple[Line, ...], text: str, usual: Measures) -> Kind:
    if _CAPTION.match(text) or _NUMBERED_CAPTION.match(text):
        return "caption"
    if is_led(text):
        return "list_item"
    if _is_heading(lines, text, usual):
        return "heading"
    return "list_item" if is_item(text) else "paragraph"


def _is_heading(lines: tuple[Line, ...], text: str, usual: Measures) -> bool:
    if len(text) > _LONGEST or len(lines) > 3 or not any(map(str.isalpha, text)):
        return False
    ratio = lines[0].size / usual.size
    if ratio >= LARGE:
        return ratio >= _HUGE or not text.endswith((".", ";", ","))
    stands_out = (lines[0].bold and not usual.bold) or _is_in_capitals(text)
    return stands_out and ratio > _SMALL and not text.endswith((".", ";", ","))


def _is_in_capitals(text: str) -> bool:
    return text.isupper() and 4 <= len(text) <= _CAPITALS


def notes_from(lines: tuple[Line, ...], usual: Measures) -> int:
    """Where the footnotes begin with which a column ends: small, the first with its mark."""
    first = len(lines)
    while first and lines[first - 1].size <= _SMALL * usual.size:
        first -= 1
    while first < len(lines) and not begins_note(lines[first]):
        first += 1
    return first


def begins_note(line: Line) -> bool:
    return bool(_NOTE.match(line.text))


def mark_of(text: str) -> str:
    found = _NOTE.match(text)
    return found[1] if found else ""
