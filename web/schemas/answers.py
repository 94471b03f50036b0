"""Answers, and the sentences that they and searches cite."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from qa.types import Kind, LanguageSource, RefusalCode


class Reply(BaseModel):
    """No reply has fields besides those told of."""

    model_config = ConfigDict(extra="forbid")


class Language(Reply):
    code: str
    source: LanguageSource


class Question(Reply):
    """What was asked, and the same made independent of the conversation."""

    text: str
    standalone: str
    language: Language


class Words(Reply):
    text: str
    language: str


class DocumentName(Reply):
    id: str
    title: str
    version: str
    language: str


class Sentence(Reply):
    """A sentence in its place; offsets count Unicode code points of the document's text."""

    id: str
    index: int
    text: str
    start: int
    end: int
    kind: Kind
    section: str | None
    page: int | None


class Quote(Reply):
    """Words of a sentence, with what stands around them (the selectors of W3C annotations)."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


class Hit(Reply):
    """A sentence that was found."""

    document: DocumentName
    sentence: Sentence
    url: str


class Citation(Hit):
    id: str
    marker: int
    quote: Quote


class Refusal(Reply):
    """Why nothing is answered, and what comes nearest, best first."""

    code: RefusalCode
    message: str
    missing_terms: list[str]
    nearest: list[Citation]


class IndexName(Reply):
    id: str
    built_at: str


class Trace(Reply):
    sentence: str
    score: float
    features: list[float]


class Answer(Reply):
    """Citations, best first, or a refusal; `trace` only when it is asked for."""

    id: str
    status: Literal["answered", "no_answer"]
    question: Question
    answer: Words | None
    confidence: float
    refusal: Refusal | None
    citations: list[Citation]
    index: IndexName | None
    offset_unit: Literal["codepoint"]
    timings_ms: dict[str, float]
    request_id: str
    trace: list[Trace] = []


class Meta(Reply):
    """What is known before the answer: the sentences that will be read, if any are."""

    question: Question
    index: IndexName | None
    reading: list[Citation]


class Failure(Reply):
    code: str
    message: str


class Failed(Reply):
    """In the place of an answer: why this question could not be asked."""

    error: Failure


class Answers(Reply):
    answers: list[Answer | Failed]


class Hits(Reply):
    hits: list[Hit]


class Recorded(Reply):
    id: str
