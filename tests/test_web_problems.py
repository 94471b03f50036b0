"""Whatever goes wrong has one shape, the right status and a stable code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from web_fixtures import ASK, ROUTES, assert_problem

from qa import Engine, Settings
from qa.contract import BODY_LIMIT, QUESTION_LIMIT
from web import create_app


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "invalid_json"),
        (b'{"question": ', 400, "invalid_json"),
        (b"[" * 100_000, 400, "invalid_json"),
        ('{"question": "Où ?"}'.encode("latin-1"), 400, "invalid_encoding"),
        ('{"question": "Où ?"}'.encode("utf-16"), 400, "invalid_encoding"),
        (b'["question"]', 422, "invalid_request"),
        (b"null", 422, "invalid_request"),
        (b"{}", 422, "invalid_request"),
        (b'{"question": 3}', 422, "invalid_request"),
        (b'{"question": "Qui ?", "top_k": "3"}', 422, "invalid_request"),
        (b'{"question": "Qui ?", "top_k": 0}', 422, "invalid_request"),
        (b'{"question": "Qui ?", "history": [{"question": "Qui ?"}]}', 422, "invalid_request"),
        (b'{"question": "Qui ?", "language": "French"}', 422, "invalid_request"),
        (b'{"question": "Qui ?", "qestion": 1}', 422, "invalid_request"),
        (b'{"question": "Qui ?", "\\ud800": 1}', 422, "invalid_request"),
        (b'{"question": "Qui \\ud800?"}', 422, "invalid_request"),
        (b'{"question": "Qui ?", "documents": ["../etc"]}', 404, "unknown_document"),
        (b'{"question": " \\n\\u00a0"}', 422, "empty_question"),
        (b'{"question": "%s"}' % (b"a" * (QUESTION_LIMIT + 1)), 422, "question_too_long"),
        (b'{"question": "%s"}' % (b"a" * (BODY_LIMIT - 16)), 422, "question_too_long"),
        (b'{"question": "%s"}' % (b"a" * BODY_LIMIT), 413, "body_too_large"),
    ],
)
def test_what_cannot_be_asked(client: FlaskClient, data: bytes, status: int, code: str) -> None:
    response = client.post(ASK, data=data, content_type="application/json")
    assert_problem(response, status, code)


@pytest.mark.parametrize(("path", "method"), ROUTES.items())
def test_a_wrong_method_is_told_the_right_one(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method)
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["Allow"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/v1/nothing", "not_found"),
        ("/api/v2/ask", "not_found"),
        ("/api/v1/documents/nothing", "unknown_document"),
        ("/api/v1/documents/..%2f..%2fetc%2fpasswd", "unknown_document"),
        ("/api/v1/documents/%ff%00", "unknown_document"),
    ],
)
def test_what_is_not_there(client: FlaskClient, path: str, code: str) -> None:
    assert_problem(client.get(path), 404, code)


def test_an_engine_that_loads_is_alive_but_not_ready(settings: Settings) -> None:
    client = create_app(Engine(settings)).test_client()
    assert client.get("/healthz").status_code == 200
    for path in ("/readyz", "/api/v1/documents", "/api/v1/index"):
        response = client.get(path)
        assert_problem(response, 503, "not_ready")
        assert int(response.headers["Retry-After"]) > 0
    assert_problem(client.post(ASK, json={"question": "Qui ?"}), 503, "not_ready")


class Broken:
    """An engine with a defect, as any program may have one."""

    ready = True

    def ask(self, _body: object) -> Iterator[None]:
        raise RuntimeError("secret of the inside")


def test_a_defect_is_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    client = create_app(Broken()).test_client()  # type: ignore[arg-type]
    response = client.post(ASK, json={"question": "Qui ?"})
    body = assert_problem(response, 500, "internal")
    assert "secret" not in response.text
    assert body["request_id"] in caplog.text
