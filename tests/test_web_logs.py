"""The log of `qa serve`: a line of JSON a request, which says nothing of what was asked."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import Any

import pytest
from flask.testing import FlaskClient
from web_fixtures import ASK

from qa import Engine
from web import create_app
from web.logs import to_stderr

HELLO = {"question": "Bonjour"}


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    out, err = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


def test_a_line_a_request(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    with to_stderr():
        response = client.post(ASK, json=HELLO)
        client.get("/api/v1/documents/secret")
        client.get("/nulle/part")
    first, second, third = lines(capsys)
    assert first.keys() == {
        *("time", "level", "logger", "request_id", "method", "route", "status", "ms")
    }
    assert first["request_id"] == response.headers["X-Request-Id"]
    assert (first["method"], first["route"], first["status"]) == ("POST", ASK, 200)
    assert first["ms"] > 0
    assert (second["route"], second["status"]) == ("/api/v1/documents/<path:name>", 404)
    assert third["route"] is None


def test_a_stream_is_logged_when_it_ends(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    with to_stderr():
        headers = {"Accept": "text/event-stream"}
        response = client.post(ASK, json=HELLO, headers=headers, buffered=False)
        parts = response.iter_encoded()
        next(iter(parts))
        assert lines(capsys) == []
        response.close()
    assert len(lines(capsys)) == 1


@pytest.mark.parametrize("wanted", [False, True])
def test_questions_only_when_wanted(
    engine: Engine, capsys: pytest.CaptureFixture[str], wanted: bool
) -> None:
    client = create_app(engine, log_questions=wanted).test_client()
    chat = {"model": "verbatim", "messages": [{"role": "user", "content": "Bonjour"}]}
    with to_stderr():
        client.post(ASK, json=HELLO)
        client.post(ASK, json=HELLO, headers={"Accept": "text/event-stream"}, buffered=True)
        client.post("/api/v1/ask/batch", json={"questions": [HELLO, {}]})
        client.post("/v1/chat/completions", json=chat)
    told = [one.get("questions") for one in lines(capsys)]
    assert told == [["Bonjour"] if wanted else None] * 4


def test_other_records_are_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    with to_stderr():
        try:
            raise ValueError("a\nb")
        except ValueError:
            logging.getLogger("web.any").exception("it failed %s", "here")
        print("plain", file=sys.stderr)
    told, plain = capsys.readouterr().err.splitlines()
    record = json.loads(told)
    assert (record["level"], record["message"]) == ("error", "it failed here")
    assert re.search(r"ValueError: a\nb$", record["exception"])
    assert plain == "plain"
