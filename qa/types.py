"""The vocabulary of the program: frozen values, no behaviour beyond their own arithmetic.

Offsets are half-open and count Unicode code points of a document's canonical text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Kind = Literal[
    "title",
    "date",
    "byline",
    "caption",
    "heading",
    "paragraph",
    "list_item",
    "table_row",
    "quote",
]
LanguageSource = Literal["detected", "given", "unknown"]
RefusalCode = Literal["not_in_documents", "too_vague", "not_a_question", "empty_index"]
SeedStatus = Literal["read", "unchanged", "partly_read", "no_text", "failed"]
PinnedState = Literal["current", "previous", "changed", "gone"]
JobState = Literal["running", "done", "failed"]
UNREAD: frozenset[SeedStatus] = frozenset({"no_text", "failed"})
Vectors = NDArray[np.float32]
Rows = tuple[int, int]
"""A half-open range of an index's rows: the sentences of one document."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A non-empty stretch of a text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words of `text` that this span covers."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Block:
    """A unit of layout: what a reader sees as one title, paragraph, caption…"""

    span: Span
    kind: Kind
    section: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document; `index` is its rank in it, from 0."""

    index: int
    span: Span
    kind: Kind
    section: str | None = None
    page: int | None = None


@dataclass(frozen=True)
class Document:
    """One seed as it is searched and shown.

    `id` is a slug of the relative path and survives edits; `version` is `sha256:` and the hex
    digest of the file's bytes; `language` an ISO 639-1 code or `unknown`. What the file says of its
    authors, date (as written, best ISO 8601) and source (a URL) is kept when it does.
    """

    id: str
    path: str
    version: str
    title: str
    language: str
    text: str
    sentences: tuple[Sentence, ...]
    authors: tuple[str, ...] = ()
    date: str | None = None
    source: str | None = None

    def words(self, span: Span) -> str:
        return span.of(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: whole sentences `first..last` (`last` excluded) of one document."""

    document: Document
    first: int
    last: int

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self.document.sentences[self.first : self.last]

    @property
    def span(self) -> Span:
        return Span(self.sentences[0].span.start, self.sentences[-1].span.end)

    @property
    def text(self) -> str:
        return self.document.words(self.span)


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is ISO 639-1, or `unknown`."""

    code: str
    source: LanguageSource


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the user asked, and the same made independent of the conversation."""

    text: str
    standalone: str
    language: Language


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence found for a query, with the evidence for it (`features`) and their sum."""

    document: Document
    sentence: Sentence
    score: float
    features: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """A span inside one sentence that may answer; `score` is the reader's margin over silence, of
    all spans of the sentence."""

    document: Document
    sentence: Sentence
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An extract with what retrieval found of its sentence; `score` weighs both."""

    extract: Extract
    hit: Hit
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """An answer's words in their place; `quote` lies inside the sentence."""

    document: Document
    sentence: Sentence
    quote: Span

    @property
    def exact(self) -> str:
        return self.document.words(self.quote)


@dataclass(frozen=True, slots=True)
class Selector:
    """A quote and what stood around it: the TextQuoteSelector of W3C's Web Annotation model."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A document as a citation knew it, or as it is now.

    `state`: the version cited is the `current` one, or the `previous` one, which is shown; else the
    text has `changed` and `quote` is where the words are now, or the words are `gone`.
    """

    document: Document
    state: PinnedState
    quote: Span | None = None
    sentence: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is answered, and the nearest sentences, best first."""

    code: RefusalCode
    message: str
    missing_terms: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Either citations, best first, or a refusal; `confidence` estimates P(best extract right).

    `index` is the one that was asked, whichever has taken its place since.
    """

    question: Question
    confidence: float
    citations: tuple[Citation, ...]
    refusal: Refusal | None
    timings_ms: dict[str, float]
    trace: tuple[Hit, ...] = ()
    index: IndexInfo | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What is about to be read for a question: the likeliest sentences, best first."""

    question: Question
    near: tuple[Citation, ...]
    index: IndexInfo


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What became of one file of the seeds folder.

    `reason` says why it is not (wholly) in the index, or how it was read; `version` is None when
    its bytes could not be had, or reading them was cut short: the next build tries again.
    """

    path: str
    status: SeedStatus
    reason: str | None = None
    version: str | None = None
    sentences: int = 0

    @property
    def indexed(self) -> bool:
        return self.status not in UNREAD


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index holds; `built_at` is ISO 8601 in UTC.

    `files` tells what became of each seed when it was last looked at, and is no part of what the
    index is.
    """

    id: str
    built_at: str
    documents: int
    sentences: int
    embedder: str
    files: tuple[SeedReport, ...] = field(compare=False)

    @property
    def failures(self) -> tuple[SeedReport, ...]:
        """The files that are not in the index."""
        return tuple(one for one in self.files if not one.indexed)


@dataclass(frozen=True, slots=True)
class Job:
    """A rebuild: its step, what is done of the step's whole, and in the end the index's id, or the
    `code` and the text of the error."""

    id: str
    state: JobState
    started_at: str
    ended_at: str | None = None
    step: str | None = None
    done: int = 0
    whole: int = 0
    index: str | None = None
    code: str | None = None
    error: str | None = None


class Embedder(Protocol):
    """Texts to unit vectors, shape (len(texts), dimension), float32.

    Two methods, since E5-like models want another prefix before queries than before passages.
    """

    @property
    def name(self) -> str: ...

    @property
    def fingerprint(self) -> str: ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors: ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors: ...
