"""The log of `qa serve`: a line of JSON each, one for every request."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request

access = logging.getLogger("web.access")
access.setLevel(logging.INFO)


class JsonLines(logging.Formatter):
    """A record as one line: its `facts` when it has some, else its message."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = {"time": at, "level": record.levelname.lower(), "logger": record.name}
        said = getattr(record, "facts", None) or {"message": record.getMessage()}
        cause = {"exception": self.formatException(record.exc_info)} if record.exc_info else {}
        return json.dumps(head | said | cause)


@contextmanager
def to_stderr() -> Iterator[None]:
    """Everything that is logged meanwhile goes to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


def install(app: Flask, *, questions: bool) -> None:
    """Logs every request of `app`; what was asked, only with `questions`."""
    app.before_request(_start)
    app.after_request(lambda response: _finish(response, questions=questions))


def note(question: str) -> None:
    """Remembers what a request asks, for its line in the log."""
    g.setdefault("questions", []).append(question)


def _start() -> None:
    g.started = time.perf_counter()


def _finish(response: Response, *, questions: bool) -> Response:
    log = _line(response, questions=questions)
    if response.mimetype == "text/event-stream":
        response.call_on_close(log)  # its work has only begun
    else:
        log()
    return response


def _line(response: Response, *, questions: bool) -> Callable[[], None]:
    """Logs the request when it is called, which may be when the request is no longer at hand."""
    started = g.started
    facts: dict[str, Any] = {
        "request_id": g.request_id,
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
    }
    asked = {"questions": g.questions} if questions and "questions" in g else {}

    def log() -> None:
        took = {"ms": round((time.perf_counter() - started) * 1e3, 1)}
        access.info("request", extra={"facts": facts | took | asked})

    return log
