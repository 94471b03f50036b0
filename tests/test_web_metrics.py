"""What a supervisor measures: requests by route, answers, refusals, steps, the index."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from test_rebuilding import idle, until
from web_fixtures import ASK, ask

from qa import Engine, Settings
from web import create_app


@pytest.fixture
def client(several: Engine) -> FlaskClient:
    return create_app(several).test_client()


def figures(client: FlaskClient) -> dict[tuple[str, ...], float]:
    """Each figure under its name and its labels' values."""
    response = client.get("/metrics")
    assert (response.status_code, response.mimetype) == (200, "text/plain")
    return {
        (sample.name.removeprefix("verbatim_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_requests_are_counted_by_route(client: FlaskClient) -> None:
    ask(client, "Bonjour")
    client.post(ASK, json={})
    for name in ("phare", "absent", "encore"):
        client.get(f"/api/v1/documents/{name}")
    client.get("/api/v1/autre/chose")
    found = figures(client)
    assert found["requests_total", "POST", ASK, "200"] == 1
    assert found["requests_total", "POST", ASK, "422"] == 1
    assert found["requests_total", "GET", "/api/v1/documents/<path:name>", "404"] == 2
    assert found["requests_total", "any", "none", "404"] == 1
    assert not [key for key in found if "chose" in "".join(key)]


def test_answers_are_counted_however_they_are_asked(client: FlaskClient) -> None:
    hello = {"question": "Bonjour"}
    ask(client, "Bonjour")
    client.post(ASK, json=hello, headers={"Accept": "text/event-stream"}, buffered=True)
    client.post("/api/v1/ask/batch", json={"questions": [hello, {}]})
    chat = {"model": "verbatim", "messages": [{"role": "user", "content": "Bonjour"}]}
    client.post("/v1/chat/completions", json=chat)
    title = ask(client, "De quoi parle cet article ?", documents=["phare"])
    found = figures(client)
    assert title["status"] == "answered"
    assert found["refusals_total", "not_a_question"] == 4
    assert found["answers_total",] == 1
    assert found["step_seconds_count", "total"] == 5


def test_the_index_and_its_rebuilds(client: FlaskClient, several: Engine) -> None:
    before = figures(client)
    assert (before["ready",], before["index_documents",]) == (1, 3)
    assert before["index_sentences",] == several.info.sentences
    assert before["index_age_seconds",] >= 0
    client.post("/api/v1/index", json={})
    until(lambda: idle(several))
    assert figures(client)["rebuilds_total", "done"] == before["rebuilds_total", "done"] + 1


def test_an_engine_that_loads_has_figures_too(settings: Settings) -> None:
    found = figures(create_app(Engine(settings)).test_client())
    assert found["ready",] == 0
    assert ("index_documents",) not in found
