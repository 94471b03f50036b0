"""The JSON contract: any input is a request or a clear error; any answer renders."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.contract import (
    CONTEXT,
    QUESTION_LIMIT,
    AskBody,
    answer_json,
    check_question,
    document_json,
    document_row,
    read_body,
)
from qa.errors import RequestError
from qa.types import Answer, Citation, Document, Language, Question, Refusal, Sentence, Span

NAMES = list(AskBody.model_fields)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
# Half of the names are those of the contract, so that values are looked at too; the others, unlike
# `st.text()`, may hold half of a surrogate pair.
BODIES = st.dictionaries(st.sampled_from(NAMES) | st.text(st.characters()), JSON, max_size=5)
FINE = {
    "question": "Où ?",
    "language": "fr",
    "history": [{"question": "Qui ?", "answer": "Kim"}],
    "documents": ["a.txt"],
    "top_k": 10,
    "include": ["trace"],
}
WRONG = [
    ({"question": None}, "question"),
    ({"question": ["Où ?"]}, "question"),
    ({"question": " "}, "empty"),
    ({"question": "x" * (QUESTION_LIMIT + 1)}, "2001 characters"),
    ({"question": "\ud800"}, "surrogate"),
    ({"language": "français"}, "language"),
    ({"history": [{"question": "Qui ?"}]}, "history.0.answer"),
    ({"history": "Qui ?"}, "history"),
    ({"documents": "a.txt"}, "documents"),
    ({"top_k": 0}, "top_k"),
    ({"top_k": 11}, "top_k"),
    ({"top_k": "3"}, "top_k"),
    ({"top_k": True}, "top_k"),
    ({"include": ["all"]}, "include.0"),
    ({"more": 1}, "more"),
]


def assert_told(data: bytes | str) -> None:
    """The request is read, or refused with a message that can be sent."""
    try:
        outcome: AskBody | str = read_body(data)
    except RequestError as error:
        outcome = str(error)
    said = outcome.question if isinstance(outcome, AskBody) else outcome
    assert said.strip().encode()


@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    assert_told(data)


@given(BODIES)
def test_any_object(value: dict[str, object]) -> None:
    assert_told(json.dumps(value))
    assert_told(json.dumps(value | {"question": "Où ?"}))


@pytest.mark.parametrize(
    "text", ["", "null", "[]", '"Où ?"', "{", '{"question": "Où ?"} {}', "[" * 100_000, "9" * 5_000]
)
def test_what_is_no_object(text: str) -> None:
    with pytest.raises(RequestError):
        read_body(text)


def test_a_whole_request() -> None:
    body = read_body(json.dumps(FINE))
    assert body.model_dump() == FINE
    assert body.turns[0].answer == "Kim"


@pytest.mark.parametrize(("change", "words"), WRONG)
def test_what_is_wrong_is_named(change: dict[str, object], words: str) -> None:
    with pytest.raises(RequestError, match=words):
        read_body(json.dumps(FINE | change))


def test_the_limit_is_reached_before_it_is_passed() -> None:
    check_question("x" * QUESTION_LIMIT)


# Answers


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    """A quote in a sentence of some text, of any characters that can be written."""
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=3, max_size=120))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
    sentence = Sentence(0, Span(cuts[0], cuts[-1]), "paragraph", draw(st.none() | st.just("I")))
    document = Document("a", "a.txt", "sha256:0", "A", "fr", text, (sentence,))
    return Citation(document, sentence, Span(cuts[0], cuts[1]))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Citations, or a refusal with what is nearest."""
    found = tuple(draw(st.lists(citations(), max_size=3)))
    refused = not found or draw(st.booleans())
    refusal = Refusal("not_in_documents", "Rien.", ("loup",), found) if refused else None
    question = Question("Où ?", "Où ?", Language("fr", "detected"))
    return Answer(question, draw(st.floats(0, 1)), () if refused else found, refusal, {"total": 1})


@given(answers())
def test_every_answer_renders(answer: Answer) -> None:
    body = answer_json(answer)
    assert json.loads(json.dumps(body)) == body
    refused = body["status"] == "no_answer"
    assert refused == (body["answer"] is None) == (body["refusal"] is not None)
    shown = body["refusal"]["nearest"] if body["refusal"] else body["citations"]
    assert [one["marker"] for one in shown] == list(range(1, len(shown) + 1))
    if not refused:
        assert body["answer"]["text"] == body["citations"][0]["quote"]["exact"]


@given(citations())
def test_a_quote_is_found_by_either_selector(citation: Citation) -> None:
    document = citation.document
    question = Question("Où ?", "Où ?", Language("fr", "given"))
    answer = Answer(question, 1, (citation,), None, {})
    quote = answer_json(answer)["citations"][0]["quote"]
    assert document.text[quote["start"] : quote["end"]] == quote["exact"]
    around = quote["prefix"] + quote["exact"] + quote["suffix"]
    assert document.text.find(around) >= 0
    assert max(len(quote["prefix"]), len(quote["suffix"])) <= CONTEXT


@given(citations())
def test_a_document_renders(citation: Citation) -> None:
    whole, row = document_json(citation.document), document_row(citation.document)
    assert json.loads(json.dumps(whole))["sentences"][0]["id"] == "a:s0000"
    assert row["sentences"] == len(whole["sentences"]) == 1
    assert row["url"] == "/documents/a?v=sha256:0"
