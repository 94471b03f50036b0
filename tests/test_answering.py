"""The steps of an answer: what is read, what is marked, what it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from qa import AskBody, Settings
from qa.answering import FIRST, READ, Answerer
from qa.calibration import Calibration, shipped
from qa.contract import TurnBody
from qa.embedding import SentenceEmbedder
from qa.engine import Engine
from qa.index import load
from qa.reader import Logits, SpanReader
from qa.types import Answer, Reading

SURE = "Combien de temps a duré le voyage jusqu'à Hanoï ?"
SILENT = replace(shipped(), thresholds=())
"""Of which no answer is sure enough."""
UNSURE = "Quelle est la recette de la ratatouille ?"


class Counting:
    """The shipped reader, counting what it is given."""

    def __init__(self) -> None:
        self._reader = SpanReader(Settings())
        self.passages = 0

    def logits(self, question: str, passages: Sequence[str]) -> list[Logits]:
        self.passages += len(passages)
        return self._reader.logits(question, passages)


def answerer(settings: Settings, fitted: Calibration) -> tuple[Answerer, Counting]:
    reader = Counting()
    index, embedder = load(settings), SentenceEmbedder(settings)
    return Answerer(index, embedder, reader, fitted, 0.7), reader


def test_reading_stops_when_the_answer_is_sure(engine: Engine, settings: Settings) -> None:
    asked, reader = answerer(settings, shipped())
    assert asked.ask(AskBody(question=SURE)).citations
    assert reader.passages == FIRST
    asked.ask(AskBody(question=UNSURE))
    assert FIRST + FIRST < reader.passages <= FIRST + READ


def test_missing_words_are_the_questions_own(engine: Engine, settings: Settings) -> None:
    asked, _ = answerer(settings, SILENT)
    before = TurnBody(question="Combien coûte la ratatouille ?", answer="")
    for question in ("Bonjour, et Kim ?", "Et en France, s'il vous plaît ?"):
        answer = asked.ask(AskBody(question=question, history=[before]))
        assert answer.refusal
        assert set(answer.refusal.missing_terms) <= {"France"}


def test_a_document_without_words_is_refused(tmp_path: Path) -> None:
    settings = Settings(seeds=tmp_path / "seeds", index=tmp_path / "index")
    settings.seeds.mkdir()
    (settings.seeds / "a.txt").write_text("Le chat dort.", encoding="utf-8")
    (settings.seeds / "vide.txt").write_text("\u200d\ue000", encoding="utf-8")
    engine = Engine(settings)
    engine.load(build=True)
    answer = engine.ask(AskBody(question="Où dort le chat ?", documents=["vide.txt"]))
    assert answer.refusal


def test_one_document_is_no_choice(engine: Engine) -> None:
    refusal = engine.ask(AskBody(question="Pourquoi ?")).refusal
    assert refusal
    assert (refusal.code, "Lequel" in refusal.message) == ("too_vague", False)


@pytest.mark.parametrize("question", [SURE, UNSURE, "Où va Kim ?", "Who dislikes drills?"])
def test_what_a_refusal_shows(engine: Engine, settings: Settings, question: str) -> None:
    asked, _ = answerer(settings, SILENT)
    answer = asked.ask(AskBody(question=question, top_k=10))
    assert answer.refusal
    near = answer.refusal.nearest
    assert len({one.sentence.index for one in near}) == len(near) == 10
    assert all(one.sentence.span.holds(one.quote) for one in near)


def test_words_are_marked_where_the_reader_would_answer(settings: Settings, engine: Engine) -> None:
    asked, _ = answerer(settings, SILENT)
    refusal = asked.ask(AskBody(question=SURE)).refusal
    assert refusal
    assert refusal.nearest[0].exact == engine.ask(AskBody(question=SURE)).citations[0].exact
    refusal = asked.ask(AskBody(question=UNSURE)).refusal
    assert refusal
    assert all(one.quote == one.sentence.span for one in refusal.nearest)


def test_each_step_is_timed(engine: Engine) -> None:
    timings = engine.ask(AskBody(question=SURE)).timings_ms
    assert timings.keys() == {"understand", "retrieve", "read", "decide", "cite", "total"}
    parts = sum(ms for step, ms in timings.items() if step != "total")
    assert parts <= timings["total"]


def test_what_will_be_read_comes_before_the_answer(engine: Engine) -> None:
    reading, answer = engine.stream(AskBody(question=SURE, top_k=2))
    assert isinstance(reading, Reading)
    assert isinstance(answer, Answer)
    assert len(reading.near) == 2
    assert reading.index == answer.index == engine.info
    assert reading.question == answer.question
    assert answer.citations == engine.ask(AskBody(question=SURE, top_k=2)).citations


def test_nothing_is_read_for_a_greeting(engine: Engine) -> None:
    (answer,) = engine.stream(AskBody(question="Bonjour"))
    assert isinstance(answer, Answer)
