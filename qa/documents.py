"""Seeds to documents: named, cut into sentences; and documents to JSON and back."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any

from qa.language import detect
from qa.seeds import Seed
from qa.sentences import segment
from qa.types import Document, Sentence, Span

_NAMES = ("id", "path", "version", "title", "language", "text", "authors", "date", "source")
_SAMPLE = 500
"""Characters of a text that tell its language."""


def assemble(seed: Seed, identity: str) -> Document:
    """The document of a seed, cut into sentences."""
    places = [(span, block) for block in seed.blocks for span in segment(seed.text, block.span)]
    sentences = tuple(
        Sentence(index, span, block.kind, block.section, block.page)
        for index, (span, block) in enumerate(places)
    )
    return Document(
        id=identity,
        path=seed.path,
        version=seed.version,
        title=seed.title,
        language=_language(seed),
        text=seed.text,
        sentences=sentences,
        authors=seed.front.authors,
        date=seed.front.date,
        source=seed.front.source,
    )


def unique_ids(paths: Sequence[str]) -> dict[str, str]:
    """A slug for each path; paths of the same slug get a digest of their own besides."""
    slugs = {path: _slug(path) for path in paths}
    shared = Counter(slugs.values())
    return {
        path: slug if shared[slug] == 1 else f"{slug}-{_digest(path)}"
        for path, slug in slugs.items()
    }


def to_json(document: Document) -> str:
    """A document as one line of JSON; sentences as [start, end, kind, section, page]."""
    sentences = [
        [one.span.start, one.span.end, one.kind, one.section, one.page]
        for one in document.sentences
    ]
    value = {name: getattr(document, name) for name in _NAMES}
    return json.dumps(value | {"sentences": sentences}, ensure_ascii=False)


def named(line: str, identity: str) -> str:
    """A document's line with this id, whichever it had."""
    if line.startswith(f'{{"id": {json.dumps(identity)}, '):
        return line
    return json.dumps(json.loads(line) | {"id": identity}, ensure_ascii=False) + "\n"


def from_json(line: str) -> Document:
    """The document again; `ValueError` when it is none or its spans do not fit its text."""
    try:
        document = _document(json.loads(line))
        _check(document)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"it is no document: {error}") from error
    return document


def _document(value: dict[str, Any]) -> Document:
    sentences = tuple(
        Sentence(index, Span(start, end), kind, section, page)
        for index, (start, end, kind, section, page) in enumerate(value.pop("sentences"))
    )
    authors = tuple(value.pop("authors"))
    return Document(**value, sentences=sentences, authors=authors)


def _language(seed: Seed) -> str:
    """The language of the body's words; where they do not tell, what the file says of itself."""
    found = detect(_sample(seed))
    return seed.front.language or found if found == "unknown" else found


def _sample(seed: Seed) -> str:
    prose = [one.span.of(seed.text) for one in seed.blocks if one.kind == "paragraph"]
    return " ".join(prose)[:_SAMPLE] or seed.text[:_SAMPLE]


def _check(document: Document) -> None:
    end = 0
    for sentence in document.sentences:
        if sentence.span.start < end:
            raise ValueError(f"sentence {sentence.index} of {document.id} overlaps another")
        end = sentence.span.end
    if end > len(document.text):
        raise ValueError(f"the last sentence of {document.id} is outside its text")


def _slug(path: str) -> str:
    stem = re.sub(r"\.\w+$", "", path).replace("œ", "oe").replace("Œ", "oe")
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or _digest(path)


def _digest(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:8]
