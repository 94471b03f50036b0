"""A file put into the seeds folder: its name made harmless, its bytes there whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from pathlib import Path

from qa.errors import InvalidRequestError, NotKeptError, SeedKindError
from qa.seeds import name_of
from qa.seeds.formats import FORMATS

_LONGEST = 200
"""Bytes of a name."""
_HIDDEN = re.compile(r"^(?:~\$|[ .])+|[ .]+$")
"""What would hide a file, and dots and spaces that some systems drop."""
_HARMFUL = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


def add(folder: Path, name: str, data: bytes) -> str:
    """Write a file into the folder, over one of the same name; gives the name it got."""
    safe = safe_name(name)
    if not data:
        raise InvalidRequestError("the file is empty")
    try:
        _write(folder, safe, data)
    except OSError as error:
        raise NotKeptError("The file", error) from error
    return safe


def _write(folder: Path, name: str, data: bytes) -> None:
    descriptor, draft = tempfile.mkstemp(prefix=".upload-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, 0o644)
        os.replace(draft, _place(folder, name))
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise


def _place(folder: Path, name: str) -> Path:
    """Where the file of this name is, however its accents are written, or else is to be."""
    return next((one for one in folder.iterdir() if name_of(folder, one) == name), folder / name)


def safe_name(name: str) -> str:
    """The name as a file of the folder itself, of a kind that is read; else raises."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    safe = _HIDDEN.sub("", _HARMFUL.sub("_", last)).strip()
    suffix = Path(safe).suffix
    if suffix.lower() not in FORMATS or not safe.removesuffix(suffix).strip("_. "):
        raise SeedKindError(name, sorted(FORMATS))
    stem = safe.removesuffix(suffix).encode()[: _LONGEST - len(suffix)]
    return stem.decode(errors="ignore") + suffix
