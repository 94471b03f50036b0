"""How much text each element of a page holds, and which element holds the article."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

_MOST = 0.5


@dataclass(slots=True)
class Measure:
    """What an element holds: characters, those in links, links, and headings of the page."""

    chars: int = 0
    linked: int = 0
    links: int = 0
    main: bool = False

    def add(self, other: Measure) -> None:
        self.chars += other.chars
        self.linked += other.linked
        self.links += other.links
        self.main = self.main or other.main


def measured(root: Element) -> dict[Element, Measure]:
    """The measure of each element under a root."""
    measures: dict[Element, Measure] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = Measure(_length(element.text))
        for child in element:
            own.add(measures[child])
            own.chars += _length(child.tail)
        if element.tag == "a" and element.get("href"):
            own.linked, own.links = own.chars, 1
        own.main = own.main or element.tag in {"main", "h1"}
        measures[element] = own
    return measures


def main_part(body: Element, measures: dict[Element, Measure]) -> Element:
    """The element that holds the text of the page."""
    mains = [one for one in body.iter() if one.tag == "main" or one.get("role") == "main"]
    largest = max(mains, key=lambda one: measures[one].chars, default=None)
    if largest is not None and measures[largest].chars:
        return largest
    articles = list(body.iter("article"))
    article = max(articles, key=lambda one: measures[one].chars, default=body)
    enough = len(articles) == 1 or measures[article].chars > _MOST * measures[body].chars
    return article if enough and measures[article].chars else body


def _length(words: str | None) -> int:
    return len("".join(words.split())) if words else 0
