"""The YAML that a Markdown file opens with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from qa.seeds.canonical import Front
from qa.seeds.metadata import author_names, iso_date, language_code, web_address

BROKEN = Front()
"""What front matter that cannot be read says."""
_KEYS = {
    "title": "title titre",
    "authors": "author authors auteur auteurs auteure auteures autrice autrices by par",
    "date": "date published publié publication pubdate created",
    "source": "source url canonical canonical_url lien",
    "language": "lang language langue",
}
_DATES = re.compile(
    r"date (?:de|of) (?:publication|parution)|published[ _-]at|(?:publish|pub)[ _-]?date"
)
_KEY = re.compile(r"\w[\w .-]*:(?:\s|$)|\s+\S|- |#|$")
_NOTHING = {"", "~", "null"}
_LONG = 100_000
"""Characters that are never front matter."""


def front_of_yaml(text: str) -> Front | None:
    """What it says; `BROKEN` when it cannot be read, None when it is no YAML but text."""
    values = _loaded(text)
    if isinstance(values, dict):
        return _front({_plain(key): value for key, value in values.items()})
    lines = text.split("\n")
    return BROKEN if all(map(_KEY.match, lines)) and any(":" in one for one in lines) else None


def _loaded(text: str) -> Any:
    if len(text) > _LONG:
        return None
    try:
        # Every scalar stays as it is written: dates are read as one does in any file.
        return yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _plain(key: Any) -> str:
    name = str(key).strip().lower() if isinstance(key, str) else ""
    return "date" if _DATES.fullmatch(name) else name


def _front(values: dict[str, Any]) -> Front:
    told = {field: list(_told(values, names)) for field, names in _KEYS.items()}
    return Front(
        title=next(iter(told["title"]), None),
        authors=author_names(told["authors"]),
        date=next(filter(None, map(iso_date, told["date"])), None),
        source=next(filter(None, map(web_address, told["source"])), None),
        language=next(filter(None, map(language_code, told["language"])), None),
    )


def _told(values: dict[str, Any], names: str) -> Iterator[str]:
    for name in names.split():
        value = values.get(name)
        for one in value if isinstance(value, list) else [value]:
            word = (one.get("name") or one.get("nom")) if isinstance(one, dict) else one
            if isinstance(word, str) and word.strip() not in _NOTHING:
                yield word
