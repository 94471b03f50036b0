"""The facade on the real seed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa import AskBody, Engine, Settings
from qa.contract import SearchBody
from qa.errors import EmptyQuestionError, NotReadyError, QuestionTooLongError, UnknownDocumentError
from qa.rendering import answer_json
from qa.types import Answer, Citation

GOLDEN = Path(__file__).parent / "data" / "article.jsonl"
ABOUT_THE_ARTICLE = [
    ("Qui a écrit cet article ?", "George Wright"),
    ("De quand date l'article ?", "2023-09"),
    ("Quel est le titre ?", "Ce que la Corée du Nord et la Russie gagnent"),
    ("Quel média le publie ?", "BBC News"),
    ("Who wrote this article?", "George Wright"),
]


@pytest.fixture(scope="module")
def answers(engine: Engine) -> dict[str, Answer]:
    """Answers to a sample of the golden questions about the article."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()[::6]
    questions = [json.loads(line)["question"] for line in lines]
    return {one: engine.ask(AskBody(question=one)) for one in questions}


def shown(answer: Answer) -> tuple[Citation, ...]:
    """The citations of an answer, or the nearest sentences of a refusal."""
    return answer.citations or (answer.refusal.nearest if answer.refusal else ())


def test_every_quote_is_its_span_of_the_text(engine: Engine, answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        rendered = answer_json(answer)
        refusal = rendered["refusal"] or {"nearest": []}
        for one in rendered["citations"] + refusal["nearest"]:
            text = engine.document(one["document"]["id"]).text
            quote, sentence = one["quote"], one["sentence"]
            assert text[quote["start"] : quote["end"]] == quote["exact"]
            assert text[sentence["start"] : sentence["end"]] == sentence["text"]
            assert sentence["start"] <= quote["start"] < quote["end"] <= sentence["end"]
            assert text[: quote["start"]].endswith(quote["prefix"])
            assert text[quote["end"] :].startswith(quote["suffix"])


@pytest.mark.parametrize(("question", "words"), ABOUT_THE_ARTICLE)
def test_questions_about_the_article_itself(engine: Engine, question: str, words: str) -> None:
    citations = engine.ask(AskBody(question=question)).citations
    assert citations
    assert words in citations[0].document.words(citations[0].sentence.span)


def test_an_answer_or_a_refusal_never_both(answers: dict[str, Answer]) -> None:
    for answer in answers.values():
        assert bool(answer.citations) != bool(answer.refusal)
        assert 0 <= answer.confidence <= 1


def test_off_topic_is_refused_with_the_words_that_nothing_contains(engine: Engine) -> None:
    answer = engine.ask(AskBody(question="Comment préparer une ratatouille provençale ?"))
    assert answer.refusal
    assert answer.refusal.code == "not_in_documents"
    assert "ratatouille" in answer.refusal.missing_terms
    assert answer.refusal.nearest


def test_top_k_bounds_what_is_shown(engine: Engine) -> None:
    for top_k in (1, 2, 10):
        answer = engine.ask(AskBody(question="Que fait Kim ?", top_k=top_k))
        assert len(answer.citations) <= top_k
        assert len(answer.refusal.nearest if answer.refusal else ()) <= top_k


def test_documents_restrict_by_id_or_path(engine: Engine) -> None:
    document = engine.documents[0]
    for name in (document.id, document.path):
        assert engine.document(name) == document
        assert engine.ask(AskBody(question="Où va Kim ?", documents=[name]))
    with pytest.raises(UnknownDocumentError):
        engine.ask(AskBody(question="Où va Kim ?", documents=["absent"]))


def test_questions_that_cannot_be_asked(engine: Engine) -> None:
    with pytest.raises(EmptyQuestionError):
        engine.ask(AskBody(question=" \n"))
    with pytest.raises(QuestionTooLongError):
        engine.ask(AskBody(question="x" * 2001))


def test_not_ready_before_load(settings: Settings) -> None:
    engine = Engine(settings)
    assert not engine.ready
    with pytest.raises(NotReadyError):
        engine.ask(AskBody(question="Où va Kim ?"))


def test_a_reloaded_index_answers_alike(settings: Settings, answers: dict[str, Answer]) -> None:
    again = Engine(settings)
    again.load()
    for question, answer in list(answers.items())[::3]:
        assert shown(again.ask(AskBody(question=question))) == shown(answer)


def test_the_trace_is_given_when_asked_for(engine: Engine) -> None:
    answer = engine.ask(AskBody(question="Où va Kim ?", include=["trace"]))
    scores = [hit.score for hit in answer.trace]
    assert scores == sorted(scores, reverse=True)
    assert scores


def test_a_search_finds_whole_sentences(several: Engine) -> None:
    found = several.search(SearchBody(query="Quand fut ouvert\nle pont de Normandie ?", top_k=3))
    assert found[0].exact == "Le pont fut ouvert en 1995."
    assert len(found) == 3
    assert all(one.quote == one.sentence.span for one in found)
    body = SearchBody(query="Quand fut ouvert le pont ?", documents=["phare.txt"], top_k=1)
    (other,) = several.search(body)
    assert other.document.path == "phare.txt"
    with pytest.raises(EmptyQuestionError):
        several.search(SearchBody(query=" "))
