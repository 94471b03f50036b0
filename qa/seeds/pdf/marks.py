"""What the words of a line tell by themselves: items of lists, ends of sentences, leaders."""

from __future__ import annotations

import re

LEADER = re.compile(r"\s*(?:(?:\.\s?){4,}|…{2,}|\s…(?=\s\d+$))\s*")
"""The dots between the words and the page of a table of contents."""

_BULLET = re.compile(r"[•▪‣◦●○■□►▶✓·]\s*\S|[*–—-]\s+\S")
_SURE_BULLET = "•▪‣◦●○■□►▶✓"
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)°]\s+\S")

_CLOSED = "[\\s»”\"')\\]⁰¹²³⁴⁵⁶⁷⁸⁹]*$"
_ENDED = re.compile(rf"[.!?…:;]{_CLOSED}")
_SENTENCE = re.compile(rf"[.!?…]{_CLOSED}")


def is_item(text: str) -> bool:
    return bool(_BULLET.match(text) or _NUMBER.match(text)) or is_led(text)


def is_led(text: str) -> bool:
    return bool(LEADER.search(text))


def has_bullet(text: str) -> bool:
    """Whether a line opens with what is nothing but a bullet; dashes also stand in sentences."""
    return text[0] in _SURE_BULLET


def are_alike(first: str, second: str) -> bool:
    """Whether two items have the same bullet, or numbers."""
    numbered = bool(_NUMBER.match(first) and _NUMBER.match(second))
    return is_item(first) and (first[0] == second[0] or numbered)


def ends_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(text))


def ends_part(text: str) -> bool:
    """Whether a sentence ends, or a part of it that a list may follow."""
    return bool(_ENDED.search(text))
