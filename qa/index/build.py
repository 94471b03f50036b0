"""Seeds to a version on disk: built aside, made durable, then put in use by one rename."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from qa.errors import NoReadableSeedError, VerbatimError
from qa.index import swapping
from qa.index.layout import FORMAT, Layout, Manifest, checksums, index_id
from qa.index.survey import Progress, Source, survey
from qa.index.writing import Previous, Writer, previous
from qa.settings import Settings
from qa.terms import FINGERPRINT
from qa.types import Embedder, IndexInfo, SeedReport


def build(
    settings: Settings, embedder: Embedder, progress: Progress, *, may_be_empty: bool = False
) -> IndexInfo:
    """Index the seeds and put the new version in use; one builder at a time.

    Raises `NoReadableSeedError`, and leaves the old index, when there is nothing to index; with
    `may_be_empty`, a folder without files gives an empty index.
    """
    layout = Layout(settings.index)
    with swapping.locked(layout):
        before = _before(layout, embedder)
        known = before.manifest.info.files if before else ()
        sources = survey(settings.seeds, known, progress)
        if not sources and not may_be_empty:
            raise NoReadableSeedError(settings.seeds, [])
        return _build(layout, sources, before, embedder, progress)


def _build(
    layout: Layout,
    sources: Sequence[Source],
    before: Previous | None,
    embedder: Embedder,
    progress: Progress,
) -> IndexInfo:
    swapping.clean(layout)
    identity = index_id(embedder.fingerprint, [(o.report.path, o.report.version) for o in sources])
    in_use = before is not None and before.manifest.info.id == identity
    kept = before if in_use else previous(layout.version(identity))
    if kept:
        swapping.use(layout, identity)
        return _told(kept, sources)
    aside = swapping.aside(layout, identity)
    reports = Writer(aside, embedder, before).write(sources, progress)
    info = _info(identity, reports, embedder)
    manifest = Manifest(FORMAT, info, embedder.fingerprint, FINGERPRINT, checksums(aside))
    aside.manifest.write_text(manifest.to_json(), encoding="utf-8")
    swapping.swap_in(layout, aside, identity)
    return info


def _before(layout: Layout, embedder: Embedder) -> Previous | None:
    """The version in use, if what it holds would be made alike today."""
    try:
        found = previous(layout.in_use())
    except VerbatimError:
        return None
    made = found and (found.manifest.fingerprint, found.manifest.analyser)
    return found if made == (embedder.fingerprint, FINGERPRINT) else None


def _told(kept: Previous, sources: Sequence[Source]) -> IndexInfo:
    """What a version holds that was there already, its files told of as they were found now."""
    files = zip(kept.manifest.info.files, sources, strict=True)
    told = tuple(replace(report, status=source.report.status) for report, source in files)
    return replace(kept.manifest.info, files=told)


def _info(identity: str, reports: Sequence[SeedReport], embedder: Embedder) -> IndexInfo:
    return IndexInfo(
        id=identity,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        documents=sum(one.indexed for one in reports),
        sentences=sum(one.sentences for one in reports),
        embedder=embedder.name,
        files=tuple(reports),
    )
