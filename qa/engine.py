"""The facade: understand → retrieve → read → decide → cite."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from qa import calibration, conversation, deciding, scope
from qa.calibration import Calibration
from qa.citing import cite, nearest
from qa.contract import AskBody, check_question
from qa.embedding import SentenceEmbedder
from qa.errors import IndexStaleError, NotReadyError
from qa.index import Index, Progress, load
from qa.index import build as build_index
from qa.messages import refusal_message
from qa.reader import SpanReader
from qa.reading import read
from qa.retrieval import Search, worth_reading
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

READ = 6
"""Passages read for a question: 8 took twice the time for 2 points more on the shipped article."""
TOPIC_CONFIDENCE = 0.95
"""That a title and a lead say what a document is about: by rule, not fitted."""
_TRACED = 10
_SHOWN = 3
"""Documents named to someone who has not said which one."""


def silent(step: str, done: int, whole: int) -> None:
    """Progress that nobody watches."""


def build(settings: Settings, progress: Progress = silent) -> IndexInfo:
    """Index the seeds with the embedder of the settings, and put the index in use."""
    return build_index(settings, SentenceEmbedder(settings), progress)


@dataclass(frozen=True, slots=True)
class _Models:
    """What answers: an index with the models that read it."""

    index: Index
    embedder: SentenceEmbedder
    reader: SpanReader


class Engine:
    """Answers questions over one index; ready once `load` has returned.

    `fitted` takes the place of the shipped calibration.
    """

    def __init__(self, settings: Settings, fitted: Calibration | None = None) -> None:
        self._settings = settings
        self._calibration = fitted or calibration.shipped()
        self._models: _Models | None = None

    def load(self, *, build: bool = False, progress: Progress = silent) -> None:
        """Open the index, loading the models; `build` makes it when it is missing or stale."""
        embedder = SentenceEmbedder(self._settings)
        if build:  # costs a reading of the seeds when the index is as they are
            build_index(self._settings, embedder, progress)
        index = load(self._settings)
        if index.fingerprint != embedder.fingerprint:
            raise IndexStaleError(f"it was built with another embedder than {embedder.name}")
        models = _Models(index, embedder, SpanReader(self._settings))
        # The first question pays for what is loaded on first use: it is asked here.
        self._answer(models, AskBody(question="Qui ratatouille ?"))
        self._models = models

    @property
    def ready(self) -> bool:
        """Whether questions are answered; until then they raise `NotReadyError`."""
        return self._models is not None

    @property
    def info(self) -> IndexInfo:
        return self._loaded.index.info

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._loaded.index.documents

    def document(self, name: str) -> Document:
        """The document of this id or relative path; raises `UnknownDocumentError`."""
        return self._loaded.index.document(name)

    def ask(self, body: AskBody) -> Answer:
        """The answer, or the refusal; raises a `RequestError` for what cannot be asked."""
        check_question(body.question)
        return self._answer(self._loaded, body)

    @property
    def _loaded(self) -> _Models:
        if self._models is None:
            raise NotReadyError
        return self._models

    def _answer(self, models: _Models, body: AskBody) -> Answer:
        timings: dict[str, float] = {}
        with _timed(timings, "total"):
            answer = self._steps(models, body, timings)
        return replace(answer, timings_ms=timings)

    def _steps(self, models: _Models, body: AskBody, timings: dict[str, float]) -> Answer:
        index, fitted = models.index, self._calibration
        with _timed(timings, "understand"):
            question = conversation.understand(body.question, body.language, body.turns)
            code = conversation.unaskable(question)
            names, whole = body.documents, scope.asks_topic(question.standalone)
            one = scope.meant(index, names, body.turns)
            if not code and (whole or scope.deictic(question.standalone)):
                names, code = ([one.id], None) if one else (names, "too_vague")
        if code:
            return self._unasked(index, question, code, names, body.top_k)
        if whole and one:
            citations = cite(scope.overview(one), body.top_k)
            return Answer(question, TOPIC_CONFIDENCE, citations, None, timings)
        within = index.rows(names)
        query = question.standalone
        with _timed(timings, "retrieve"):
            search = Search(index, models.embedder, query, within)
            hits = search.hits(search.rows, fitted.fusion)
            passages = worth_reading(index, hits, READ)
        with _timed(timings, "read"):
            extracts = read(models.reader, query, passages)
        with _timed(timings, "decide"):
            rows = [index.row(one.document, one.sentence) for one in extracts]
            found = search.hits(rows, fitted.fusion)
            candidates = deciding.ranked(extracts, found, fitted.ranking)
            missing = deciding.missing_terms(index, query)
            confidence = fitted.confidence(deciding.evidence(query, candidates, missing))
        trace = tuple(hits[:_TRACED]) if "trace" in body.include else ()
        if confidence < fitted.threshold(self._settings.target_precision):
            near = nearest([one.hit for one in candidates] + hits, body.top_k)
            return _refused(question, "not_in_documents", confidence, missing, near, trace)
        with _timed(timings, "cite"):
            citations = cite(deciding.answers(candidates), body.top_k)
        return Answer(question, confidence, citations, None, timings, trace)

    def _unasked(
        self, index: Index, question: Question, code: RefusalCode, names: Sequence[str], limit: int
    ) -> Answer:
        """The refusal of what cannot be looked up, with documents that could be asked about."""
        shown = ([index.document(name) for name in names] or index.documents)[:_SHOWN]
        leads = [scope.overview(document)[-1] for document in shown]
        message = refusal_message(code, question.language, [one.title for one in shown])
        refusal = Refusal(code, message, (), cite(leads, limit))
        return Answer(question, 0.0, (), refusal, {})


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
