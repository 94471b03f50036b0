"""Which document a question means, when it says "this article" or asks what one is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.contract import DEICTIC, DOCUMENT
from qa.index import Index
from qa.terms import fold
from qa.types import Document, Extract, Turn

_THE = rf"(?:(?:ce|cet|le|l|du|de l|mon|this|the|that|my) )?(?:{DOCUMENT})s?"
_TOPIC = re.compile(
    "|".join(
        (
            rf"(?:dis moi )?de quoi (?:ca |cela )?(?:parle|traite|cause)(?: t il)?(?: {_THE})?",
            rf"de quoi (?:s agit il|est il question)(?: dans {_THE})?",
            rf"(?:quels? (?:est|sont) |c est quoi )?(?:les? )?(?:sujet|theme|propos|resume)s?"
            rf"(?: principal| general)? (?:de )?{_THE}",
            rf"(?:peux tu |pouvez vous )?(?:me )?resume[rz]?(?: moi)? {_THE}",
            rf"(?:tell me )?what(?: s| is| are)? {_THE}(?: is)? about",
            r"what(?: s| is) (?:this|it)(?: all)? about",
            rf"what does {_THE} (?:say|talk about|speak about|deal with)",
            rf"(?:what(?: s| is) )?(?:the )?(?:topic|subject|theme|summary) of {_THE}",
            rf"(?:can you )?summari[sz]e {_THE}",
        )
    )
)
"""Over folded words, with single spaces between."""


def deictic(question: str) -> bool:
    """Whether a question points at a document ("cet article", "this report")."""
    return bool(re.search(DEICTIC, question, re.IGNORECASE))


def asks_topic(question: str) -> bool:
    """Whether a question asks what a whole document is about."""
    words = re.findall(r"[^\W_]+", question)
    return bool(_TOPIC.fullmatch(" ".join(fold(word) for word in words)))


def meant(index: Index, documents: Sequence[str], history: Sequence[Turn]) -> Document | None:
    """The one document in question: the only one asked or indexed, else the last one quoted."""
    asked = [index.document(name) for name in documents] or list(index.documents)
    if len({one.id for one in asked}) == 1:
        return asked[0]
    for turn in reversed(history):
        quoted = [one for one in asked if turn.answer.strip() and turn.answer in one.text]
        if len(quoted) == 1:
            return quoted[0]
    return None


def overview(document: Document) -> list[Extract]:
    """The sentences that say what a document is about: its title, and its lead."""
    titles = [one for one in document.sentences if one.kind == "title"][:1]
    leads = [one for one in document.sentences if one.kind == "paragraph"][:1]
    chosen = titles + leads or list(document.sentences[:1])
    return [Extract(document, one, one.span, 0.0) for one in chosen]
