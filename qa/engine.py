"""The facade: understand → retrieve → read → decide → cite."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from qa import calibration, conversation, deciding
from qa.calibration import Weights
from qa.citing import cite, nearest
from qa.contract import AskBody, check_question
from qa.embedding import SentenceEmbedder
from qa.errors import IndexStaleError, NotReadyError
from qa.index import Index, Progress, load
from qa.index import build as build_index
from qa.messages import refusal_message
from qa.reading import SentenceReader
from qa.retrieval import retrieve
from qa.settings import Settings
from qa.types import (
    Answer,
    Citation,
    Document,
    Hit,
    IndexInfo,
    Question,
    Refusal,
    RefusalCode,
)

_TRACED = 10


def silent(step: str, done: int, whole: int) -> None:
    """Progress that nobody watches."""


def build(settings: Settings, progress: Progress = silent) -> IndexInfo:
    """Index the seeds with the embedder of the settings, and put the index in use."""
    return build_index(settings, SentenceEmbedder(settings), progress)


class Engine:
    """Answers questions over one index; ready once `load` has returned."""

    def __init__(self, settings: Settings, weights: Weights | None = None) -> None:
        self._settings = settings
        self._calibration = calibration.shipped()
        self._weights = weights or self._calibration.fusion
        self._reader = SentenceReader()
        self._embedder: SentenceEmbedder | None = None
        self._index: Index | None = None

    def load(self, *, build: bool = False, progress: Progress = silent) -> None:
        """Open the index, loading the models; `build` makes it when it is missing or stale."""
        embedder = SentenceEmbedder(self._settings)
        if build:  # costs a reading of the seeds when the index is as they are
            build_index(self._settings, embedder, progress)
        index = load(self._settings)
        if index.fingerprint != embedder.fingerprint:
            raise IndexStaleError(f"it was built with another embedder than {embedder.name}")
        self._embedder = embedder
        self._answer(index, embedder, AskBody(question="Qui ? Quand ? Où ? Pourquoi ?"))
        self._index = index

    @property
    def ready(self) -> bool:
        """Whether questions are answered; until then they raise `NotReadyError`."""
        return self._index is not None

    @property
    def info(self) -> IndexInfo:
        return self._loaded.info

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._loaded.documents

    def document(self, name: str) -> Document:
        """The document of this id or relative path; raises `UnknownDocumentError`."""
        return self._loaded.document(name)

    def ask(self, body: AskBody) -> Answer:
        """The answer, or the refusal; raises a `RequestError` for what cannot be asked."""
        check_question(body.question)
        index = self._loaded
        if self._embedder is None:
            raise NotReadyError
        return self._answer(index, self._embedder, body)

    @property
    def _loaded(self) -> Index:
        if self._index is None:
            raise NotReadyError
        return self._index

    def _answer(self, index: Index, embedder: SentenceEmbedder, body: AskBody) -> Answer:
        timings: dict[str, float] = {}
        with _timed(timings, "total"):
            answer = self._steps(index, embedder, body, timings)
        return replace(answer, timings_ms=timings)

    def _steps(
        self, index: Index, embedder: SentenceEmbedder, body: AskBody, timings: dict[str, float]
    ) -> Answer:
        with _timed(timings, "understand"):
            question = conversation.understand(body.question, body.language, body.turns)
            code = conversation.unaskable(question)
        within = index.rows(body.documents)
        if code:
            return _refused(question, code)
        with _timed(timings, "retrieve"):
            query = question.standalone
            hits = retrieve(index, embedder, query, within, self._weights)
        with _timed(timings, "decide"):
            confidence = self._calibration.confidence(deciding.evidence(index, query, hits))
        trace = tuple(hits[:_TRACED]) if "trace" in body.include else ()
        if confidence < self._calibration.threshold(self._settings.target_precision):
            missing = deciding.missing_terms(index, query)
            near = nearest(hits, body.top_k)
            return _refused(question, "not_in_documents", confidence, missing, near, trace)
        with _timed(timings, "read"):
            citations = cite(self._reader.read(question, hits), body.top_k)
        return Answer(question, confidence, citations, None, timings, trace)


def verify(settings: Settings) -> IndexInfo:
    """Check every checksum and every span of the index in use; raises what is wrong with it."""
    return load(settings).info


def _refused(
    question: Question,
    code: RefusalCode,
    confidence: float = 0.0,
    missing: tuple[str, ...] = (),
    near: tuple[Citation, ...] = (),
    trace: tuple[Hit, ...] = (),
) -> Answer:
    refusal = Refusal(code, refusal_message(code, question.language), missing, near)
    return Answer(question, confidence, (), refusal, {}, trace)


@contextmanager
def _timed(timings: dict[str, float], step: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    timings[step] = (time.perf_counter() - start) * 1e3
