"""Opening a Word document: what is none is refused with a reason that tells what to do."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile

import docx
from docx.document import Document

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LARGEST = 200_000_000
"""Bytes that a document may hold once unpacked."""


def opened(data: bytes) -> Document:
    """The document; raises `ValueError` when it is none, or too large to be read."""
    if reason := _foreign(data):
        raise ValueError(reason)
    _check_size(data)
    try:
        return docx.Document(BytesIO(data))
    # What is missing or misplaced in a broken file shows as nearly any error.
    except Exception as error:
        raise ValueError("its structure is broken") from error


def _foreign(data: bytes) -> str | None:
    if data.startswith(_OLE):
        locked = _ENCRYPTED in data
        reason = "it is protected by a password" if locked else "it is an old .doc file"
        return f"{reason}: save it as .docx" + (" without one" if locked else "")
    if data.startswith(b"{\\rtf"):
        return "it is an RTF file: save it as .docx"
    if data.startswith(b"PK") and b"mimetypeapplication/vnd.oasis" in data[:100]:
        return "it is an OpenDocument file: save it as .docx"
    return None


def _check_size(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (BadZipFile, LargeZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ValueError("it is not a Word document") from error
    if any(part.flag_bits & 1 for part in parts):
        raise ValueError("it is protected by a password: save it without one")
    if sum(part.file_size for part in parts) > _LARGEST:
        raise ValueError("it holds more than 200 MB once unpacked")
