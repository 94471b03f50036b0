"""The API over the real engine: what it answers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from web_fixtures import ask

from qa import Engine, Settings
from web import create_app


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def test_an_answer_quotes_the_document(client: FlaskClient) -> None:
    body = ask(client, "Combien de temps a duré le voyage jusqu'à Hanoï ?")
    assert body["status"] == "answered"
    best = body["citations"][0]
    document = client.get(f"/api/v1/documents/{best['document']['id']}").get_json()
    for place, words in ((best["quote"], "exact"), (best["sentence"], "text")):
        assert document["text"][place["start"] : place["end"]] == place[words]
    assert document["sentences"][best["sentence"]["index"]] == best["sentence"]
    assert body["answer"]["text"] == best["quote"]["exact"]
    assert "deux jours" in best["sentence"]["text"]


def test_the_documents_are_listed_and_read(client: FlaskClient, engine: Engine) -> None:
    rows = client.get("/api/v1/documents").get_json()["documents"]
    assert [row["id"] for row in rows] == [one.id for one in engine.documents]
    for row in rows:
        read = client.get(f"/api/v1/documents/{row['id']}").get_json()
        assert len(read["sentences"]) == row["sentences"]
        assert client.get(row["url"]).status_code == 200


def test_a_document_is_read_by_its_path(several: Engine, tmp_path: Path) -> None:
    path = tmp_path / "seeds" / "sous dossier" / "note.txt"
    path.parent.mkdir(parents=True)
    path.write_text("La note\n\nElle est brève.", encoding="utf-8")
    settings = replace(several._settings, seeds=tmp_path / "seeds", index=tmp_path / "index")
    engine = Engine(settings)
    engine.load(build=True)
    client = create_app(engine).test_client()
    for name in ("sous%20dossier%2Fnote.txt", "sous%20dossier/note.txt", "sous-dossier-note"):
        read = client.get(f"/api/v1/documents/{name}").get_json()
        assert (read["path"], read["title"]) == ("sous dossier/note.txt", "La note")
        assert client.get(f"/documents/{name}").status_code == 200


def test_the_index_tells_of_itself(client: FlaskClient, engine: Engine) -> None:
    body = client.get("/api/v1/index").get_json()
    assert body["id"] == engine.info.id == ask(client, "Qui est Kim ?")["index"]["id"]
    assert {"built_at", "documents", "sentences", "embedder", "files", "job"} <= set(body)


def test_documents_restrict_the_answer(client: FlaskClient, engine: Engine) -> None:
    (path,) = [one.path for one in engine.documents]
    ask(client, "Qui a écrit cet article ?", documents=[path])


def test_probes(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_a_script_in_a_document_stays_text(settings: Settings, tmp_path: Path) -> None:
    script = "<script>alert(1)</script></script><!-- &amp;"
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "piege.txt").write_text(
        f"{script} Un titre\n\nLe chat {script} dort à Paris.\n", encoding="utf-8"
    )
    engine = Engine(replace(settings, seeds=seeds, index=tmp_path / "index"))
    engine.load(build=True)
    client = create_app(engine).test_client()
    page = client.get("/documents/piege").text
    assert "<script>alert" not in page
    assert "<!-- &amp;" not in page
    read = client.get("/api/v1/documents/piege")
    assert read.mimetype == "application/json"
    assert script in json.loads(read.text)["text"]
