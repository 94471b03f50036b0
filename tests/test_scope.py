"""Questions that point at a document, or ask what one is about."""

from __future__ import annotations

import pytest

from qa import Engine
from qa.contract import AskBody
from qa.errors import UnknownDocumentError
from qa.scope import asks_topic, deictic

TOPICS = [
    "De quoi parle ce document ?",
    "de quoi parle l'article",
    "De quoi traite ce texte ?",
    "De quoi s’agit-il ?",
    "De quoi ça parle ?",
    "Quel est le sujet de cet article ?",
    "c'est quoi le thème du texte",
    "sujet de l’article",
    "Résume cet article",
    "Pouvez-vous résumer ce document ?",
    "What is this article about?",
    "what's this about",
    "What is it about?",
    "Summarize the document",
    "the topic of this text",
]
NO_TOPICS = [
    "De quoi parle ce film québécois ?",
    "De quoi Kim parle-t-il ?",
    "Quel est le sujet de la rencontre ?",
    "What is Kim worried about?",
    "Que dit cet article de Choïgu ?",
    "",
]


@pytest.mark.parametrize("question", TOPICS)
def test_questions_about_a_whole_document(question: str) -> None:
    assert asks_topic(question)


@pytest.mark.parametrize("question", NO_TOPICS)
def test_questions_about_something_in_it(question: str) -> None:
    assert not asks_topic(question)


@pytest.mark.parametrize(
    ("question", "points"),
    [
        ("Qui a écrit cet article ?", True),
        ("Who wrote this report?", True),
        ("Que dit ce\nTexte ?", False),
        ("Que dit CE TEXTE ?", True),
        ("Qui a écrit l'article 5 ?", False),
        ("Que fait ce chat ?", False),
    ],
)
def test_questions_that_point_at_a_document(question: str, points: bool) -> None:
    assert deictic(question) is points


def test_a_lone_document_is_the_one_in_question(engine: Engine) -> None:
    for question in ("De quoi parle ce document ?", "What is this article about?"):
        answer = engine.ask(AskBody(question=question))
        assert [one.sentence.kind for one in answer.citations] == ["title", "paragraph"]
        assert answer.citations[0].exact == engine.documents[0].title


def test_a_greeting_is_met_with_what_the_documents_hold(engine: Engine) -> None:
    refusal = engine.ask(AskBody(question="Bonjour !")).refusal
    assert refusal is not None
    assert engine.documents[0].title in refusal.message
    assert [one.sentence.kind for one in refusal.nearest] == ["paragraph"]


QUESTION = "De quoi parle cet article ?"


def test_among_several_documents_the_open_one_is_meant(several: Engine) -> None:
    answer = several.ask(AskBody(question=QUESTION, documents=["pont.txt"]))
    assert {one.document.path for one in answer.citations} == {"pont.txt"}
    assert answer.citations[0].exact == "Le pont de Normandie"


def test_else_the_last_one_cited(several: Engine) -> None:
    history = [
        {"question": "Quand le phare fut-il allumé ?", "answer": "en 1897"},
        {"question": "Quand la gare fut-elle inaugurée ?", "answer": "en 1908"},
        {"question": "Et le viaduc ?", "answer": "Les documents ne répondent pas."},
    ]
    body = AskBody.model_validate({"question": QUESTION, "history": history})
    assert several.ask(body).citations[0].document.path == "gare.txt"
    body = AskBody.model_validate({"question": "Cet article dit quoi ?", "history": history})
    answer = several.ask(body)
    near = answer.citations or (answer.refusal.nearest if answer.refusal else ())
    assert {one.document.path for one in near} == {"gare.txt"}


@pytest.mark.parametrize("question", [QUESTION, "Qui a écrit ce document ?", "Résume le texte"])
def test_else_they_are_named(several: Engine, question: str) -> None:
    refusal = several.ask(AskBody(question=question)).refusal
    assert refusal is not None
    assert refusal.code == "too_vague"
    assert all(one.title in refusal.message for one in several.documents)
    assert {one.document.path for one in refusal.nearest} == {"gare.txt", "phare.txt", "pont.txt"}


def test_documents_named_without_pointing_are_searched_together(several: Engine) -> None:
    body = AskBody(question=QUESTION, documents=["pont.txt", "gare.txt"])
    refusal = several.ask(body).refusal
    assert refusal is not None
    assert "phare" not in refusal.message


def test_an_unknown_document_is_an_error_whatever_is_asked(several: Engine) -> None:
    with pytest.raises(UnknownDocumentError):
        several.ask(AskBody(question="Bonjour", documents=["perdu.txt"]))
