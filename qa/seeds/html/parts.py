"""Which parts of a page are its text: menus, notices, links to other pages are not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element as Element

from qa.seeds.html.marks import style, tokens
from qa.seeds.html.measures import Measure

_FRAME = frozenset("nav aside dialog".split())
_ROLES = frozenset(
    "navigation banner contentinfo search dialog alertdialog complementary menu menubar toolbar"
    " tablist tooltip".split()
)
_NAMED = frozenset(
    "cookie cookies consent gdpr rgpd newsletter share sharing partage social breadcrumb"
    " breadcrumbs sidebar menu nav navbar navigation footer comment comments commentaires related"
    " promo ad ads advert advertisement publicite sponsored outbrain taboola modal popup paywall"
    " toc skip editsection noprint".split()
)
_HIDDEN = re.compile(r"display:none|visibility:hidden|mso-list:ignore|mso-hide:all")
_LISTS = frozenset("ul ol dl div p section table td".split())
_SEE_ALSO = re.compile(
    r"\s*[(\[]?(?:(?:à )?(?:lire|voir|écouter) aussi|à (?:lire|voir|découvrir)\b|read (?:also|more)"
    r"|(?:sur|dans) l[ae] même (?:sujet|thème|rubrique)|articles? (?:liés?|similaires?|associés?)"
    r"|les plus (?:lus|vus|partagés|commentés|populaires|récents)|vous (?:aimerez|êtes ici)"
    r"|related)",
    re.I,
)
_LINKED = 0.8
"""The part of the words that are links from which a list is a menu."""
_MOST = 0.5
_HEADINGS = frozenset("h2 h3 h4 h5 h6".split())


def unseen(element: Element) -> bool:
    """Whether a reader of the page sees nothing of it, or only its navigation."""
    if element.tag in {"html", "body"}:
        return False
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return element.tag == "nav" or hidden or bool(_HIDDEN.search(style(element)))


@dataclass(frozen=True, slots=True)
class Furniture:
    """Tells what is around the text under `root`."""

    root: Element
    measures: dict[Element, Measure]
    tables: frozenset[Element]
    """The tables that hold data: their links are no menu."""

    def __call__(self, element: Element) -> bool:
        return unseen(element) or (self._is_small(element) and self._surrounds(element))

    def _is_small(self, element: Element) -> bool:
        """Whether the text remains without it."""
        measure = self.measures[element]
        return not measure.main and measure.chars < _MOST * self.measures[self.root].chars

    def _surrounds(self, element: Element) -> bool:
        if element.tag in _FRAME or element.get("role") in _ROLES:
            return True
        if element.tag in {"header", "footer"} and not _is_inside_text(element):
            return True
        return not _NAMED.isdisjoint(tokens(element)) or self._is_menu(element)

    def _is_menu(self, element: Element) -> bool:
        if element.tag in _HEADINGS:
            return self._heads_menu(element)
        measure = self.measures[element]
        if element.tag not in _LISTS or self._is_of_data(element):
            return False
        if measure.linked > _MOST * measure.chars and _SEE_ALSO.match(_beginning(element)):
            return True
        linked = measure.links > 1 and measure.linked >= _LINKED * measure.chars
        return linked and not self._is_announced(element)

    def _heads_menu(self, heading: Element) -> bool:
        after = heading.getnext()
        if after is None or after.tag in _HEADINGS:
            return False
        return bool(_SEE_ALSO.match(_beginning(heading))) and self._is_menu(after)

    def _is_announced(self, element: Element) -> bool:
        """Whether the text leads to it: "Les pays suivants :", or a heading in an article."""
        before = element.getprevious()
        words = "" if before is None else "".join(before.itertext()).strip()
        if _SEE_ALSO.match(words) or not words:
            return False
        return words.endswith(":") or (before.tag in _HEADINGS and self.root.tag != "body")

    def _is_of_data(self, element: Element) -> bool:
        table = next(element.iterancestors("table"), None)
        return element in self.tables or table in self.tables


def _is_inside_text(element: Element) -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _beginning(element: Element) -> str:
    return "".join(element.itertext())[:80]
