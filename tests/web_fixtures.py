"""What the tests of the API share: asking, and the one shape of every failure."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from web.guards import HEADERS

ASK = "/api/v1/ask"
ROUTES = {
    ASK: "GET",
    "/api/v1/ask/batch": "GET",
    "/api/v1/search": "GET",
    "/api/v1/feedback": "GET",
    "/api/v1/documents": "POST",
    "/api/v1/documents/x": "DELETE",
    "/api/v1/index": "PUT",
    "/v1/chat/completions": "GET",
    "/v1/models": "POST",
    "/metrics": "POST",
    "/openapi.json": "POST",
    "/healthz": "POST",
    "/readyz": "POST",
}
"""Each route, with a method that it does not have."""
POSTED = (
    ASK,
    "/api/v1/ask/batch",
    "/api/v1/search",
    "/api/v1/feedback",
    "/api/v1/index",
    "/v1/chat/completions",
)
"""The routes that something is posted to."""


def ask(client: FlaskClient, question: str, **more: Any) -> dict[str, Any]:
    response = client.post(ASK, json={"question": question} | more)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.get_json()
    return body


def assert_problem(response: TestResponse, status: int, code: str) -> dict[str, Any]:
    """A failure in the shape of its route, whole, and with nothing of our insides in it."""
    body: dict[str, Any] = response.get_json(force=True)
    assert response.status_code == status, response.text
    openai = response.request.path.startswith("/v1/")
    (_assert_openai if openai else _assert_rfc_9457)(response, body, code)
    assert "Traceback" not in response.text
    assert_headers(response)
    assert response.headers["Cache-Control"] == "no-store"
    return body


def _assert_rfc_9457(response: TestResponse, body: dict[str, Any], code: str) -> None:
    assert response.mimetype == "application/problem+json"
    assert set(body) == {"type", "title", "status", "detail", "code", "request_id"}
    assert (body["status"], body["code"]) == (response.status_code, code)
    assert body["request_id"] == response.headers["X-Request-Id"]
    assert body["detail"].strip()


def _assert_openai(response: TestResponse, body: dict[str, Any], code: str) -> None:
    assert response.mimetype == "application/json"
    assert set(body["error"]) == {"message", "type", "param", "code"}
    assert body["error"]["code"] == code
    assert body["error"]["message"].strip()


def assert_headers(response: TestResponse) -> None:
    assert HEADERS.items() <= dict(response.headers).items()
