"""What single HTML elements tell by their name, attributes and style."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from qa.types import Kind

BLOCKS: dict[str, Kind | None] = {
    **dict.fromkeys(
        "address article aside body center details dialog dir div dl fieldset figure footer form"
        " header hgroup hr html legend main menu nav ol p pre section summary table tbody td tfoot"
        " th thead tr ul xmp plaintext".split()
    ),
    **dict.fromkeys("h2 h3 h4 h5 h6".split(), "heading"),
    **dict.fromkeys("li dt dd".split(), "list_item"),
    "h1": "title",
    "blockquote": "quote",
    "figcaption": "caption",
    "caption": "caption",
}
"""What starts on a line of its own; None takes the kind of what is around it."""
UNREAD = frozenset(
    "script style template noscript noframes noembed svg iframe object embed applet canvas audio"
    " video map head title xml button input select textarea datalist label option output progress"
    " meter rp".split()
)
"""What holds no words of the page, or the controls of a form."""
_BYLINE = frozenset("byline author authors auteur auteurs auteure signature".split())
_CLASSES: dict[str, Kind] = {
    "msotitle": "title",
    "msocaption": "caption",
    "msoquote": "quote",
    "msointensequote": "quote",
}
_NOTE_MARK = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|[a-z*†]|(?:note|n)\s?\d{1,3})\s*[\])]?\s*$", re.I)
_WORD = re.compile(r"[a-zà-ÿ]+")
_WORD_LIST = re.compile(r"mso-list:l\d")


def tokens(element: Element) -> set[str]:
    """The words in an element's class and identifier: `site-navBar` has site, nav and bar."""
    named = f"{element.get('class', '')} {element.get('id', '')}"
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", named)
    return set(_WORD.findall(parted.lower()))


def style(element: Element) -> str:
    return re.sub(r"\s+", "", element.get("style", "")).lower()


def marked_kind(element: Element) -> Kind | None:
    """The kind that attributes tell: by-lines, dates, and what Word wrote as HTML."""
    if element.tag == "time" or element.get("itemprop") == "datePublished":
        return "date"
    if element.get("rel") == "author" or element.get("itemprop") == "author":
        return "byline"
    if _WORD_LIST.search(style(element)):
        return "list_item"
    classes = element.get("class", "").lower().split()
    told = next((_CLASSES[one] for one in classes if one in _CLASSES), None)
    return told or ("byline" if _BYLINE.intersection(classes) else None)


def is_note_mark(element: Element) -> bool:
    """Whether it only calls a note or leads back from one."""
    if element.tag == "a" and element.get("href", "").startswith("#"):
        words = "".join(element.itertext())
        raised = element.find(".//sup") is not None or "MsoFootnoteReference" in _inside(element)
        return not any(map(str.isalnum, words)) or (raised and _is_number(words))
    if element.tag != "sup":
        return False
    link = element.find(".//a[@href]")
    return link is not None and "#" in link.get("href") and _is_number("".join(element.itertext()))


def _is_number(words: str) -> bool:
    return bool(_NOTE_MARK.match(words))


def _inside(element: Element) -> set[str]:
    return {one.get("class", "") for one in element.iterdescendants()}
