"""What a seeds folder holds, against what an index that was holds of it already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa import seeds
from qa.errors import NoReadableSeedError, SeedUnreadableError, SeedWithoutTextError
from qa.seeds import File, Readers, Seed
from qa.types import SeedReport, SeedStatus

Progress = Callable[[str, int, int], None]
"""Told of a step's name, what is done of it, and its whole."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file, what became of it, and its text when the index that was does not hold it."""

    report: SeedReport
    seed: Seed | None = None


def survey(folder: Path, before: Sequence[SeedReport], progress: Progress) -> list[Source]:
    """Every file of the folder, sorted by path; those unchanged since `before` are not parsed.

    Raises `NoReadableSeedError` when there are files and not one can be read.
    """
    paths = seeds.discover(folder)
    known = {one.path: one for one in before if one.version}
    sources: list[Source] = []
    with Readers() as readers:
        for done, path in enumerate(paths, start=1):
            sources.append(_source(folder, path, known, readers))
            progress("read", done, len(paths))
    sources = [_once(*pair) for pair in zip(sources, [None, *sources], strict=False)]
    if paths and not any(one.report.indexed for one in sources):
        reasons = [(one.report.path, str(one.report.reason)) for one in sources]
        raise NoReadableSeedError(folder, reasons)
    return sources


def _source(folder: Path, path: Path, known: Mapping[str, SeedReport], readers: Readers) -> Source:
    try:
        file = seeds.fetch(folder, path)
        was = known.get(file.path)
        if was and was.version == file.version:
            return Source(replace(was, status="unchanged") if was.status == "read" else was)
        return _read(file, readers)
    except SeedUnreadableError as error:
        return Source(_unread(error))


def _once(source: Source, before: Source | None) -> Source:
    """The source, or its failure when the one before has its name: accents are written two ways."""
    if before is None or before.report.path != source.report.path:
        return source
    reason = "another file has the same name, its accents written in another way"
    return Source(SeedReport(source.report.path, "failed", reason))


def _read(file: File, readers: Readers) -> Source:
    seed = seeds.parse(file, readers)
    remarks = "; ".join(filter(None, (seed.note, seed.missing)))
    status: SeedStatus = "partly_read" if seed.missing else "read"
    return Source(SeedReport(file.path, status, remarks or None, file.version), seed)


def _unread(error: SeedUnreadableError) -> SeedReport:
    status: SeedStatus = "no_text" if isinstance(error, SeedWithoutTextError) else "failed"
    return SeedReport(error.path, status, error.reason, error.version)
