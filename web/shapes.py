"""Failures as clients see them.

Problem details (RFC 9457) for programs, OpenAI's errors for its clients, a page for people.
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, request

from web.pages import error_page
from web.problems import ProblemError, told

PROGRAMS = re.compile(r"/(api|v1|healthz|readyz|metrics|openapi\.json)(/|$)")
OPENAI = re.compile(r"/v1(/|$)")
_TYPES = {401: "authentication_error", 429: "rate_limit_error"}


def install(app: Flask) -> None:
    """Answers every failure of `app` in the shape that its client reads."""
    app.register_error_handler(Exception, _answered)


def _answered(error: Exception) -> Response:
    problem = told(error, g.get("request_id"))
    response = _rendered(problem)
    response.headers.update(problem.headers)
    return response


def _rendered(problem: ProblemError) -> Response:
    if OPENAI.match(request.path):
        body = json.dumps(openai_json(problem))
        return Response(f"{body}\n", openai_status(problem), mimetype="application/json")
    if PROGRAMS.match(request.path):
        body = json.dumps(problem_json(problem, g.get("request_id")))
        return Response(f"{body}\n", problem.status, mimetype="application/problem+json")
    return Response(error_page(problem.status), problem.status, mimetype="text/html")


def problem_json(problem: ProblemError, request_id: str | None) -> dict[str, Any]:
    """The problem details of RFC 9457."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "request_id": request_id,
    }


def openai_json(problem: ProblemError) -> dict[str, Any]:
    """The same as OpenAI's API tells it."""
    other = "server_error" if problem.status >= 500 else "invalid_request_error"
    kind = _TYPES.get(problem.status, other)
    told_of = {"message": problem.detail, "type": kind, "param": problem.param}
    return {"error": told_of | {"code": problem.code}}


def openai_status(problem: ProblemError) -> int:
    """That API knows no 422."""
    return 400 if problem.status == 422 else problem.status
