"""One question to its answer: understand → retrieve → read → decide → cite."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from qa import deciding
from qa.calibration import Calibration
from qa.citing import cite, whole
from qa.contract import AskBody
from qa.conversation import unaskable, understand
from qa.courtesy import bare
from qa.deciding import Verdict
from qa.index import Index
from qa.messages import refusal_message
from qa.reader import Reader
from qa.reading import best_of, read
from qa.retrieval import Search, worth_reading
from qa.scope import asks_topic, deictic, meant, overview
from qa.types import (
    Answer,
    Candidate,
    Citation,
    Embedder,
    Extract,
    Hit,
    Question,
    Reading,
    Refusal,
    RefusalCode,
)

READ = 6
"""Passages read for a question at most."""
FIRST = 3
"""Passages read before the others; these only if it is not clear by then."""
SURE = 0.9
"""Confidence from which the others are not read."""
TOPIC_CONFIDENCE = 0.95
"""That a title and a lead say what a document is about: by rule, not fitted."""
_TRACED = 10
_SHOWN = 3
"""Documents named to someone who has not said which one."""

Timings = dict[str, float]


@dataclass(frozen=True, slots=True)
class Answerer:
    """An index, the models that read it, what was fitted to them, and the precision wanted."""

    index: Index
    embedder: Embedder
    reader: Reader
    fitted: Calibration
    precision: float

    def ask(self, body: AskBody) -> Answer:
        """The answer or the refusal, with the milliseconds that each step took."""
        return next(step for step in self.steps(body) if isinstance(step, Answer))

    def search(self, query: str, names: Sequence[str], limit: int) -> tuple[Citation, ...]:
        """The sentences nearest to a query, whole, best first."""
        if not self.index.documents:
            return ()
        rows = self.index.rows(names)
        search = Search(self.index, self.embedder, " ".join(query.split()), rows)
        return cite(map(whole, search.hits(search.rows, self.fitted.fusion)), limit)

    def steps(self, body: AskBody) -> Iterator[Reading | Answer]:
        """What will be read, as soon as that is known, unless nothing is; then the answer."""
        timings: Timings = {}
        start = time.perf_counter()
        for step in self._steps(body, timings):
            if isinstance(step, Answer):
                timings["total"] = (time.perf_counter() - start) * 1e3
                step = replace(step, timings_ms=timings, index=self.index.info)
            yield step

    def _steps(self, body: AskBody, timings: Timings) -> Iterator[Reading | Answer]:
        with _timed(timings, "understand"):
            question = understand(body.question, body.language, body.turns)
            code, names = self._aim(question, body)
        if code:
            yield self._unasked(question, code, names, body.top_k)
        elif asks_topic(question.standalone):
            citations = cite(overview(self.index.document(names[0])), body.top_k)
            yield Answer(question, TOPIC_CONFIDENCE, citations, None, timings)
        else:
            yield from self._looked_up(question, names, body, timings)

    def _looked_up(
        self, question: Question, names: Sequence[str], body: AskBody, timings: Timings
    ) -> Iterator[Reading | Answer]:
        with _timed(timings, "retrieve"):
            search = Search(self.index, self.embedder, question.standalone, self.index.rows(names))
            hits = search.hits(search.rows, self.fitted.fusion)
        yield Reading(question, cite(map(whole, hits), body.top_k), self.index.info)
        verdict = self._verdict(question, search, hits, timings)
        with _timed(timings, "cite"):
            answer = self._concluded(question, verdict, hits, body)
        yield answer

    def _aim(self, question: Question, body: AskBody) -> tuple[RefusalCode | None, Sequence[str]]:
        """Why this cannot be looked up, if so, and the names of the documents to look into."""
        if not self.index.documents:
            return "empty_index", ()
        code, names = unaskable(question), body.documents
        if code or not (asks_topic(question.standalone) or deictic(question.standalone)):
            return code, names
        one = meant(self.index, names, body.turns)
        return (None, [one.id]) if one else ("too_vague", names)

    def _unasked(
        self, question: Question, code: RefusalCode, names: Sequence[str], limit: int
    ) -> Answer:
        """The refusal of what cannot be looked up, with documents that could be asked about."""
        shown = ([self.index.document(name) for name in names] or self.index.documents)[:_SHOWN]
        near = cite((overview(document)[-1] for document in shown), limit)
        several = code != "too_vague" or len(shown) > 1
        titles = [one.title for one in shown] if several else []
        message = refusal_message(code, question.language, titles)
        return Answer(question, 0.0, (), Refusal(code, message, (), near), {})

    def _verdict(
        self, question: Question, search: Search, hits: Sequence[Hit], timings: Timings
    ) -> Verdict:
        """Read the best passages, and the others unless the best answer is sure enough by then."""
        passages = worth_reading(self.index, hits, READ)
        query = question.standalone
        missing = deciding.missing_terms(self.index, bare(question.text), question.language.code)
        extracts: list[Extract] = []
        for part in (passages[:FIRST], passages[FIRST:]):
            with _timed(timings, "read"):
                extracts = best_of([*extracts, *read(self.reader, query, part)])
            with _timed(timings, "decide"):
                rows = [self.index.row(one.document, one.sentence) for one in extracts]
                found = search.hits(rows, self.fitted.fusion)
                candidates = deciding.ranked(extracts, found, self.fitted.ranking)
                confidence = self._confidence(query, candidates, search.scope)
                verdict = Verdict(candidates, missing, confidence)
            if verdict.confidence >= SURE:
                break
        return verdict

    def _confidence(self, query: str, candidates: Sequence[Candidate], scope: int) -> float:
        """P(the best candidate is right); there is none where nothing could be read."""
        if not candidates:
            return 0.0
        return self.fitted.confidence(deciding.evidence(query, candidates, scope))

    def _concluded(
        self, question: Question, verdict: Verdict, hits: Sequence[Hit], body: AskBody
    ) -> Answer:
        """The citations, or the refusal with the nearest sentences."""
        trace = tuple(hits[:_TRACED]) if "trace" in body.include else ()
        if verdict.confidence < self.fitted.threshold(self.precision):
            refusal = _unfound(question, verdict, hits, body.top_k)
            return Answer(question, verdict.confidence, (), refusal, {}, trace)
        citations = cite(deciding.answers(verdict.candidates), body.top_k)
        return Answer(question, verdict.confidence, citations, None, {}, trace)


def _unfound(question: Question, verdict: Verdict, hits: Sequence[Hit], limit: int) -> Refusal:
    message = refusal_message("not_in_documents", question.language)
    return Refusal("not_in_documents", message, verdict.missing, _nearest(verdict, hits, limit))


def _nearest(verdict: Verdict, hits: Sequence[Hit], limit: int) -> tuple[Citation, ...]:
    """The nearest sentences; words are marked in those where the reader would answer."""
    read_ones = [
        one.extract if one.extract.score > 0 else whole(one.hit) for one in verdict.candidates
    ]
    return cite([*read_ones, *map(whole, hits)], limit)


@contextmanager
def _timed(timings: Timings, step: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    timings[step] = timings.get(step, 0.0) + (time.perf_counter() - start) * 1e3
