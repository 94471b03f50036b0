"""Citations: in place, one a sentence, and never words that are not there."""

from __future__ import annotations

import pytest

from qa import Document, Engine
from qa.citing import cite, nearest, whole
from qa.errors import QuoteMismatchError
from qa.types import Extract, Hit, Span


@pytest.fixture(scope="session")
def document(engine: Engine) -> Document:
    return engine.documents[0]


def test_each_sentence_is_cited_once_in_order(document: Document) -> None:
    hits = [Hit(document, document.sentences[rank], 1.0) for rank in (4, 2, 4, 9)]
    assert [one.sentence.index for one in cite(map(whole, hits), 2)] == [4, 2]
    assert [one.sentence.index for one in nearest(hits, 9)] == [4, 2, 9]


def test_a_quote_outside_its_sentence_is_refused(document: Document) -> None:
    first, second = document.sentences[5:7]
    with pytest.raises(QuoteMismatchError):
        cite([Extract(document, first, second.span, 1.0)], 1)


def test_a_quote_with_dangling_space_is_refused(document: Document) -> None:
    sentence = document.sentences[5]
    space = document.text.index(" ", sentence.span.start)
    with pytest.raises(QuoteMismatchError):
        cite([Extract(document, sentence, Span(sentence.span.start, space + 1), 1.0)], 1)
