"""Keys and a bound on requests, when the operator wants them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from web_fixtures import ASK, assert_problem

from qa import Engine
from web import create_app

HELLO = {"question": "Bonjour"}
KEYS = ("Sésame", "second-key")


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine, api_keys=KEYS).test_client()


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer second-key"},
        {"Authorization": "bearer  second-key"},
        {"X-API-Key": "second-key"},
        {"X-API-Key": "Sésame".encode().decode("latin-1")},
    ],
)
def test_a_key_opens_the_api(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post(ASK, json=HELLO, headers=headers).status_code == 200
    assert client.get("/v1/models", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer second-ke"},
        {"Authorization": "Basic second-key"},
        {"X-API-Key": "SECOND-KEY"},
        {"X-API-Key": ""},
        {"X-API-Key": "\x80\xff"},
    ],
)
def test_nothing_else_does(client: FlaskClient, headers: dict[str, str]) -> None:
    for path in ("/api/v1/documents", "/api/v1/index", "/v1/models"):
        response = client.get(path, headers=headers)
        assert_problem(response, 401, "api_key_required")
        assert response.headers["WWW-Authenticate"] == "Bearer"
    assert_problem(client.post(ASK, json=HELLO, headers=headers), 401, "api_key_required")


def test_probes_figures_and_the_page_need_no_key(client: FlaskClient) -> None:
    for path in ("/", "/healthz", "/readyz", "/metrics", "/static/icon.svg"):
        assert client.get(path, buffered=True).status_code == 200


def test_a_documents_page_comes_without_it(client: FlaskClient, engine: Engine) -> None:
    (document,) = engine.documents
    page = client.get(f"/documents/{document.id}?v={document.version}")
    assert page.status_code == 200
    assert document.words(document.sentences[20].span) not in page.text
    assert client.get("/documents/none").status_code == 200


def test_without_keys_any_is_ignored(engine: Engine) -> None:
    client = create_app(engine).test_client()
    headers = {"Authorization": "Bearer whatever", "X-API-Key": "é"}
    assert client.post(ASK, json=HELLO, headers=headers).status_code == 200


def test_more_than_the_bound_is_too_many(engine: Engine) -> None:
    client = create_app(engine, rate_limit="3/hour").test_client()
    for _ in range(2):
        assert client.post(ASK, json=HELLO).status_code == 200
    assert client.get("/api/v1/documents").status_code == 200
    for path in ("/api/v1/documents", "/v1/models"):
        response = client.get(path)
        assert_problem(response, 429, "too_many_requests")
        assert 0 < int(response.headers["Retry-After"]) <= 3600
    assert client.get("/healthz").status_code == 200
    other = client.get("/api/v1/documents", environ_base={"REMOTE_ADDR": "127.0.0.2"})
    assert other.status_code == 200


def test_wrong_keys_are_bounded_too(engine: Engine) -> None:
    client = create_app(engine, api_keys=KEYS, rate_limit="1/hour").test_client()
    assert_problem(client.get("/v1/models"), 401, "api_key_required")
    assert_problem(client.get("/v1/models"), 429, "too_many_requests")
