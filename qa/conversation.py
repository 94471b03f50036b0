"""What is asked: its language, and whether it is a question at all."""

from __future__ import annotations

from qa import language
from qa.terms import terms
from qa.types import Language, Question, RefusalCode, Turn

_GREETINGS = frozenset(
    {"bonjour", "bonsoir", "salut", "coucou", "merci", "allô", "allo", "revoir", "ok"}
    | {"hello", "hi", "hey", "thanks", "thank", "bye"}
)


def understand(text: str, code: str = "auto", history: tuple[Turn, ...] = ()) -> Question:
    """The question with its language; `history` will make follow-ups standalone."""
    return Question(text, " ".join(text.split()), _language(text, code))


def unaskable(question: Question) -> RefusalCode | None:
    """Why no document could answer this, or None."""
    words = [word.strip("!?.,;:…'\"«» ").lower() for word in question.standalone.split()]
    if _GREETINGS.intersection(words) and len(words) <= 4:
        return "not_a_question"
    return None if terms(question.standalone) else "too_vague"


def _language(text: str, code: str) -> Language:
    if code != "auto":
        return Language(code, "given")
    found = language.detect(text)
    return Language(found, "unknown" if found == "unknown" else "detected")
