"""Word documents: the body as it reads, then its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml
from lxml.etree import LxmlError
from lxml.etree import _Element as Element

from qa.seeds.canonical import Front, Piece, Text, compose, on_one_line
from qa.seeds.docx.package import opened
from qa.seeds.docx.styles import Styles, W, styles_of
from qa.seeds.docx.walk import Walk
from qa.seeds.metadata import author_names, iso_date, language_code, title_of, with_main_heading

_NOTES = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)
_NO_TITLE = re.compile(
    r"microsoft word|document ?\d*$|word document|sans titre|untitled|titre$|title$|.*\.docx?$",
    re.I,
)
_NOBODY = re.compile(
    r"(?:python-docx|un-named|(?:windows|microsoft office) user|utilisateur.*|user|admin.*)$", re.I
)
_TEMPLATE = datetime(2013, 12, 23, 23, 15)
"""When python-docx's own template was made: the documents that it writes say so."""


def read_docx(data: bytes) -> Text:
    """The text of a Word document; raises `ValueError` when it is none."""
    document = opened(data)
    try:
        pieces, missing = _pieces(document)
        front = _front(document)
    # python-docx raises nearly any error where a part or an attribute is not what it should be.
    except (LxmlError, LookupError, AttributeError, TypeError, ValueError) as error:
        raise ValueError("its structure is broken") from error
    pieces = with_main_heading(pieces, front.title)
    front = replace(front, title=title_of(pieces) or front.title)
    return compose(pieces, front, missing=missing)


def _pieces(document: Document) -> tuple[list[Piece], str | None]:
    body = document.element.body
    styles = Styles(styles_of(document.styles.element))
    roles = {styles.role(one) for one in body.iter(f"{W}p")}
    walk = Walk(styles if "title" in roles else replace(styles, top="title"))
    pieces = [one for one in walk.pieces(body) if on_one_line(one.words)]
    pieces = _with_one_title(pieces) if "title" in roles else pieces
    embedded = "the documents embedded in it" if body.find(f".//{W}altChunk") is not None else None
    try:
        return [*pieces, *_notes(document, walk)], embedded
    except (LxmlError, ValueError):
        return pieces, "its notes"


def _with_one_title(pieces: list[Piece]) -> list[Piece]:
    """What has the style of titles after the first is a heading."""
    titles = [rank for rank, one in enumerate(pieces) if one.kind == "title"]
    for rank in titles[1:]:
        pieces[rank] = replace(pieces[rank], kind="heading")
    return pieces


def _notes(document: Document, walk: Walk) -> list[Piece]:
    """The footnotes, then the endnotes, as paragraphs."""
    parts = [one for one in document.part.rels.values() if one.reltype in _NOTES]
    roots = [parse_xml(one.target_part.blob) for one in parts if not one.is_external]
    notes = (note for root in roots for note in root if note.get(f"{W}type", "normal") == "normal")
    return [one for note in notes for one in walk.pieces(note)]


def _front(document: Document) -> Front:
    language = next(_languages(document), None)
    relations = document.part.package.rels.values()
    if all(one.reltype != RELATIONSHIP_TYPE.CORE_PROPERTIES for one in relations):
        return Front(language=language)
    core = document.core_properties
    names = [one for one in core.author.split(";") if not _NOBODY.match(one.strip())]
    return Front(
        title=None if _NO_TITLE.match(core.title.strip()) else core.title,
        authors=author_names(names),
        date=_day(core.created) or _day(core.modified),
        language=language_code(core.language) or language,
    )


def _day(moment: datetime | None) -> str | None:
    if moment is None or moment.replace(tzinfo=None) == _TEMPLATE:
        return None
    return iso_date(moment.isoformat())


def _languages(document: Document) -> Iterator[str]:
    """The language of the default style; American English is the one that nobody set."""
    defaults: list[Element] = document.styles.element.findall(f"{W}docDefaults//{W}lang")
    for one in defaults:
        told = one.get(f"{W}val", "")
        if told != "en-US" and (code := language_code(told)):
            yield code
