"""Documents, the index, what is done to them, and how that may fail."""

from __future__ import annotations

from typing import Literal

from qa.types import Job, PinnedState, SeedReport
from web.schemas.answers import DocumentName, Quote, Reply, Sentence


class DocumentHead(DocumentName):
    path: str
    date: str | None
    source: str | None
    authors: list[str]


class DocumentRow(DocumentHead):
    sentences: int
    url: str


class Documents(Reply):
    documents: list[DocumentRow]


class Cited(Reply):
    """What became of the words that a citation quotes."""

    state: PinnedState
    sentence: str | None
    quote: Quote | None


class Document(DocumentHead):
    """A whole document; `cited` when a version was asked for."""

    text: str
    sentences: list[Sentence]
    cited: Cited | None = None


class Index(Reply):
    """The index, each file of the seeds folder, and the last rebuild."""

    id: str
    built_at: str
    documents: int
    sentences: int
    embedder: str
    files: list[SeedReport]
    job: Job | None


class Begun(Reply):
    job: Job


class Uploaded(Begun):
    path: str


class State(Reply):
    status: Literal["ok", "ready"]


class Problem(Reply):
    """Problem details (RFC 9457) with a stable `code`."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str | None
