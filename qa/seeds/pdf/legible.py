"""Whether the letters of a page are known: some fonts do not say which ones they show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from qa.seeds.pdf.glyphs import Word

_UNKNOWN = re.compile("[\x01-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_MOST = 0.3
"""The part of unknown characters from which a page cannot be read."""


def is_legible(words: Iterable[Word]) -> bool:
    text = "".join(word.text for word in words)
    return len(_UNKNOWN.findall(text)) <= _MOST * len(text)


def legible(words: Iterable[Word]) -> list[Word]:
    """The words without characters that only their font knows, such as icons."""
    known = (_known(word) for word in words)
    return [word for word in known if word.text.strip()]


def _known(word: Word) -> Word:
    if _UNKNOWN.search(word.text) is None:
        return word
    return replace(word, text=_UNKNOWN.sub("", word.text))
