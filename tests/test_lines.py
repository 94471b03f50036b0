"""The line protocol: a reply for every line, in order, whatever the line is."""

from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qa import Engine
from qa.contract import BODY_LIMIT
from qa.lines import answer_lines, lines
from qa.rendering import in_one_line

QUESTION = "Qui a écrit cet article ?"
BAD_LINES = [
    (b"", "empty_question"),
    (b" \t\r", "empty_question"),
    (b"{", "invalid_request"),
    (b'{"question": 3}', "invalid_request"),
    (b'{"question": "x", "top_k": 0}', "invalid_request"),
    (b'{"question": "x", "more": 1}', "invalid_request"),
    (b'{"question": "x", "documents": ["absent"]}', "unknown_document"),
    (b'{"question": "\\ud800"}', "invalid_request"),
    (b"{" * 100_000, "invalid_request"),
    (b"\xff\xfe", "invalid_request"),
    (b"x" * 2_001, "question_too_long"),
    (b"x" * (2 * BODY_LIMIT + 1), "invalid_request"),
]


def replies(engine: Engine, given: bytes) -> tuple[bool, list[dict[str, Any]]]:
    """Whether all went well, and what stands on each line of output."""
    target = io.StringIO()
    well = answer_lines(engine, io.BytesIO(given), target)
    return well, [json.loads(line) for line in target.getvalue().splitlines()]


def test_each_line_has_its_reply_in_order(engine: Engine) -> None:
    """Good lines between the bad ones, the last without its newline."""
    good = QUESTION.encode()
    given = [good, *(line for bad, _ in BAD_LINES for line in (bad, good))]
    well, found = replies(engine, b"\n".join(given))
    codes = [one["error"]["code"] if "error" in one else "asked" for one in found]
    assert codes == ["asked", *(one for _, code in BAD_LINES for one in (code, "asked"))]
    assert not well


def test_a_line_is_a_question_or_a_body(engine: Engine) -> None:
    path = engine.documents[0].path
    body = {"question": QUESTION, "documents": [path], "top_k": 1, "include": ["trace"]}
    given = ["\ufeff" + json.dumps(body), QUESTION + "\r", "[1] \u2028 ?", "caf\0é ?"]
    well, found = replies(engine, ("\n".join(given) + "\n").encode())
    assert well
    asked = [one["question"]["text"] for one in found]
    assert asked == [QUESTION, QUESTION, "[1] \u2028 ?", "caf\0é ?"]
    assert "trace" in found[0]


def test_no_line_no_reply(engine: Engine) -> None:
    assert replies(engine, b"") == (True, [])


def test_the_longest_line_is_whole_and_a_longer_one_never_held() -> None:
    longest, longer = b"x" * BODY_LIMIT, b"x" * (3 * BODY_LIMIT)
    given = b"\n".join([longest, longer, b"y", longest])
    assert list(lines(io.BytesIO(given))) == [longest, None, b"y", longest]
    assert list(lines(io.BytesIO(longer))) == [None]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_takes_one_line(text: str) -> None:
    line = in_one_line({"text": text})
    assert line.splitlines() == [line]
    assert json.loads(line) == {"text": text}
