"""Where the files of an index lie, and the manifest that vouches for them.

INDEX/
  current               the id of the version in use
  previous              the id of the one before it, kept whole
  lock                  held while a build runs
  versions/<id>/
    manifest.json       format, models, seeds, counts, every file's SHA-256
    documents.jsonl     one canonical document a line
    vectors.faiss       one vector a sentence
    lexical/            terms and postings, as arrays
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from qa import terms
from qa.errors import IndexCorruptError, IndexMissingError, IndexStaleError
from qa.types import IndexInfo, SeedReport

FORMAT = 3
"""Raised by any change of these files, of the canonical text or of its segmentation."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Names every file of an index folder."""

    folder: Path

    @property
    def current(self) -> Path:
        return self.folder / "current"

    @property
    def previous(self) -> Path:
        return self.folder / "previous"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def versions(self) -> Path:
        return self.folder / "versions"

    def version(self, identity: str) -> Version:
        return Version(self.versions / identity)

    def in_use(self) -> Version:
        """The version that `current` names."""
        try:
            return self.version(self.current.read_text(encoding="utf-8").strip())
        except FileNotFoundError:
            raise IndexMissingError(self.folder) from None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexCorruptError(self.current, str(error)) from error

    def before(self) -> Version:
        """The version that `previous` names, which need not be there."""
        return self.version(named(self.previous) or "none")


@dataclass(frozen=True, slots=True)
class Version:
    """Names every file of one version."""

    folder: Path

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest.json"

    @property
    def documents(self) -> Path:
        return self.folder / "documents.jsonl"

    @property
    def vectors(self) -> Path:
        return self.folder / "vectors.faiss"

    @property
    def lexical(self) -> Path:
        return self.folder / "lexical"

    def files(self) -> Iterator[Path]:
        """All files but the manifest, sorted."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path != self.manifest:
                yield path


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version holds; `files` maps relative paths to SHA-256 in hexadecimal."""

    format: int
    info: IndexInfo
    fingerprint: str
    analyser: str
    files: dict[str, str]

    def to_json(self) -> str:
        return json.dumps(self, default=_plain, ensure_ascii=False)


def named(pointer: Path) -> str:
    """The id that a pointer file holds; empty when there is none."""
    try:
        return pointer.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _plain(value: Any) -> dict[str, Any]:
    return {one.name: getattr(value, one.name) for one in fields(value)}


def index_id(fingerprint: str, seeds: Sequence[tuple[str, str | None]]) -> str:
    """The id of what these seeds give: the same anywhere, whenever and wherever it is built.

    `seeds` are (relative path, content hash), sorted; None for a file that could not be had, or
    read to its end.
    """
    recipe = [FORMAT, fingerprint, terms.FINGERPRINT, seeds]
    return "idx_" + hashlib.sha256(json.dumps(recipe).encode()).hexdigest()[:24]


def checksums(version: Version) -> dict[str, str]:
    """SHA-256 of each file, by relative path."""
    return {path.relative_to(version.folder).as_posix(): _sha256(path) for path in version.files()}


def read_manifest(version: Version) -> Manifest:
    """The manifest, once it and the files it names have proved whole."""
    manifest = _parsed(version.manifest)
    found = checksums(version)
    if found != manifest.files:
        raise IndexCorruptError(version.folder, _difference(found, manifest.files))
    return manifest


def _parsed(path: Path) -> Manifest:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        if value["format"] != FORMAT:
            raise IndexStaleError(f"it has format {value['format']}, this program reads {FORMAT}")
        return _manifest(value)
    except FileNotFoundError:
        raise IndexCorruptError(path, "it is missing") from None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise IndexCorruptError(path, f"it cannot be read ({error})") from error


def _manifest(value: dict[str, Any]) -> Manifest:
    info = value["info"]
    reports = tuple(SeedReport(**one) for one in info["files"])
    return Manifest(**value | {"info": IndexInfo(**info | {"files": reports})})


def _difference(found: dict[str, str], expected: dict[str, str]) -> str:
    name = min(name for name, _ in found.items() ^ expected.items())
    return f"{name} is missing" if name not in found else f"{name} is not what was written"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
