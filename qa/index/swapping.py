"""Which version is in use: changed by one rename, by one builder at a time, nothing left behind."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from qa.errors import IndexBusyError, IndexMissingError, IndexWriteError, NoPreviousIndexError
from qa.index.layout import Layout, Version, named, read_manifest
from qa.settings import Settings
from qa.types import IndexInfo

_ASIDE = "tmp-"
_OURS = (_ASIDE, "idx_")
"""How the folders that are made here begin: others may have been there before the index."""


@contextmanager
def locked(layout: Layout) -> Iterator[None]:
    """Keeps other builders out; raises `IndexBusyError` when one is at work.

    Tells of a full disk, or of a folder that may not be written, as `IndexWriteError`.
    """
    try:
        layout.versions.mkdir(parents=True, exist_ok=True)
        with layout.lock.open("w") as file:
            _take(file, layout)
            yield
    except OSError as error:
        raise IndexWriteError(layout.folder, error.strerror or str(error)) from error


def _take(lock: IO[str], layout: Layout) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise IndexBusyError(layout.folder) from None


def aside(layout: Layout, identity: str) -> Version:
    """An empty folder to write a version in."""
    version = Version(layout.versions / f"{_ASIDE}{identity}")
    version.folder.mkdir()
    return version


def swap_in(layout: Layout, written: Version, identity: str) -> None:
    """Make a version durable and put it in use."""
    for path in (*written.folder.rglob("*"), written.folder):
        _sync(path)
    target = layout.version(identity).folder
    if target.exists():  # damaged: it would have been taken as it is
        target.rename(layout.versions / f"{_ASIDE}damaged")
    written.folder.rename(target)
    _sync(layout.versions)
    use(layout, identity)
    clean(layout)


def use(layout: Layout, identity: str) -> None:
    """Name the version in use: the one moment at which readers change over."""
    was = named(layout.current)
    if was == identity:
        return
    if was:
        _name(layout.previous, was)
    _name(layout.current, identity)


def clean(layout: Layout) -> None:
    """Remove what a killed build left, and all versions but the one in use and the one before."""
    kept = {named(layout.current), named(layout.previous)}
    for pointer in (layout.current, layout.previous):
        _draft(pointer).unlink(missing_ok=True)
    for path in layout.versions.iterdir():
        if path.name.startswith(_OURS) and path.name not in kept:
            shutil.rmtree(path)


def roll_back(settings: Settings) -> IndexInfo:
    """Put the version before the one in use back, and the other way round when called again."""
    layout = Layout(settings.index)
    if not layout.current.exists():
        raise IndexMissingError(layout.folder)
    with locked(layout):
        before = named(layout.previous)
        if before in {"", named(layout.current)} or not layout.version(before).folder.exists():
            raise NoPreviousIndexError(layout.folder)
        info = read_manifest(layout.version(before)).info
        use(layout, before)
        return info


def _draft(pointer: Path) -> Path:
    return pointer.with_suffix(".tmp")


def _name(pointer: Path, identity: str) -> None:
    draft = _draft(pointer)
    draft.write_text(identity + "\n", encoding="utf-8")
    _sync(draft)
    draft.rename(pointer)
    _sync(pointer.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
