"""`/openapi.json` is true: every operation, with every status that it can be made to give."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from events import events
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from qa import Engine, Settings
from qa.contract import BODY_LIMIT, UPLOAD_LIMIT
from web import create_app
from web.openapi import document

HELLO = {"question": "Bonjour"}
CHAT = {"model": "verbatim", "messages": [{"role": "user", "content": "De quoi parle ce texte ?"}]}
BODIES: dict[str, dict[str, Any]] = {
    "ask": {"question": "Quand le phare fut-il allumé ?", "include": ["trace"]},
    "askBatch": {"questions": [HELLO, {}]},
    "search": {"query": "phare"},
    "sendFeedback": HELLO | {"sentence": None, "quote": None, "verdict": "up", "answer": "ans_1"},
    "rebuildIndex": {},
    "complete": CHAT,
}
MISSING: dict[str, Any] = {
    "ask": {"json": HELLO | {"documents": ["absent"]}},
    "search": {"json": {"query": "phare", "documents": ["absent"]}},
    "complete": {"json": CHAT | {"model": "other"}},
}
NAMES = {"readDocument": "phare", "sendSeed": "b.txt"}


@dataclass(frozen=True)
class Clients:
    """The same application as different operators would run it."""

    open: FlaskClient
    keyed: FlaskClient
    limited: Callable[[], FlaskClient]
    loading: FlaskClient
    unwritable: FlaskClient


@pytest.fixture(scope="module")
def clients(several: Engine, tmp_path_factory: pytest.TempPathFactory) -> Clients:
    folder = tmp_path_factory.mktemp("own")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "phare.txt").write_text(
        "Le phare d’Eckmühl\n\nLe phare fut allumé en 1897.", encoding="utf-8"
    )
    settings = replace(several._settings, seeds=folder / "seeds", index=folder / "index")
    engine = Engine(settings)
    engine.load(build=True)
    nowhere = replace(
        settings, seeds=folder / "none", feedback=str(folder / "seeds" / "phare.txt" / "x")
    )
    unwritable = Engine(nowhere)
    unwritable._answerer = engine._answerer  # the models need not be loaded again
    return Clients(
        create_app(engine, uploads=True).test_client(),
        create_app(engine, uploads=True, api_keys=["key"]).test_client(),
        lambda: create_app(engine, uploads=True, rate_limit="1/hour").test_client(),
        create_app(Engine(Settings()), uploads=True).test_client(),
        create_app(unwritable, uploads=True).test_client(),
    )


def operations() -> list[tuple[str, str, str]]:
    """Method, path and name of each."""
    return [
        (method, path, one["operationId"])
        for path, methods in document()["paths"].items()
        for method, one in methods.items()
    ]


def cases() -> list[tuple[str, str, str, int]]:
    """Each operation with each status it tells of, but for defects, which there should be none."""
    return [
        (method, path, name, int(status))
        for method, path, name in operations()
        for status in document()["paths"][path][method]["responses"]
        if status != "500"
    ]


def provoke(clients: Clients, method: str, path: str, name: str, status: int) -> TestResponse:
    """Makes an operation answer with a status."""
    url = path.replace("{id}", NAMES.get(name, "x"))
    fine: dict[str, Any] = {"json": BODIES[name]} if name in BODIES else {}
    fine = {"data": b"Le chat dort."} if name == "sendSeed" else fine
    ask = clients.open.open
    if status < 300:
        return ask(url, method=method, **fine)
    if status == 404:
        url = path.replace("{id}", "absent")
        client = create_app(Engine(Settings())).test_client() if name == "sendSeed" else None
        return (client.open if client else ask)(url, method=method, **MISSING.get(name, fine))
    if status == 429:
        limited = clients.limited()
        limited.open(url, method=method, **fine)
        return limited.open(url, method=method, **fine)
    if status == 422 and name == "sendSeed":
        return ask(path.replace("{id}", "b.exe"), method=method, **fine)
    if status == 413:
        size = UPLOAD_LIMIT if name == "sendSeed" else BODY_LIMIT
        fine = {"data": b"a" * (size + 1), "content_type": "application/json"}
    changes: dict[int, dict[str, Any]] = {
        400: {"json": None, "data": b"{", "content_type": "application/json"},
        403: {"headers": {"Origin": "https://elsewhere.example"}},
        405: {},
        415: {"json": None, "data": b"{}", "content_type": "text/plain"},
        421: {"headers": {"Host": "elsewhere.example"}},
        422: {"json": {}},
    }
    others = {401: clients.keyed, 503: clients.loading, 507: clients.unwritable}
    client = others.get(status, clients.open)
    method = "DELETE" if status == 405 else method
    return client.open(url, method=method, **fine | changes.get(status, {}))


def assert_fits(value: Any, schema: dict[str, Any]) -> None:
    whole = schema | {"components": document()["components"]}
    Draft202012Validator(whole).validate(value)


@pytest.mark.parametrize(("method", "path", "name", "status"), cases())
def test_what_is_said_is_what_is_told(
    clients: Clients, method: str, path: str, name: str, status: int
) -> None:
    response = provoke(clients, method, path, name, status)
    assert response.status_code == status, response.text
    told = document()["paths"][path][method]["responses"][str(status)]
    schema = told["content"][response.mimetype]["schema"]
    is_text = response.mimetype == "text/plain"
    assert_fits(response.text if is_text else response.get_json(force=True), schema)
    assert told["headers"].keys() <= set(response.headers.keys())


def test_events_are_of_the_types_told(clients: Clients) -> None:
    headers = {"Accept": "text/event-stream"}
    response = clients.open.post("/api/v1/ask", json=BODIES["ask"], headers=headers)
    types = {"meta": "Meta", "citation": "Citation", "answer": "Answer"}
    for name, data in events(response.text):
        if name in types:
            assert_fits(data, {"$ref": f"#/components/schemas/{types[name]}"})


def test_a_document_as_a_citation_knew_it(clients: Clients) -> None:
    query = {"v": "sha256:0", "exact": "Le phare fut allumé en 1897."}
    read = clients.open.get("/api/v1/documents/phare", query_string=query).get_json()
    assert read["cited"]["state"] == "changed"
    assert_fits(read, {"$ref": "#/components/schemas/Document"})


def test_every_route_of_the_api_is_told(clients: Clients) -> None:
    rules = clients.open.application.url_map.iter_rules()
    routes = {
        (method.lower(), re.sub("<[^>]+>", "{id}", rule.rule))
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    pages = {"/", "/documents/{id}", "/static/{id}", "/docs", "/docs/{id}", "/openapi.json"}
    assert {(method, path) for method, path, _ in operations()} == {
        (method, path) for method, path in routes if path not in pages
    }


def test_it_is_served(clients: Clients) -> None:
    response = clients.open.get("/openapi.json")
    assert response.get_json() == document()
    assert response.mimetype == "application/json"


def test_what_is_no_file_of_the_docs(clients: Clients) -> None:
    for name in ("index.html", "..%2F..%2Fsetup.py", "swagger-ui.css%00", ".."):
        assert clients.open.get(f"/docs/{name}").status_code == 404
