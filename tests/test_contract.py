"""The JSON contract: any input is a request or a clear error."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.contract import QUESTION_LIMIT, AskBody, check_question, read_body
from qa.errors import RequestError

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


def test_a_whole_number_may_be_written_with_a_point() -> None:
    assert read_body(json.dumps(FINE | {"top_k": 3.0})).top_k == 3


def test_the_limit_is_reached_before_it_is_passed() -> None:
    check_question("x" * QUESTION_LIMIT)
