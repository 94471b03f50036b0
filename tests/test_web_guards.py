"""Who may ask, under which name, and what every reply carries."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from web_fixtures import ASK, POSTED, ROUTES, assert_headers, assert_problem

from qa import Engine
from web import create_app


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine, allowed_hosts=("verbatim.example",)).test_client()


@pytest.mark.parametrize("path", POSTED)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(client: FlaskClient, path: str, kind: str) -> None:
    response = client.post(path, data=b'{"question": "Qui ?"}', content_type=kind)
    assert_problem(response, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_cannot_ask(client: FlaskClient, headers: dict[str, str]) -> None:
    for path in POSTED:
        response = client.post(path, json={"question": "Qui ?"}, headers=headers)
        assert_problem(response, 403, "foreign_origin")


def test_the_own_page_can_ask(client: FlaskClient) -> None:
    headers = {
        "Host": "127.0.0.1:8000",
        "Origin": "http://127.0.0.1:8000",
        "Sec-Fetch-Site": "same-origin",
    }
    assert client.post(ASK, json={"question": "Qui ?"}, headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["elsewhere.example", "localhost.elsewhere.example", "a b", ""])
def test_other_names_are_not_answered(client: FlaskClient, host: str) -> None:
    for path in ROUTES:
        assert_problem(client.get(path, headers={"Host": host}), 421, "wrong_host")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:1", "127.0.0.1:65535", "[::1]:80", "Verbatim.Example:443"]
)
def test_own_names_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_a_request_id_is_kept_when_sane(client: FlaskClient) -> None:
    headers = {"X-Request-Id": "abc-1"}
    response = client.post(ASK, json={"question": "Qui ?"}, headers=headers)
    assert response.headers["X-Request-Id"] == response.get_json()["request_id"] == "abc-1"
    for odd in ("é", "a" * 65, "a b"):
        given = client.get("/healthz", headers={"X-Request-Id": odd}).headers["X-Request-Id"]
        assert given.startswith("req_")


@pytest.mark.parametrize("path", ["/", "/static/css/base.css", "/healthz", "/api/v1/documents"])
def test_every_reply_is_guarded(client: FlaskClient, path: str) -> None:
    response = client.get(path, buffered=True)
    assert response.status_code == 200
    assert_headers(response)
    assert "Access-Control-Allow-Origin" not in response.headers
