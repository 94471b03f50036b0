"""A follow-up made whole: what it asks anew takes its place in the question before."""

from __future__ import annotations

import re

from qa.terms import terms
from qa.types import Span

_ADVERB = (
    r"depuis quand|since when|quand|où|comment|pourquoi|when|where|why|"
    r"how(?! (?:long|many|much|old|far|often|big|tall|high|deep|wide))"
)
_OWN_ADVERB = re.compile(
    rf"(?:(?:et|and) )?({_ADVERB})(?: ça| exactement| exactly)? ?\?", re.IGNORECASE
)
_ADVERB_BEFORE = re.compile(rf"(?:{_ADVERB})\b", re.IGNORECASE)
_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]*(?:(?: d[eu])? [A-ZÀ-ÖØ-Þ][\w’'-]*)*"
_OWN_NAME = re.compile(
    r"(?i:et|and|what about|how about)(?i: pour| for| à| en| in| de| d['’])?(?i: l[ae]s?| the)? "
    rf"({_NAME}) ?\?"
)
_SUBJECT = re.compile(rf"({_NAME}) \S+-(?:t-)?(?:ils?|elles?)\b")
_WITHIN = re.compile(rf"(?<=\S )(?:[ld]['’])?({_NAME})")
"""Not the first word, which has its capital anyway."""


def subject(text: str) -> Span | None:
    """The name that a question begins with, where a pronoun takes it up: Kim est-il."""
    found = _SUBJECT.match(text)
    # Not "Quand" of "Quand Kim est-il": what remains is found within.
    return Span(*found.span(1)) if found and terms(found[1].split()[0]) else None


def joined(text: str, before: str) -> str:
    """A follow-up with the question before: instead of its question word (Où est-il ? Quand ?) or
    of its only name (Qui dirige Metz ? Et Lyon ?), or else beside it."""
    return _with_adverb(text, before) or _with_name(text, before) or _beside(text, before)


def _with_adverb(text: str, before: str) -> str:
    own, other = _OWN_ADVERB.fullmatch(text), _ADVERB_BEFORE.match(before)
    return own[1] + before[other.end() :] if own and other else ""


def _with_name(text: str, before: str) -> str:
    own, others = _OWN_NAME.fullmatch(text), _names(before)
    if not own or len(others) != 1:
        return ""
    return before[: others[0].start] + own[1] + before[others[0].end :]


def _names(question: str) -> list[Span]:
    first = subject(question)
    within = _WITHIN.finditer(question, first.end if first else 0)
    return [*filter(None, [first]), *(Span(*found.span(1)) for found in within)]


def _beside(text: str, before: str) -> str:
    return f"{text} ({before.strip(' ?.!')})"
