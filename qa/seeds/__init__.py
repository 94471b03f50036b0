"""Files to seeds: what is found in the seeds folder, and each file's text and blocks.

A format is one function from bytes to `Text`; `qa.seeds.formats` is where to add it.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from qa.errors import SeedsMissingError, SeedUnreadableError, SeedWithoutTextError
from qa.seeds.canonical import CutShortError, Front, NoTextError, Text
from qa.seeds.formats import FORMATS, UNREAD
from qa.seeds.isolation import Readers
from qa.seeds.text import plain
from qa.types import Block

__all__ = ["FORMATS", "File", "Readers", "Seed", "discover", "fetch", "name_of", "parse", "read"]

_LARGEST = 100 * 2**20
"""Bytes of a file at most."""


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes; `path` is relative to the folder, with `/`.

    `version` is `sha256:` and the digest of the bytes.
    """

    path: str
    data: bytes
    version: str


@dataclass(frozen=True, slots=True)
class Seed:
    """A file that was read: its canonical text and what it says of itself."""

    path: str
    version: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    front: Front
    note: str | None = None
    missing: str | None = None


def discover(folder: Path) -> list[Path]:
    """The files that could be seeds, sorted by relative path; hidden ones are left out.

    Links to folders are not followed. A folder that cannot be listed stands for what is in it, to
    be reported.
    """
    if not folder.is_dir():
        raise SeedsMissingError(folder)
    found: list[Path] = []
    unlisted: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=unlisted.append):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        within = Path(place)
        found += [within / name for name in names if _is_seed(place, name, folder)]
    found += [Path(error.filename) for error in unlisted]
    return sorted(found, key=lambda path: (name_of(folder, path), os.fspath(path)))


def fetch(folder: Path, path: Path) -> File:
    """A file's bytes; raises `SeedUnreadableError` with the reason."""
    name = name_of(folder, path)
    try:
        if path.stat().st_size > _LARGEST:
            raise SeedUnreadableError(name, f"it is larger than {_LARGEST >> 20} MB")
        data = path.read_bytes()
    except OSError as error:
        raise SeedUnreadableError(name, error.strerror or str(error)) from error
    return File(name, data, "sha256:" + hashlib.sha256(data).hexdigest())


def read(folder: Path, path: Path) -> Seed:
    """The seed in a file of the folder; raises `SeedUnreadableError` with the reason."""
    with Readers() as readers:
        return parse(fetch(folder, path), readers)


def parse(file: File, readers: Readers) -> Seed:
    """The seed in a file's bytes; raises `SeedUnreadableError` with the reason."""
    try:
        text = readers.read(Path(file.path).suffix.lower(), file.data)
    except NoTextError as error:
        raise SeedWithoutTextError(file.path, str(error), file.version) from error
    except CutShortError as error:  # without a version, it is tried again
        raise SeedUnreadableError(file.path, str(error)) from error
    except ValueError as error:
        raise SeedUnreadableError(file.path, str(error), file.version) from error
    return Seed(
        path=file.path,
        version=file.version,
        title=_title(text, Path(file.path)),
        text=text.text,
        blocks=text.blocks,
        front=text.front,
        note=text.note,
        missing=text.missing,
    )


def name_of(folder: Path, path: Path) -> str:
    """The path relative to the folder: valid Unicode, whatever bytes the file system gives."""
    relative = os.fspath(path).removeprefix(os.path.join(folder, ""))
    name = os.fsencode(relative).decode("utf-8", errors="replace")
    return unicodedata.normalize("NFC", name)


def _is_seed(place: str, name: str, folder: Path) -> bool:
    suffix = os.path.splitext(name)[1].lower()
    if (suffix not in FORMATS and suffix not in UNREAD) or _is_hidden(name):
        return False
    path = os.path.join(place, name)
    if not os.path.islink(path):
        return os.path.isfile(path)
    # A link must not bring in files from outside the folder; one that leads nowhere is kept, to be
    # reported.
    inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
    return inside and (os.path.isfile(path) or not os.path.exists(path))


def _is_hidden(name: str) -> bool:
    # "~$" begins the lock files that word processors leave beside a document.
    return name.startswith((".", "~$"))


def _title(text: Text, path: Path) -> str:
    titles = [block.span.of(text.text) for block in text.blocks if block.kind == "title"]
    named = path.stem.replace("_", " ").replace("-", " ").strip()
    return plain(titles[0]) if titles else named or path.name
