"""What is asked: language, and what is no question."""

from __future__ import annotations

import pytest

from qa.conversation import unaskable, understand
from qa.types import Language


@pytest.mark.parametrize("text", ["Bonjour", "bonjour !", "Merci beaucoup", "Hello", "Thank you!"])
def test_greetings_are_no_question(text: str) -> None:
    assert unaskable(understand(text)) == "not_a_question"


@pytest.mark.parametrize("text", ["Pourquoi ?", "Qui ?", "What?", "???", "et"])
def test_question_words_alone_are_too_vague(text: str) -> None:
    assert unaskable(understand(text)) == "too_vague"


@pytest.mark.parametrize(
    "text", ["Qui dit bonjour à Kim ?", "Quel est le titre ?", "kim train", "Où va Kim ?"]
)
def test_questions_are_askable(text: str) -> None:
    assert unaskable(understand(text)) is None


def test_the_caller_may_say_the_language() -> None:
    assert understand("Who?", "de").language == Language("de", "given")
    assert understand("Où va Kim Jong Un ?").language == Language("fr", "detected")
