"""What an HTML page says of itself: its head and its JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element as Element

from qa.seeds.canonical import Front, on_one_line
from qa.seeds.metadata import author_names, iso_date, language_code, web_address

_AUTHORS = "author article:author dc.creator dcterms.creator parsely-author byl sailthru.author"
_DATES = (
    "article:published_time datepublished date dc.date dc.date.issued dcterms.created"
    " dcterms.issued pubdate publish-date publication_date parsely-pub-date og:published_time"
)
_SOURCES = "og:url"
_SEPARATOR = re.compile(r"\s+[|\-–—·•»:]\s+")
_KINDS = re.compile(r"Article|Posting|Report|Page|Book|Thesis")
_MANY = 10_000
"""JSON-LD values that are looked at."""


def front_of_page(root: Element) -> Front:
    """What a page says; `title` is the one of its head, not yet that of its headings."""
    told, linked = _metas(root), _json_ld(root)
    authors = author_names(_all(told, _AUTHORS)) or author_names(_names(linked.get("author")))
    dates = [*_all(told, _DATES), _text(linked.get("datePublished"))]
    sources = [*_canonical(root), *_all(told, _SOURCES)]
    return Front(
        title=_title(root, told) or on_one_line(_text(linked.get("headline"))) or None,
        authors=authors,
        date=next((iso_date(one) for one in dates if one and one.strip()), None),
        source=next(filter(None, map(web_address, sources)), None),
        language=language_code(root.get("lang") or root.get("xml:lang") or ""),
    )


def _metas(root: Element) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for one in root.iter("meta"):
        name = one.get("property") or one.get("name") or one.get("itemprop") or ""
        if words := on_one_line(one.get("content") or ""):
            metas.setdefault(name.lower(), []).append(words)
    return metas


def _all(told: dict[str, list[str]], names: str) -> list[str]:
    """The values under the first of the names that is told."""
    return next((told[name] for name in names.split() if name in told), [])


def _canonical(root: Element) -> list[str]:
    links = root.iter("link")
    return [one.get("href", "") for one in links if one.get("rel", "").lower() == "canonical"]


def _title(root: Element, told: dict[str, list[str]]) -> str | None:
    if graph := told.get("og:title"):
        return graph[0]
    named = next((on_one_line(one.text or "") for one in root.findall("head/title")), "")
    return _without_site(named, root, told) or None


def _without_site(title: str, root: Element, told: dict[str, list[str]]) -> str:
    """A page's title without the name of its site, where the page tells which is which."""
    cuts = list(_SEPARATOR.finditer(title))
    if not cuts:
        return title
    known = [*told.get("og:site_name", []), *told.get("application-name", [])]
    headings = [on_one_line("".join(one.itertext())) for one in root.iter("h1")]
    for cut in cuts:
        before, after = title[: cut.start()], title[cut.end() :]
        if any(after.casefold() == one.casefold() for one in known):
            return before
        if any(before.casefold() == one.casefold() for one in headings):
            return before
    return title


def _json_ld(root: Element) -> dict[str, Any]:
    """The first article that the page describes for search engines."""
    scripts = (one for one in root.iter("script") if "ld+json" in one.get("type", "").lower())
    found = [one for script in scripts for one in _objects(_loaded(script.text or ""))]
    articles = (one for one in found if _KINDS.search(str(one.get("@type", ""))[:200]))
    return next((one for one in articles if "headline" in one or "datePublished" in one), {})


def _loaded(words: str) -> Any:
    try:
        return json.loads(words, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [value], 0
    while waiting and seen < _MANY:
        one, seen = waiting.pop(0), seen + 1
        if isinstance(one, dict):
            yield one
            waiting += list(one.values())
        elif isinstance(one, list):
            waiting += one


def _names(author: Any) -> Iterator[str]:
    for one in author if isinstance(author, list) else [author]:
        yield _text(one.get("name")) if isinstance(one, dict) else _text(one)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
