"""Answers told as they come about, as server-sent events.

`meta` (what will be read), a `citation` each, `answer` (the object that is not streamed otherwise),
`done`; or `error`, with a problem, for what goes wrong after the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from flask import Response, request

from qa.contract import AskBody
from qa.rendering import answer_json, in_one_line, meta_json
from qa.types import Answer
from web.asking import Asking
from web.problems import told
from web.shapes import problem_json

EVENTS = "text/event-stream"
Event = tuple[str, dict[str, Any]]
OPENING = ": the answer follows\n\n"
"""Sent before anything is computed, so that clients and proxies know that the stream is open."""


def wanted() -> bool:
    """Whether the client would rather have events than one JSON object."""
    return request.accept_mimetypes.best_match(["application/json", EVENTS]) == EVENTS


def stream(lines: Iterator[str]) -> Response:
    """A response whose lines are sent as they come."""
    response = Response(lines, mimetype=EVENTS)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # nginx would gather what should come early
    return response


def told_events(asking: Asking, body: AskBody, request_id: str) -> Iterator[str]:
    """The events of one question that can be asked; a client that leaves ends them."""
    yield OPENING
    try:
        for name, data in _events(asking, body, request_id):
            yield _event(name, data)
    except Exception as error:
        yield _event("error", problem_json(told(error, request_id), request_id))


def _events(asking: Asking, body: AskBody, request_id: str) -> Iterator[Event]:
    steps = asking.stream(body)
    first = next(steps)
    yield "meta", meta_json(first)
    last = next(step for step in chain([first], steps) if isinstance(step, Answer))
    answer = answer_json(last, request_id=request_id)
    yield from (("citation", one) for one in answer["citations"])
    yield "answer", answer
    yield "done", {}


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {in_one_line(data)}\n\n"
