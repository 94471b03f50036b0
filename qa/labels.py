"""What search sees of a sentence: its words, after a label that says what they are.

"Author, George Wright" shares no word with "Qui a écrit cet article ?". A title, by-line or date is
therefore indexed under the words that people ask for it with, in both languages (document
expansion, Nogueira et al. 2019); labels are never shown nor quoted.
"""

from __future__ import annotations

import re

from qa.types import Document, Sentence

_TITLE = "Titre de l'article, sujet, de quoi parle le document. Title of the article, topic."
_READ_TITLE = ("Le titre est « ", " ».")
_DATE = "Date de publication de l'article, quand. Date when the article was published."
_AUTHOR = "Auteur, journaliste qui a écrit l'article. Author, journalist who wrote the article."
_PUBLISHER = "Média, journal qui publie l'article. Media, newspaper that published the article."

_YEAR = re.compile(r"\b(1\d|20)\d\d\b")
_RELATIVE = re.compile(r"(?i)il y a|\bago$|\bhier\b|aujourd|yesterday|today")
_PUBLISHER_NAMED = re.compile(r"(?i)(role|rôle|sources?|média|media|éditeur|publisher)\b")


def search_text(document: Document, sentence: Sentence) -> str:
    """The text that is indexed for a sentence."""
    words = document.words(sentence.span)
    label = _label(sentence.kind, words)
    return f"{label} {words}" if label else words


def reading_frame(sentence: Sentence) -> tuple[str, str]:
    """What stands before and after a sentence when it is read: a title says that it is one.

    By-lines and dates tell it by their own words; longer labels were seen to distract the reader.
    """
    return _READ_TITLE if sentence.kind == "title" else ("", "")


def _label(kind: str, words: str) -> str | None:
    if kind == "title":
        return _TITLE
    if kind == "byline":
        return _PUBLISHER if _PUBLISHER_NAMED.match(words) else _AUTHOR
    # "il y a 23 minutes" dates nothing.
    dated = _YEAR.search(words) or not _RELATIVE.search(words)
    return _DATE if kind == "date" and dated else None
