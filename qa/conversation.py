"""What is asked: its language, whether it is a question at all, and what a follow-up leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa import language
from qa.courtesy import bare
from qa.follow_ups import joined, subject
from qa.scope import asks_topic
from qa.terms import terms
from qa.types import Language, Question, RefusalCode, Turn

_GOES_ON = re.compile(
    r"(?:et|ou|mais|sinon|alors|and|or|but|what about|how about|then)\b", re.IGNORECASE
)
"""How a question begins that goes on from another."""
_POINTS = re.compile(
    r"(?<![-\w])(?:elles?|ils?|lui|eux|leurs?|celles?|celui|ceux|ça|cela|là-bas|"
    r"he|she|they|him|hers?|them|his|theirs?|its?|that|those|these|there|ones?)\b"
    r"|-(?:t-)?(?:ils?|elles?)\b|\bqui est-ce\b|\bl['’](?:a|ont|avait|avaient)\b",
    re.IGNORECASE,
)
"""Words that stand for something named before them, here or in an earlier question."""
_IMPERSONAL = re.compile(
    r"\b(?:il y a|y a-t-il|il faut|il fallait|faut-il|fallait-il|il s['’]agit|s['’]agit-il|"
    r"est-il (?:vrai|possible|nécessaire|prévu)(?: qu[e'’])?|"
    r"(?:is|was) it (?:true|possible|necessary)(?: that)?|"
    r"(?:does|did|will|would|can) it (?:take|cost)|(?:is|are|was|were|will) there|"
    r"there (?:is|are|was|were|will))\b(?! ?\?)",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"\b(?i:les?|la|une?|du|des|ces?|cet|cette|chaque|tous|toutes|mon|ma|mes|nos|notre|vos|votre|"
    r"the|an?|this|each|every|my|our|your)\s|\b(?i:l)['’](?!a\b|ont\b|avai)|\S\s+[A-ZÀ-ÖØ-Þ]",
)
"""A determiner, or a capital letter within: something is named."""
_FEW = 2
"""Terms of a question that, where nothing is named, says too little alone."""


def understand(text: str, code: str = "auto", history: Sequence[Turn] = ()) -> Question:
    """The question with its language, without courtesies, and with what it leaves out of the
    conversation."""
    plain = bare(text)
    before = _before(plain, history) if plain and is_elliptic(plain) else ""
    whole = joined(plain, before) if before else plain or " ".join(text.split())
    return Question(text, whole, _language(plain or text, whole, code))


def _before(text: str, history: Sequence[Turn]) -> str:
    """The last question that can be understood without another, or for what says nothing alone,
    the last one that says anything; empty when there is none."""
    asked = [one for one in (bare(turn.question) for turn in reversed(history)) if terms(one)]
    whole = next((one for one in asked if not is_elliptic(one)), "")
    return whole or ("" if terms(text) or not asked else asked[0])


def is_elliptic(text: str) -> bool:
    """Whether a question can hardly be understood without the one before."""
    if asks_topic(text):
        return False
    if _GOES_ON.match(text):
        return True
    personal = _IMPERSONAL.sub("", text)
    points = _POINTS.search(personal)
    named = _NAMES.search(personal[: points.start()] if points else personal) or subject(personal)
    return not named and (bool(points) or len(terms(text)) <= _FEW)


def unaskable(question: Question) -> RefusalCode | None:
    """Why no document could answer this, or None."""
    asked = bare(question.text)
    if asked and terms(question.standalone):
        return None
    return "not_a_question" if asked != " ".join(question.text.split()) else "too_vague"


def _language(text: str, whole: str, code: str) -> Language:
    """The language of the question's own words, else that of the conversation."""
    if code != "auto":
        return Language(code, "given")
    found = next((one for one in map(language.detect, (text, whole)) if one != "unknown"), None)
    return Language(found, "detected") if found else Language("unknown", "unknown")
