"""Bytes to canonical text: decoded and normalised here, once; afterwards offsets are the truth."""

from __future__ import annotations

import codecs
import re

from qa.seeds.canonical import NoTextError, clean

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", None),
    (codecs.BOM_UTF16_LE, "utf-16-le", "read as UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "read as UTF-16"),
)
_NEWLINE = re.compile(r"\r\n?|[\u0085\u2028\u2029\f\v]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_BINARY = 0.05
"""The part of control and undecodable characters from which a file is no text."""


def decode(data: bytes) -> tuple[str, str | None]:
    """The canonical text, and a note when it was not UTF-8.

    Raises `ValueError` when it is no text, `NoTextError` when nothing can be read in it.
    """
    text, note = _decoded(data)
    if len(_CONTROL.findall(text)) > _BINARY * len(text):
        raise ValueError("it is not a text file")
    canonical = _canonical(text)
    if not canonical.strip():
        raise NoTextError("it has no text")
    return canonical, note


def _decoded(data: bytes) -> tuple[str, str | None]:
    for bom, encoding, note in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace"), note
    if b"\0" in data:
        raise ValueError("it is not a text file")
    try:
        return data.decode(), None
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "read as Windows-1252"


def _canonical(text: str) -> str:
    lines = _NEWLINE.sub("\n", text).replace("\t", " ")
    return clean(lines)
