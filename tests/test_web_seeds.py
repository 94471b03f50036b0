"""Seeds and rebuilds over HTTP: uploads when they are allowed, names made harmless, jobs told."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from test_rebuilding import idle, until
from web_fixtures import assert_problem

from qa import Engine, Settings
from qa.contract import UPLOAD_LIMIT
from qa.errors import SeedKindError
from qa.seeds.adding import safe_name
from web import create_app

PHARE = "Le phare fut allumé en 1897.".encode()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("uploads")
    settings = Settings(seeds=folder / "seeds", index=folder / "index")
    settings.seeds.mkdir()
    (settings.seeds / "a.txt").write_text("Le chat dort.", encoding="utf-8")
    engine = Engine(settings)
    engine.load(build=True)
    return engine


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    return create_app(engine, uploads=True).test_client()


def seeds_of(engine: Engine) -> Path:
    return engine._settings.seeds


def test_a_rebuild_is_a_job(client: FlaskClient, engine: Engine) -> None:
    response = client.post("/api/v1/index", json={})
    assert response.status_code == 202
    until(lambda: idle(engine))
    told = client.get(response.headers["Location"]).get_json()
    assert told["job"]["id"] == response.get_json()["job"]["id"]
    assert (told["job"]["state"], told["job"]["index"]) == ("done", told["id"])
    assert told["files"][0]["path"] == "a.txt"


def test_a_file_sent_is_a_document_soon(client: FlaskClient, engine: Engine) -> None:
    response = client.put("/api/v1/seeds/phare.txt", data=PHARE)
    assert (response.status_code, response.get_json()["path"]) == (202, "phare.txt")
    until(lambda: idle(engine))
    assert "phare.txt" in {one.path for one in engine.documents}
    assert not [one for one in seeds_of(engine).iterdir() if one.name.startswith(".")]


def test_uploads_are_off_unless_allowed(engine: Engine) -> None:
    response = create_app(engine).test_client().put("/api/v1/seeds/b.txt", data=PHARE)
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["b.exe", "b", ".txt", "%20.txt", "..%5C..txt"])
def test_other_kinds_are_refused(client: FlaskClient, engine: Engine, name: str) -> None:
    before = sorted(seeds_of(engine).iterdir())
    assert_problem(client.put(f"/api/v1/seeds/{name}", data=PHARE), 422, "unsupported_seed")
    assert sorted(seeds_of(engine).iterdir()) == before


def test_nothing_and_too_much_are_refused(client: FlaskClient) -> None:
    assert_problem(client.put("/api/v1/seeds/b.txt", data=b""), 422, "invalid_request")
    large = client.put("/api/v1/seeds/b.txt", data=b"a" * (UPLOAD_LIMIT + 1))
    assert_problem(large, 413, "body_too_large")


def test_a_name_is_the_same_however_its_accents_are_written(
    client: FlaskClient, engine: Engine
) -> None:
    old = seeds_of(engine) / unicodedata.normalize("NFD", "été.txt")
    old.write_bytes(b"avant")
    assert client.put("/api/v1/seeds/été.txt", data=PHARE).status_code == 202
    assert old.read_bytes() == PHARE
    assert not (seeds_of(engine) / unicodedata.normalize("NFC", "été.txt")).exists()
    until(lambda: idle(engine))


def test_what_cannot_be_kept_is_told(client: FlaskClient, engine: Engine) -> None:
    folder = seeds_of(engine)
    folder.rename(folder.with_name("elsewhere"))
    try:
        assert_problem(client.put("/api/v1/seeds/b.txt", data=PHARE), 507, "not_kept")
    finally:
        folder.with_name("elsewhere").rename(folder)


def test_other_sites_cannot_send(client: FlaskClient) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    response = client.put("/api/v1/seeds/b.txt", data=PHARE, headers=headers)
    assert_problem(response, 403, "foreign_origin")


@given((st.text(max_size=300) | st.text("~$ .a")).map(lambda stem: f"{stem}.txt"))
def test_a_name_is_one_of_the_folder_itself(name: str) -> None:
    try:
        safe = safe_name(name)
    except SeedKindError:
        return
    assert Path("/seeds", safe).parent == Path("/seeds")
    assert not safe.startswith((".", "~$"))
    assert safe.endswith(".txt")
    assert len(safe.encode()) <= 200
    assert safe_name(safe) == safe
