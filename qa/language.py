"""The language of a question or a text: its function words vote, then langdetect, else unknown."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)
_CONTRACTION = re.compile(r"\w['’](?:s|re|ve|ll|d|t)\b", re.IGNORECASE)
_ACCENT = re.compile("[éèêëàâçùûîïôœ]", re.IGNORECASE)

_FRENCH = frozenset(
    "le la les un une des du de et est sont qui que quoi quel quelle quels quelles quand où ou "
    "comment pourquoi combien dans sur avec pour par au aux ce cet cette ces il elle ils elles "
    "son sa ses leur leurs pas ne plus depuis chez vers sous entre sans était ont été fait peut "
    "dit faut veut selon y en se lui d l qu c j s n t".split()
)
_ENGLISH = frozenset(
    "the a an of and is are was were who what which when where why how whose whom does did do "
    "in on with for by to from at this that these those it he she they his her their its not "
    "has have had been will would can could should many much about into than there many old".split()
)
_CLEAR = 2
"""Votes ahead that decide alone."""
_SHORT = 60
"""Characters under which langdetect is only believed about French and English."""


def detect(text: str) -> str:
    """ISO 639-1 code, or `unknown`."""
    lead = _french_lead(text)
    if abs(lead) >= _CLEAR:
        return "fr" if lead > 0 else "en"
    guess = _langdetect(text)
    if len(text) >= _SHORT:
        return guess
    if guess in {"fr", "en"} and lead == 0:
        return guess
    return "fr" if lead > 0 else "en" if lead < 0 else "unknown"


def _french_lead(text: str) -> int:
    words = [word.lower() for word in _WORD.findall(text)]
    french = sum(word in _FRENCH for word in words) + len(_ELISION.findall(text))
    english = sum(word in _ENGLISH for word in words) + len(_CONTRACTION.findall(text))
    return french - english + bool(_ACCENT.search(text))


def _langdetect(text: str) -> str:
    # Imported here: it reads its profiles, which short French and English questions do not need.
    from langdetect import DetectorFactory, LangDetectException, detect_langs

    DetectorFactory.seed = 0  # it draws random samples
    try:
        best = detect_langs(text)[0]
    except LangDetectException:
        return "unknown"
    return str(best.lang)[:2] if best.prob > 0.8 else "unknown"
