"""What is asked: language, what is no question, what a follow-up leaves out."""

from __future__ import annotations

import pytest

from qa.conversation import unaskable, understand
from qa.types import Language, Turn


@pytest.mark.parametrize(
    "text",
    [
        *("Bonjour", "bonjour !", "Merci beaucoup", "Merci pour la réponse !", "Bonjour ça va ?"),
        *("Hello", "Thank you!", "Thanks for your help", "Hi, how are you?", "Salut les amis"),
    ],
)
def test_greetings_are_no_question(text: str) -> None:
    assert unaskable(understand(text)) == "not_a_question"


@pytest.mark.parametrize("text", ["Pourquoi ?", "Qui ?", "What?", "???", "et"])
def test_question_words_alone_are_too_vague(text: str) -> None:
    assert unaskable(understand(text)) == "too_vague"


@pytest.mark.parametrize(
    "text",
    [
        *("Qui dit bonjour à Kim ?", "Quel est le titre ?", "kim train", "Où va Kim ?"),
        *("Bonjour, qui est Kim?", "Bonjour kim train hanoi", "Quand revoir Hanoï ?"),
        *("Is Kim OK?", "Hi, who is Kim?", "Comment dit-on merci ?"),
    ],
)
def test_questions_are_askable(text: str) -> None:
    assert unaskable(understand(text)) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Bonjour, qui est Kim ?", "qui est Kim ?"),
        ("Merci ! Où va-t-il, s'il vous plaît ?", "Où va-t-il ?"),
        ("Hi there, who is Kim, please?", "who is Kim?"),
    ],
)
def test_courtesies_are_not_looked_up(text: str, asked: str) -> None:
    question = understand(text)
    assert (question.text, question.standalone) == (text, asked)


def test_the_caller_may_say_the_language() -> None:
    assert understand("Who?", "de").language == Language("de", "given")
    assert understand("Où va Kim Jong Un ?").language == Language("fr", "detected")


FIRST = Turn("Combien d'habitants avait Metz en 2018 ?", "118 634")
AGE = Turn("How old is the lighthouse?", "")


@pytest.mark.parametrize(
    ("text", "history", "standalone"),
    [
        ("Et en 2019 ?", [FIRST], "Et en 2019 ? (Combien d'habitants avait Metz en 2018)"),
        ("Pourquoi ?", [FIRST], "Pourquoi ? (Combien d'habitants avait Metz en 2018)"),
        (
            "Qui est-ce ?",
            [FIRST, Turn("Et en 2019 ?", "")],
            "Qui est-ce ? (Combien d'habitants avait Metz en 2018)",
        ),
        ("Combien mesure-t-il ?", [AGE], "Combien mesure-t-il ? (How old is the lighthouse)"),
        ("and where?", [FIRST, AGE], "and where? (How old is the lighthouse)"),
        ("Combien de temps ?", [AGE], "Combien de temps ? (How old is the lighthouse)"),
        ("Quel âge a-t-elle ?", [Turn("Où est-il né ?", "")], "Quel âge a-t-elle ?"),
        ("Et en 2019 ?", [], "Et en 2019 ?"),
        ("Quand ?", [Turn("Où fut-il arrêté ?", "")], "Quand fut-il arrêté ?"),
        ("And why?", [Turn("How did Kim travel to Hanoi?", "")], "why did Kim travel to Hanoi?"),
        ("Et Lyon ?", [Turn("Qui dirige la ville de Metz ?", "")], "Qui dirige la ville de Lyon ?"),
        ("And in the South?", [Turn("What grows in France?", "")], "What grows in South?"),
        ("Et Poutine ?", [Turn("Kim est-il malade ?", "")], "Poutine est-il malade ?"),
        ("Et Poutine ?", [Turn("Quand Kim est-il parti ?", "")], "Quand Poutine est-il parti ?"),
        (
            "Et Poutine ?",
            [Turn("Où Kim a-t-il vu Trump ?", "")],
            "Et Poutine ? (Où Kim a-t-il vu Trump)",
        ),
        ("When?", [Turn("How long is the bridge?", "")], "When? (How long is the bridge)"),
        ("Quand le pont a-t-il ouvert ?", [FIRST], "Quand le pont a-t-il ouvert ?"),
        ("Où Kim va-t-il ?", [FIRST], "Où Kim va-t-il ?"),
        ("Y a-t-il une gare à Metz ?", [FIRST], "Y a-t-il une gare à Metz ?"),
        ("Who built the bridge?", [FIRST], "Who built the bridge?"),
        ("Merci !", [FIRST], "Merci !"),
        ("Kim est-il paranoïaque ?", [FIRST], "Kim est-il paranoïaque ?"),
        ("Depuis quand est-il là ?", [AGE], "Depuis quand est-il là ? (How old is the lighthouse)"),
        ("How long did it take to reach Hanoi?", [FIRST], "How long did it take to reach Hanoi?"),
        ("Is it true that Kim travels?", [FIRST], "Is it true that Kim travels?"),
        ("De quoi ça parle ?", [FIRST], "De quoi ça parle ?"),
        (
            "Pourquoi ?",
            [FIRST, Turn("Merci pour la réponse !", "")],
            "Pourquoi ? (Combien d'habitants avait Metz en 2018)",
        ),
    ],
)
def test_a_follow_up_takes_the_question_before_along(
    text: str, history: list[Turn], standalone: str
) -> None:
    question = understand(text, history=history)
    assert (question.text, question.standalone) == (text, standalone)


def test_thanks_stay_thanks_in_a_conversation() -> None:
    assert unaskable(understand("Merci !", history=[FIRST])) == "not_a_question"


def test_a_follow_up_speaks_the_language_of_the_conversation() -> None:
    assert understand("2019 ?", history=[FIRST]).language.code == "fr"
