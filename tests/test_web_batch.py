"""Many questions at once, and search without an answer."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from web_fixtures import ask, assert_problem

from qa import Engine
from qa.contract import BATCH_LIMIT
from web import create_app

BATCH, SEARCH = "/api/v1/ask/batch", "/api/v1/search"
PHARE = "Quand le phare fut-il allumé ?"


@pytest.fixture(scope="module")
def client(several: Engine) -> FlaskClient:
    return create_app(several).test_client()


def test_each_question_gets_what_it_would_get_alone(client: FlaskClient) -> None:
    questions: list[Any] = [
        {"question": PHARE},
        {"question": " "},
        {"question": "Qui ?", "documents": ["absent"]},
        "Qui ?",
        {"question": "Qui ?", "qestion": 1},
        {"question": "Qui ?", "\ud800": 1},
        {"question": PHARE, "top_k": 1},
    ]
    response = client.post(BATCH, json={"questions": questions})
    assert response.status_code == 200
    first, *wrong, last = response.get_json()["answers"]
    assert first["citations"] == ask(client, PHARE)["citations"]
    codes = ["empty_question", "unknown_document", *["invalid_request"] * 3]
    assert [one["error"]["code"] for one in wrong] == codes
    assert all(one["error"]["message"] for one in wrong)
    assert last["citations"] == ask(client, PHARE, top_k=1)["citations"]


@pytest.mark.parametrize(
    "body",
    [{}, {"questions": []}, {"questions": [{"question": "Qui ?"}] * (BATCH_LIMIT + 1)}, []],
)
def test_what_is_no_batch(client: FlaskClient, body: Any) -> None:
    assert_problem(client.post(BATCH, json=body), 422, "invalid_request")


def test_the_nearest_sentences_come_first(client: FlaskClient) -> None:
    body = client.post(SEARCH, json={"query": "phare allumé", "top_k": 4}).get_json()
    hits = body["hits"]
    assert len(hits) == 4
    assert hits[0]["sentence"]["text"] == "Le phare fut allumé en 1897."
    assert hits[0]["document"]["id"] == "phare"
    assert set(hits[0]) == {"document", "sentence", "url"}
    assert client.get(hits[0]["url"]).status_code == 200


def test_search_keeps_to_the_documents_named(client: FlaskClient) -> None:
    body = client.post(SEARCH, json={"query": "phare allumé", "documents": ["pont.txt"]})
    assert {one["document"]["id"] for one in body.get_json()["hits"]} == {"pont"}


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"query": ""}, 422, "empty_question"),
        ({"query": "x" * 2_001}, 422, "question_too_long"),
        ({"query": "\ud800"}, 422, "invalid_request"),
        ({"top_k": 51}, 422, "invalid_request"),
        ({"top_k": 0}, 422, "invalid_request"),
        ({"documents": ["../pont.txt"]}, 404, "unknown_document"),
    ],
)
def test_what_cannot_be_searched(
    client: FlaskClient, change: dict[str, Any], status: int, code: str
) -> None:
    assert_problem(client.post(SEARCH, json={"query": "phare"} | change), status, code)
