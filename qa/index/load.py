"""The index in memory: documents, sentences as rows, and the two ways to search them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from qa import documents
from qa.dense import DenseIndex
from qa.errors import IndexCorruptError, IndexStaleError, UnknownDocumentError
from qa.index.layout import Layout, Version, read_manifest
from qa.lexical import LexicalIndex
from qa.passages import passages
from qa.settings import Settings
from qa.terms import FINGERPRINT
from qa.types import Document, IndexInfo, Passage, Rows, Sentence


@dataclass(frozen=True)
class Index:
    """An immutable index; a row is a sentence's rank over all documents."""

    info: IndexInfo
    fingerprint: str
    documents: tuple[Document, ...]
    lexical: LexicalIndex
    dense: DenseIndex

    @cached_property
    def _passages(self) -> dict[str, list[Passage]]:
        return {}

    @cached_property
    def _starts(self) -> list[int]:
        """The row of each document's first sentence, and the number of rows at the end."""
        return [0, *accumulate(len(one.sentences) for one in self.documents)]

    @cached_property
    def _ranks(self) -> dict[str, int]:
        by_path = {one.path: rank for rank, one in enumerate(self.documents)}
        return by_path | {one.id: rank for rank, one in enumerate(self.documents)}

    def document(self, name: str) -> Document:
        """The document of this id, or of this path relative to the seeds folder."""
        return self.documents[self._rank(name)]

    def find(self, name: str) -> Document | None:
        """The document of this id or relative path, if there is one."""
        return self.documents[self._ranks[name]] if name in self._ranks else None

    def rows(self, names: Sequence[str]) -> list[Rows]:
        """The ranges of rows of the documents named."""
        ranks = sorted({self._rank(name) for name in names})
        return [(self._starts[rank], self._starts[rank + 1]) for rank in ranks]

    def row(self, document: Document, sentence: Sentence) -> int:
        """The row of a sentence."""
        return self._starts[self._rank(document.id)] + sentence.index

    def sentence(self, row: int) -> tuple[Document, Sentence]:
        """The sentence at a row, with its document."""
        rank = bisect_right(self._starts, row) - 1
        return self.documents[rank], self.documents[rank].sentences[row - self._starts[rank]]

    def neighbours(self, row: int) -> list[int]:
        """The rows just before and after a row, in the same document."""
        rank = bisect_right(self._starts, row) - 1
        start, end = self._starts[rank], self._starts[rank + 1]
        return [near for near in (row - 1, row + 1) if start <= near < end]

    def passages(self, document: Document) -> list[Passage]:
        """The document's passages, cut when first asked for."""
        if document.id not in self._passages:
            self._passages[document.id] = passages(document)
        return self._passages[document.id]

    def _rank(self, name: str) -> int:
        if name not in self._ranks:
            raise UnknownDocumentError(name)
        return self._ranks[name]


def load(settings: Settings) -> Index:
    """The index in use, all its checksums verified; nothing of it is a pickle."""
    version = Layout(settings.index).in_use()
    manifest = read_manifest(version)
    if manifest.analyser != FINGERPRINT:
        raise IndexStaleError("its terms were analysed by another version of this program")
    index = Index(
        manifest.info,
        manifest.fingerprint,
        _read_documents(version),
        LexicalIndex(version.lexical),
        DenseIndex(version.vectors),
    )
    _check_rows(version, index)
    return index


def in_use(settings: Settings) -> str:
    """The id of the index in use."""
    return Layout(settings.index).in_use().folder.name


def kept_document(folder: Path, name: str, version: str) -> Document | None:
    """The document of this id or path in the index before the one in use, if in this version."""
    kept = Layout(folder).before()
    try:
        with kept.documents.open(encoding="utf-8") as lines:
            found = (documents.from_json(line) for line in lines if version in line)
            return next((one for one in found if _is(one, name, version)), None)
    except (OSError, ValueError):  # there is none, or it is being removed
        return None


def _is(document: Document, name: str, version: str) -> bool:
    return document.version == version and name in {document.id, document.path}


def _read_documents(version: Version) -> tuple[Document, ...]:
    try:
        with version.documents.open(encoding="utf-8") as lines:
            return tuple(documents.from_json(line) for line in lines)
    except ValueError as error:
        raise IndexCorruptError(version.documents, str(error)) from error


def _check_rows(version: Version, index: Index) -> None:
    if len(index.dense) != index.info.sentences:
        raise IndexCorruptError(version.vectors, "it has not one vector a sentence")
