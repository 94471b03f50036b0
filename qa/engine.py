"""The facade: an index and the models, built, loaded, asked, and rebuilt while they are asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from qa import calibration, feedback
from qa.anchoring import pinned
from qa.answering import Answerer
from qa.calibration import Calibration
from qa.contract import AskBody, FeedbackBody, SearchBody, check_question
from qa.embedding import SentenceEmbedder
from qa.errors import IndexBusyError, IndexStaleError, NotReadyError
from qa.index import Index, Progress, in_use, load, roll_back
from qa.index import build as build_index
from qa.reader import SpanReader
from qa.rebuilding import Rebuilder
from qa.seeds.adding import add
from qa.settings import Settings
from qa.types import (
    Answer,
    Citation,
    Document,
    Embedder,
    IndexInfo,
    Job,
    JobState,
    Pinned,
    Reading,
    Selector,
)

_BUSY = 0.5
"""Seconds to wait for another builder before trying again."""


def silent(step: str, done: int, whole: int) -> None:
    """Progress that nobody watches."""


def build(settings: Settings, progress: Progress = silent) -> IndexInfo:
    """Index the seeds with the embedder of the settings, and put the index in use."""
    return build_index(settings, SentenceEmbedder(settings), progress)


def verify(settings: Settings) -> IndexInfo:
    """Check every checksum and every span of the index in use; raises what is wrong with it."""
    return load(settings).info


def rollback(settings: Settings) -> IndexInfo:
    """Put the index before the one in use back, until the next build."""
    return roll_back(settings)


class Engine:
    """Answers questions over one index; ready once `load` has returned.

    A rebuild puts another index in its place: what was asked before is answered from the old one.
    `fitted` takes the place of the shipped calibration.
    """

    def __init__(self, settings: Settings, fitted: Calibration | None = None) -> None:
        self._settings = settings
        self._calibration = fitted or calibration.shipped()
        self._answerer: Answerer | None = None
        self._rebuilder = Rebuilder(self._rebuild)
        self._opening = threading.Lock()

    def load(self, *, build: bool = False, progress: Progress = silent) -> None:
        """Open the index, loading the models; `build` makes it when it is missing or stale."""
        embedder = SentenceEmbedder(self._settings)
        if build:  # costs a reading of the seeds when the index is as they are
            self._build(embedder, progress)
        index = self._fitting(embedder.fingerprint)
        reader, precision = SpanReader(self._settings), self._settings.target_precision
        answerer = Answerer(index, embedder, reader, self._calibration, precision)
        # The first question pays for what is loaded on first use: it is asked here.
        answerer.ask(AskBody(question="Qui ratatouille ?"))
        self._answerer = answerer

    @property
    def ready(self) -> bool:
        """Whether questions are answered; until then they raise `NotReadyError`."""
        return self._answerer is not None

    @property
    def info(self) -> IndexInfo:
        return self._loaded.index.info

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._loaded.index.documents

    def document(self, name: str) -> Document:
        """The document of this id or relative path; raises `UnknownDocumentError`."""
        return self._loaded.index.document(name)

    def pinned(self, name: str, version: str, quote: Selector | None = None) -> Pinned:
        """The document as a citation knew it, or as near to that as can be had."""
        return pinned(self._loaded.index, self._settings.index, name, version, quote)

    def check(self, body: AskBody) -> None:
        """Raises what asking this would, as far as that is known before anything is computed."""
        check_question(body.question)
        self._loaded.index.rows(body.documents)

    def ask(self, body: AskBody) -> Answer:
        """The answer, or the refusal; raises a `RequestError` for what cannot be asked."""
        check_question(body.question)
        return self._loaded.ask(body)

    def stream(self, body: AskBody) -> Iterator[Reading | Answer]:
        """What will be read, if anything is, as soon as that is known; then the answer, last.

        Raises a `RequestError` for what cannot be asked, before anything else.
        """
        check_question(body.question)
        steps = self._loaded.steps(body)
        first = next(steps)
        return chain([first], steps)

    def search(self, body: SearchBody) -> tuple[Citation, ...]:
        """The sentences nearest to the query, whole, best first; raises a `RequestError`."""
        check_question(body.query)
        return self._loaded.search(body.query, body.documents, body.top_k)

    def record(self, body: FeedbackBody) -> str:
        """Keep what a user thinks of an answer, in the file of the settings; the record's id."""
        check_question(body.question)
        return feedback.record(self._settings.feedback_file, body, self.info.id)

    def rebuild(self, *, changed: bool = False) -> Job:
        """Rebuild the index from the seeds in the background; the job that runs, if one does.

        `changed`: the seeds have changed just now, which that job may have missed: one follows it.
        """
        _ = self._loaded
        return self._rebuilder.start(changed=changed)

    def add(self, name: str, data: bytes) -> str:
        """Put a file into the seeds folder, where the next rebuild finds it; the name it got."""
        return add(self._settings.seeds, name, data)

    @property
    def job(self) -> Job | None:
        """The rebuild that runs, or else the last one."""
        return self._rebuilder.job

    @property
    def rebuilds(self) -> dict[JobState, int]:
        """How many rebuilds have ended, in each state."""
        return self._rebuilder.ended

    def refresh(self) -> None:
        """Open the index in use, when another program has put one in the place of ours."""
        with self._opening:  # a rebuild and the watching would both open the new one
            was = self._loaded
            if in_use(self._settings) != was.index.info.id:
                index = self._fitting(was.embedder.fingerprint)
                self._answerer = replace(was, index=index)

    @property
    def _loaded(self) -> Answerer:
        if self._answerer is None:
            raise NotReadyError
        return self._answerer

    def _fitting(self, fingerprint: str) -> Index:
        index = load(self._settings)
        if index.fingerprint != fingerprint:
            raise IndexStaleError("it was built with another embedder than QA_EMBEDDER names")
        return index

    def _rebuild(self, progress: Progress) -> IndexInfo:
        info = self._build(self._loaded.embedder, progress, may_be_empty=True)
        self.refresh()
        return info

    def _build(
        self, embedder: Embedder, progress: Progress, *, may_be_empty: bool = False
    ) -> IndexInfo:
        while True:
            try:
                return build_index(self._settings, embedder, progress, may_be_empty=may_be_empty)
            except IndexBusyError:  # when that builder is done, most of ours is done too
                time.sleep(_BUSY)
