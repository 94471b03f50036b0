"""Seeds to a version on disk: built aside, made durable, then put in use by one rename."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from qa import dense, documents, lexical, seeds
from qa.errors import (
    IndexBusyError,
    IndexWriteError,
    NoReadableSeedError,
    SeedUnreadableError,
    VerbatimError,
)
from qa.index.layout import FORMAT, Layout, Manifest, Version, checksums, index_id, read_manifest
from qa.labels import search_text
from qa.seeds import Seed
from qa.settings import Settings
from qa.terms import FINGERPRINT, terms
from qa.types import Document, Embedder, IndexInfo, SeedNote, Vectors

Progress = Callable[[str, int, int], None]
"""Told of a step's name, what is done of it, and its whole."""

_BATCH = 1024
_ASIDE = "tmp-"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a seeds folder gave: the seeds read, and those that could not be."""

    seeds: tuple[Seed, ...]
    failures: tuple[SeedNote, ...]

    @property
    def notes(self) -> tuple[SeedNote, ...]:
        return tuple(SeedNote(seed.path, seed.note) for seed in self.seeds if seed.note)

    @property
    def hashes(self) -> tuple[tuple[str, str], ...]:
        return tuple((seed.path, seed.version) for seed in self.seeds)


def read_seeds(folder: Path, progress: Progress) -> Reading:
    """Every seed of the folder; raises when there is none that can be read."""
    paths = seeds.discover(folder)
    read: list[Seed] = []
    failures: list[SeedNote] = []
    for done, path in enumerate(paths, start=1):
        try:
            read.append(seeds.read(folder, path))
        except SeedUnreadableError as error:
            failures.append(SeedNote(error.path, error.reason))
        progress("read", done, len(paths))
    if not read:
        raise NoReadableSeedError(folder, [(one.path, one.reason) for one in failures])
    return Reading(tuple(read), tuple(failures))


def build(settings: Settings, embedder: Embedder, progress: Progress) -> IndexInfo:
    """Read the seeds, index them and put the new version in use; one builder at a time."""
    reading = read_seeds(settings.seeds, progress)
    layout = Layout(settings.index)
    try:
        with _locked(layout):
            return _build(layout, reading, embedder, progress)
    except OSError as error:
        raise IndexWriteError(settings.index, error.strerror or str(error)) from error


def _build(layout: Layout, reading: Reading, embedder: Embedder, progress: Progress) -> IndexInfo:
    _clean(layout)
    identity = index_id(embedder.fingerprint, reading.hashes)
    kept = _whole(layout, identity)
    if kept and kept.failures == reading.failures:
        _use(layout, identity)
        return kept
    aside = Version(layout.versions / f"{_ASIDE}{identity}")
    aside.folder.mkdir()
    info = _write(aside, identity, reading, embedder, progress)
    _swap_in(layout, aside, identity)
    return info


def _write(
    version: Version, identity: str, reading: Reading, embedder: Embedder, progress: Progress
) -> IndexInfo:
    assembled = documents.assemble_all(reading.seeds)
    _write_documents(version.documents, assembled)
    by_document = [[search_text(one, part) for part in one.sentences] for one in assembled]
    version.lexical.mkdir()
    lexical.write(version.lexical, ([terms(text) for text in one] for one in by_document))
    texts = [text for one in by_document for text in one]
    dense.write(version.vectors, _embed(embedder, texts, progress))
    info = IndexInfo(
        id=identity,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        documents=len(assembled),
        sentences=len(texts),
        embedder=embedder.name,
        failures=reading.failures,
        notes=reading.notes,
    )
    _write_manifest(version, info, embedder, reading)
    return info


def _write_documents(path: Path, assembled: Sequence[Document]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(documents.to_json(one) + "\n" for one in assembled)


def _embed(embedder: Embedder, texts: Sequence[str], progress: Progress) -> Vectors:
    parts = []
    for start in range(0, len(texts), _BATCH):
        parts.append(embedder.embed_passages(texts[start : start + _BATCH]))
        progress("embed", min(start + _BATCH, len(texts)), len(texts))
    return np.concatenate(parts)


def _write_manifest(
    version: Version, info: IndexInfo, embedder: Embedder, reading: Reading
) -> None:
    manifest = Manifest(
        format=FORMAT,
        info=info,
        fingerprint=embedder.fingerprint,
        analyser=FINGERPRINT,
        seeds=reading.hashes,
        files=checksums(version),
    )
    version.manifest.write_text(manifest.to_json(), encoding="utf-8")


def _whole(layout: Layout, identity: str) -> IndexInfo | None:
    version = Version(layout.versions / identity)
    try:
        return read_manifest(version).info if version.folder.is_dir() else None
    except VerbatimError:
        return None


def _swap_in(layout: Layout, aside: Version, identity: str) -> None:
    for path in (*aside.folder.rglob("*"), aside.folder):
        _sync(path)
    target = layout.versions / identity
    if target.exists():  # damaged, or built from the same seeds with other failures
        target.rename(layout.versions / f"{_ASIDE}old")
    aside.folder.rename(target)
    _sync(layout.versions)
    _use(layout, identity)
    _clean(layout)


def _use(layout: Layout, identity: str) -> None:
    """Name the version in use: the one moment at which readers change over."""
    pointer = layout.folder / "current.tmp"
    pointer.write_text(identity + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.rename(layout.current)
    _sync(layout.folder)


def _clean(layout: Layout) -> None:
    """Remove what a killed build left, and all versions but the newest two."""
    found = sorted(layout.versions.iterdir(), key=lambda path: path.stat().st_mtime)
    in_use = layout.current.read_text(encoding="utf-8").strip() if layout.current.exists() else ""
    whole = [one for one in found if not one.name.startswith(_ASIDE) and one.name != in_use]
    for path in [one for one in found if one.name.startswith(_ASIDE)] + whole[:-1]:
        shutil.rmtree(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _locked(layout: Layout) -> Iterator[None]:
    layout.versions.mkdir(parents=True, exist_ok=True)
    with layout.lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexBusyError(layout.folder) from None
        yield
