"""What the styles of a Word document tell of its paragraphs, in English and French Word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from lxml.etree import _Element as Element

from qa.types import Kind

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_CONTENTS = "contents"
_ROLES = (
    (re.compile(r"(?:title|titre)(?: du document| principal)?$"), "title"),
    (re.compile(r"(?:heading|titre) ?1$"), "top"),
    (re.compile(r"(?:heading|titre) ?[2-9]$"), "heading"),
    (re.compile(r"(?:toc|tm|table of figures|table des illustrations)(?: ?\d)?$"), _CONTENTS),
    (
        re.compile(r"(?:list|liste)\b|paragraphe de liste|listparagraph|paragraphedeliste"),
        "list_item",
    ),
    (re.compile(r"(?:intense )?(?:quote|quotations)|citation|block text"), "quote"),
    (re.compile(r"(?:caption|légende)"), "caption"),
    (re.compile(r"(?:author|auteur|byline)s?$"), "byline"),
    (re.compile(r"date$"), "date"),
)
_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
_HEADINGS = {"title", "top", "heading", _CONTENTS}
_CHAIN = 20
"""Styles that one may be based on."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its role by name, the one it is based on, and whether it numbers or outlines."""

    role: str | None
    base: str | None
    level: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles by identifier; `top` is the kind of first headings."""

    styles: dict[str, Style]
    top: Kind = "heading"

    def kind(self, paragraph: Element) -> Kind | None:
        """The kind of a paragraph; None for a line of a table of contents."""
        role = self.role(paragraph)
        return self.top if role == "top" else _KINDS.get(role)

    def role(self, paragraph: Element) -> str:
        """`top` for a first heading, `contents` in a table of contents, else its kind."""
        own = _style(paragraph.find(f"{W}pPr"), None)
        chain = [own, *self._chain(own.base)]
        role = next((one.role for one in chain if one.role), None)
        if role and role in _HEADINGS:
            return role
        level = next((one.level for one in chain if one.level), "9")
        if level.isdecimal() and int(level) < 9:
            return "heading"
        number = next((one.number for one in chain if one.number), "0")
        return role or ("paragraph" if number == "0" else "list_item")

    def _chain(self, name: str | None) -> Iterator[Style]:
        for _ in range(_CHAIN):
            if name not in self.styles:
                return
            yield self.styles[name]
            name = self.styles[name].base


def styles_of(root: Element) -> dict[str, Style]:
    """The styles of a document, from the root of its part of styles."""
    return {one.get(f"{W}styleId", ""): _named(one) for one in root.iter(f"{W}style")}


def value(element: Element | None, path: str) -> str | None:
    """The value of a property under an element."""
    found = (
        None if element is None else element.find("/".join(f"{W}{one}" for one in path.split("/")))
    )
    return None if found is None else found.get(f"{W}val")


def _named(element: Element) -> Style:
    name = (value(element, "name") or "").lower()
    style_id = element.get(f"{W}styleId", "").lower()
    roles = (_role(one) for one in (name, style_id))
    style = _style(element.find(f"{W}pPr"), next(filter(None, roles), None))
    return Style(style.role, value(element, "basedOn"), style.level, style.number)


def _role(name: str) -> str | None:
    return next((role for pattern, role in _ROLES if pattern.match(name)), None)


def _style(properties: Element | None, role: str | None) -> Style:
    return Style(
        role=role,
        base=value(properties, "pStyle"),
        level=value(properties, "outlineLvl"),
        number=value(properties, "numPr/numId"),
    )
