"""Answers as server-sent events: the same answer, told early and in order, over a real socket."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import browser
import pytest
from events import events
from flask.testing import FlaskClient
from web_fixtures import ASK, assert_problem

from qa import AskBody, Engine, Settings
from qa.types import Answer, Reading
from web import create_app

QUESTION = "Combien de temps a duré le voyage jusqu'à Hanoï ?"
ACCEPT = {"Accept": "text/event-stream"}
VOLATILE = {"id", "request_id", "timings_ms"}


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def lasting(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in VOLATILE}


def test_the_stream_tells_the_answer_that_is_given_otherwise(client: FlaskClient) -> None:
    plain = client.post(ASK, json={"question": QUESTION}).get_json()
    response = client.post(ASK, json={"question": QUESTION}, headers=ACCEPT)
    assert (response.status_code, response.mimetype) == (200, "text/event-stream")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Accel-Buffering"] == "no"
    (first, meta), *cited, (_, answer), last = events(response.text)
    assert (first, last) == ("meta", ("done", {}))
    assert meta["question"] == answer["question"]
    assert meta["index"] == answer["index"]
    assert [one["marker"] for one in meta["reading"]] == [1, 2, 3]
    assert cited == [("citation", one) for one in answer["citations"]]
    assert lasting(answer) == lasting(plain)
    assert answer["request_id"] == response.headers["X-Request-Id"]


def test_what_is_not_looked_up_is_a_refusal_without_reading(client: FlaskClient) -> None:
    response = client.post(ASK, json={"question": "Bonjour"}, headers=ACCEPT)
    (_, meta), (name, answer), _ = events(response.text)
    assert (meta["reading"], name) == ([], "answer")
    assert answer["refusal"]["code"] == "not_a_question"


@pytest.mark.parametrize(
    ("accept", "streamed"),
    [
        ("*/*", False),
        ("application/json", False),
        ("application/json, text/event-stream", False),
        ("text/event-stream, */*;q=0.1", True),
    ],
)
def test_only_who_prefers_events_gets_them(
    client: FlaskClient, accept: str, streamed: bool
) -> None:
    response = client.post(ASK, json={"question": "Bonjour"}, headers={"Accept": accept})
    assert (response.mimetype == "text/event-stream") == streamed


def test_what_is_known_before_the_start_is_a_problem(
    client: FlaskClient, settings: Settings
) -> None:
    def asked(client: FlaskClient, **body: Any) -> Any:
        return client.post(ASK, json=body, headers=ACCEPT)

    assert_problem(asked(client), 422, "invalid_request")
    assert_problem(asked(client, question=" "), 422, "empty_question")
    unknown = asked(client, question="Qui ?", documents=["absent"])
    assert_problem(unknown, 404, "unknown_document")
    loading = create_app(Engine(settings)).test_client()
    assert_problem(asked(loading, question="Qui ?"), 503, "not_ready")


class Held:
    """An engine that waits at each step until it is let go, or fails then."""

    def __init__(self, engine: Engine, *, fails: bool = False) -> None:
        self.engine, self.fails = engine, fails
        self.go = threading.Semaphore(0)
        self.ended = threading.Event()

    def check(self, body: AskBody) -> None:
        self.engine.check(body)

    def stream(self, body: AskBody) -> Iterator[Reading | Answer]:
        try:
            for step in self.engine.stream(body):
                assert self.go.acquire(timeout=20)
                if self.fails:
                    raise RuntimeError("secret of the inside")
                yield step
        finally:
            self.ended.set()


def test_a_failure_after_the_start_is_an_event(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    held = Held(engine, fails=True)
    held.go.release()
    client = create_app(held).test_client()  # type: ignore[arg-type]
    response = client.post(ASK, json={"question": QUESTION}, headers=ACCEPT)
    ((name, problem),) = events(response.text)
    assert (name, problem["code"], problem["status"]) == ("error", "internal", 500)
    assert "secret" not in response.text
    assert problem["request_id"] == response.headers["X-Request-Id"]
    assert problem["request_id"] in caplog.text


def opened(url: str) -> socket.socket:
    """A connection on which a question has been asked."""
    host, port = url.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), timeout=20)
    body = json.dumps({"question": QUESTION})
    head = (
        f"POST {ASK} HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n"
    )
    connection.sendall((head + body).encode())
    return connection


def read_until(connection: socket.socket, words: bytes) -> bytes:
    got = b""
    while words not in got:
        part = connection.recv(65536)
        assert part, got
        got += part
    return got


def test_each_part_arrives_before_the_next_is_computed(engine: Engine) -> None:
    held = Held(engine)
    app = create_app(held)  # type: ignore[arg-type]
    with browser.serving(app) as url, opened(url) as connection:
        assert b"event:" not in read_until(connection, b": the answer follows\n\n")
        held.go.release()
        assert b"event: answer" not in read_until(connection, b"event: meta\n")
        held.go.release()
        read_until(connection, b"event: done\ndata: {}\n\n")


def test_a_client_that_leaves_ends_the_work_quietly(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    held = Held(engine)
    with browser.serving(create_app(held)) as url:  # type: ignore[arg-type]
        with opened(url) as connection:
            read_until(connection, b": the answer follows\n\n")
        held.go.release(2)
        assert held.ended.wait(20)
    assert [one.message for one in caplog.records if one.levelname != "INFO"] == []
