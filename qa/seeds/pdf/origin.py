"""What a PDF says of itself: its title, authors, date and language."""

from __future__ import annotations

import ctypes
import re
from datetime import date

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from qa.seeds.canonical import Front

_NO_TITLE = re.compile(
    r"(?:présentation|presentation|diapositive|slide|document|untitled|sans (?:titre|nom)|title|"
    r"titre|no title|unspecified|anonymous|powerpoint presentation|présentation powerpoint)\s?\d*"
    r"|microsoft (?:word|excel|powerpoint)\b.*"
    r"|.*\.(?:docx?|pdf|odt|rtf|indd|qxp|qxd|tex|dvi|pptx?|odp|xlsx?|txt|html?|pub|wpd|md)"
    r"|\S*[_\\/]\S*|[\W\d_]*",
    re.I,
)
"""Names of files, and what writers put when they were told nothing."""
_NO_AUTHOR = re.compile(
    r"\(?(?:anonymous|unknown|unspecified|inconnu|admin(?:istrat(?:or|eur))?|user|utilisateur|owner|"
    r"microsoft office user|author|auteur)\)?",
    re.I,
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_OLDEST = 1985
"""Before PDF, a date of creation is one of a clock that was not set."""


def front_of(document: pdfium.PdfDocument) -> Front:
    title, author, created = (_said(document, key) for key in ("Title", "Author", "CreationDate"))
    names = [name.strip() for name in author.split(";")]
    return Front(
        title=None if _NO_TITLE.fullmatch(title.strip(" ()")) else title,
        authors=tuple(name for name in names if name and not _NO_AUTHOR.fullmatch(name)),
        date=_day(created),
        language=_language(document),
    )


def _said(document: pdfium.PdfDocument, key: str) -> str:
    try:
        said: str = document.get_metadata_value(key)
    except UnicodeError:
        return ""
    return "" if "\ufffd" in said else said


def _day(created: str) -> str | None:
    found = _DATE.match(created)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day.isoformat() if day and day.year >= _OLDEST else None


def _language(document: pdfium.PdfDocument) -> str | None:
    length = raw.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = (ctypes.c_ushort * max(length // 2, 1))()
    raw.FPDFCatalog_GetLanguage(document, buffer, length)
    said = bytes(buffer).decode("utf-16-le", errors="replace")
    found = re.match(r"([a-z]{2})(?=[-_\x00]|$)", said, re.I)
    return found[1].lower() if found else None
