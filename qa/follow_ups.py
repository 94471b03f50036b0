"""A follow-up made whole: what it asks anew takes its place in the question before."""

from __future__ import annotations

import re

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
_NAMES_BEFORE = re.compile(
    rf"(?<=\S )(?:[ld]['’])?({_NAME})|^({_NAME})(?= \S+-(?:t-)?(?:ils?|elles?)\b)"
)
"""Not the first word, which has its capital anyway, unless a pronoun takes it up: Kim est-il."""


def joined(text: str, before: str) -> str:
    """A follow-up with the question before: instead of its question word (Où est-il ? Quand ?) or
    of its only name (Qui dirige Metz ? Et Lyon ?), or else beside it."""
    return _with_adverb(text, before) or _with_name(text, before) or _beside(text, before)


def _with_adverb(text: str, before: str) -> str:
    own, other = _OWN_ADVERB.fullmatch(text), _ADVERB_BEFORE.match(before)
    return own[1] + before[other.end() :] if own and other else ""


def _with_name(text: str, before: str) -> str:
    own, others = _OWN_NAME.fullmatch(text), list(_NAMES_BEFORE.finditer(before))
    if not own or len(others) != 1:
        return ""
    start, end = others[0].span(others[0].lastindex or 0)
    return before[:start] + own[1] + before[end:]


def _beside(text: str, before: str) -> str:
    return f"{text} ({before.strip(' ?.!')})"
