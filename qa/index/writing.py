"""The files of a version, written document by document, in the order of their paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from qa import documents
from qa.dense import DenseIndex, DenseWriter
from qa.errors import VerbatimError
from qa.index.layout import Manifest, Version, read_manifest
from qa.index.survey import Progress, Source
from qa.labels import search_text
from qa.lexical import LexicalIndex, LexicalWriter
from qa.terms import terms
from qa.types import Document, Embedder, Rows, SeedReport, Vectors

_NO_VECTORS = np.empty((0, 1), np.float32)
_GROUP = 64
"""Documents that are embedded together."""


class Previous:
    """A whole version, whose documents are taken over as they are, in the order of their paths."""

    def __init__(self, version: Version, manifest: Manifest) -> None:
        self.manifest = manifest
        self.lexical = LexicalIndex(version.lexical)
        self.dense = DenseIndex(version.vectors)
        self._entries = _entries(version, manifest)

    def take(self, path: str) -> tuple[str, Rows]:
        """The document's line and its rows; paths must come in ascending order."""
        return next((line, rows) for name, line, rows in self._entries if name == path)


def previous(version: Version) -> Previous | None:
    """The version, if all of it is as it was written."""
    try:
        return Previous(version, read_manifest(version))
    except VerbatimError:
        return None


class Writer:
    """Writes the documents, terms and vectors of a version, new or taken over from `before`."""

    def __init__(self, version: Version, embedder: Embedder, before: Previous | None) -> None:
        self._version, self._embedder, self._before = version, embedder, before
        self._lexical = LexicalWriter(before.lexical if before else None)
        self._dense = DenseWriter(before.dense if before else None)

    def write(self, sources: Sequence[Source], progress: Progress) -> list[SeedReport]:
        """Write the sources that can be indexed; what became of each."""
        ids = documents.unique_ids([one.report.path for one in sources if one.report.indexed])
        reports: list[SeedReport] = []
        with self._version.documents.open("w", encoding="utf-8") as file:
            for start in range(0, len(sources), _GROUP):
                for report, line in self._group(sources[start : start + _GROUP], ids):
                    reports.append(report)
                    file.write(line)
                progress("index", len(reports), len(sources))
        self._version.lexical.mkdir()
        self._lexical.write(self._version.lexical)
        self._dense.write(self._version.vectors)
        return reports

    def _group(
        self, sources: Sequence[Source], ids: Mapping[str, str]
    ) -> Iterator[tuple[SeedReport, str]]:
        """Of each source the report, and the document's line, empty when there is none."""
        seeds = [one.seed for one in sources if one.seed]
        fresh = iter(self._embedded([documents.assemble(one, ids[one.path]) for one in seeds]))
        for source in sources:
            report = source.report
            if not report.indexed:
                yield report, ""
            elif source.seed:
                yield self._add(report, *next(fresh))
            else:
                yield report, self._keep(report, ids[report.path])

    def _embedded(self, fresh: list[Document]) -> Iterator[tuple[Document, list[str], Vectors]]:
        """Each document with the texts that are searched, and their vectors."""
        by_document = [[search_text(one, part) for part in one.sentences] for one in fresh]
        texts = [text for part in by_document for text in part]
        vectors = self._embedder.embed_passages(texts) if texts else _NO_VECTORS
        start = 0
        for document, part in zip(fresh, by_document, strict=True):
            yield document, part, vectors[start : start + len(part)]
            start += len(part)

    def _add(
        self, report: SeedReport, document: Document, texts: list[str], vectors: Vectors
    ) -> tuple[SeedReport, str]:
        self._lexical.add(terms(text) for text in texts)
        self._dense.add(vectors)
        remarks = "; ".join(filter(None, (report.reason, _foreign(document))))
        told = replace(report, sentences=len(texts), reason=remarks or None)
        return told, documents.to_json(document) + "\n"

    def _keep(self, report: SeedReport, identity: str) -> str:
        if self._before is None:
            raise ValueError(f"no earlier version holds {report.path}")
        line, rows = self._before.take(report.path)
        self._lexical.keep(rows)
        self._dense.keep(rows)
        return documents.named(line, identity)


def _foreign(document: Document) -> str | None:
    """A remark on a document in another language."""
    if document.language in {"fr", "unknown"}:
        return None
    return f"it is not in French ({document.language})"


def _entries(version: Version, manifest: Manifest) -> Iterator[tuple[str, str, Rows]]:
    """Of each document its path, its line and its rows, in order."""
    row = 0
    indexed = (one for one in manifest.info.files if one.indexed)
    with version.documents.open(encoding="utf-8") as lines:
        for report, line in zip(indexed, lines, strict=True):
            yield report.path, line, (row, row + report.sentences)
            row += report.sentences
