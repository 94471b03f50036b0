"""Files to seeds: what is found in the seeds folder, and each file's text and blocks.

A format is one function from bytes to `Text`; `READERS` is where to add it.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qa.errors import SeedsMissingError, SeedUnreadableError
from qa.seeds.canonical import Front, Text
from qa.seeds.decoding import decode
from qa.seeds.text import blocks_of, front_of, plain
from qa.types import Block

__all__ = ["READERS", "Seed", "Text", "discover", "read"]


@dataclass(frozen=True, slots=True)
class Seed:
    """A file that was read; `path` is relative to the folder, with `/`.

    `version` is `sha256:` and the digest of its bytes.
    """

    path: str
    version: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    front: Front
    note: str | None = None
    missing: str | None = None


def _plain_text(data: bytes) -> Text:
    text, note = decode(data)
    blocks = blocks_of(text)
    return Text(text, blocks, front_of(text, blocks), note)


def _pdf(data: bytes) -> Text:
    # Its library is loaded only when there is a PDF.
    from qa.seeds.pdf import read_pdf

    return read_pdf(data)


READERS: dict[str, Callable[[bytes], Text]] = {".txt": _plain_text, ".pdf": _pdf}
"""How each kind of file is read; a reader raises `ValueError` with a reason."""


def discover(folder: Path) -> list[Path]:
    """The files that could be seeds, sorted by relative path; hidden ones are left out."""
    if not folder.is_dir():
        raise SeedsMissingError(folder)
    root = folder.resolve()
    found = [path for path in folder.rglob("*") if _is_seed(path, folder, root)]
    return sorted(found, key=lambda path: _relative(folder, path))


def read(folder: Path, path: Path) -> Seed:
    """The seed in a file; raises `SeedUnreadableError` with the reason."""
    name = _relative(folder, path)
    try:
        data = path.read_bytes()
        text = READERS[path.suffix.lower()](data)
    except OSError as error:
        raise SeedUnreadableError(name, error.strerror or str(error)) from error
    except ValueError as error:
        raise SeedUnreadableError(name, str(error)) from error
    version = "sha256:" + hashlib.sha256(data).hexdigest()
    return Seed(
        path=name,
        version=version,
        title=_title(text, path),
        text=text.text,
        blocks=text.blocks,
        front=text.front,
        note=text.note,
        missing=text.missing,
    )


def _is_seed(path: Path, folder: Path, root: Path) -> bool:
    parts = path.relative_to(folder).parts
    if path.suffix.lower() not in READERS or any(part.startswith(".") for part in parts):
        return False
    # A link must not bring in files from outside the folder; one that leads nowhere is kept, to be
    # reported. `os.path` takes what may not be looked at for absent, where `Path` raises.
    inside = Path(os.path.realpath(path)).is_relative_to(root)
    dangling = os.path.islink(path) and not os.path.exists(path)
    return inside and (os.path.isfile(path) or dangling)


def _relative(folder: Path, path: Path) -> str:
    """The name to show: valid Unicode, whatever bytes the file system gives."""
    name = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", errors="replace")
    return unicodedata.normalize("NFC", name)


def _title(text: Text, path: Path) -> str:
    titles = [block.span.of(text.text) for block in text.blocks if block.kind == "title"]
    named = path.stem.replace("_", " ").replace("-", " ").strip()
    return plain(titles[0]) if titles else named or path.name
