"""The facade: an index and the models, built, loaded and asked."""

from __future__ import annotations

from qa import calibration
from qa.answering import Answerer
from qa.calibration import Calibration
from qa.contract import AskBody, check_question
from qa.embedding import SentenceEmbedder
from qa.errors import IndexStaleError, NotReadyError
from qa.index import Progress, load
from qa.index import build as build_index
from qa.reader import SpanReader
from qa.settings import Settings
from qa.types import Answer, Document, IndexInfo


def silent(step: str, done: int, whole: int) -> None:
    """Progress that nobody watches."""


def build(settings: Settings, progress: Progress = silent) -> IndexInfo:
    """Index the seeds with the embedder of the settings, and put the index in use."""
    return build_index(settings, SentenceEmbedder(settings), progress)


def verify(settings: Settings) -> IndexInfo:
    """Check every checksum and every span of the index in use; raises what is wrong with it."""
    return load(settings).info


class Engine:
    """Answers questions over one index; ready once `load` has returned.

    `fitted` takes the place of the shipped calibration.
    """

    def __init__(self, settings: Settings, fitted: Calibration | None = None) -> None:
        self._settings = settings
        self._calibration = fitted or calibration.shipped()
        self._answerer: Answerer | None = None

    def load(self, *, build: bool = False, progress: Progress = silent) -> None:
        """Open the index, loading the models; `build` makes it when it is missing or stale."""
        embedder = SentenceEmbedder(self._settings)
        if build:  # costs a reading of the seeds when the index is as they are
            build_index(self._settings, embedder, progress)
        index = load(self._settings)
        if index.fingerprint != embedder.fingerprint:
            raise IndexStaleError(f"it was built with another embedder than {embedder.name}")
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

    def ask(self, body: AskBody) -> Answer:
        """The answer, or the refusal; raises a `RequestError` for what cannot be asked."""
        check_question(body.question)
        return self._loaded.ask(body)

    @property
    def _loaded(self) -> Answerer:
        if self._answerer is None:
            raise NotReadyError
        return self._answerer
