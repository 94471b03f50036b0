"""The HTML: languages, the document's page, errors, and nothing that the policy would stop."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from qa import Engine, Settings
from web import create_app
from web.pages import LANGUAGES, strings

WEB = Path(__file__).parent.parent / "web"


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


def first_paint(page: str) -> dict[str, object]:
    match = re.search(r'id="first-paint">(.*?)</script>', page, re.DOTALL)
    assert match
    data: dict[str, object] = json.loads(match[1])
    return data


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("fr-FR,fr;q=0.9,en;q=0.5", "fr"), ("en-GB", "en"), ("de,fr;q=0.2", "fr"), ("de", "en")],
)
def test_the_page_speaks_the_browsers_language(
    client: FlaskClient, accepted: str, language: str
) -> None:
    response = client.get("/", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in response.text
    assert strings(language)["documents"] in response.text
    assert response.headers["Vary"] == "Accept-Language"


def test_both_languages_say_the_same_things() -> None:
    first, *others = (strings(one) for one in LANGUAGES)
    for other in others:
        assert other.keys() == first.keys()
        for key, text in other.items():
            assert text.strip()
            assert _values(text) == _values(first[key])


def _values(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_french_marks_stay_with_their_words() -> None:
    for key, text in strings("fr").items():
        assert not re.search(" [?!:;»%]|« ", text), f"{key}: a no-break space is missing"


def test_every_text_is_used_and_exists() -> None:
    sources = [*WEB.glob("templates/*.html"), *WEB.glob("static/js/*.js"), *WEB.glob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    for key in strings("en"):
        stem = re.sub(r"_(one|many|\d+)$", "", key)
        assert re.search(rf"\b({key}|{stem})", code), f"{key} is not used"
    for key in re.findall(r'data-t(?:-\w+)?="(\w+)"', code):
        assert key in strings("en")


def test_the_first_text_field_is_the_question(client: FlaskClient) -> None:
    page = client.get("/").text
    field = re.search(r"<(textarea|input)\b[^>]*>", page)
    assert field
    assert 'id="question"' in field[0]
    assert page.index("<main") < page.index('role="log"') < page.index("</main>")


@pytest.mark.parametrize("query", ["", "?v=sha256:old&exact=Kim+Jong-un&prefix=", "?v=sha256:0"])
def test_a_documents_page_holds_it(client: FlaskClient, engine: Engine, query: str) -> None:
    (document,) = engine.documents
    data = first_paint(client.get(f"/documents/{document.id}{query}").text)
    assert data["document"] == client.get(f"/api/v1/documents/{document.id}{query}").get_json()
    assert ("cited" in data["document"]) == bool(query)


@pytest.mark.parametrize(("language", "words"), [("fr", "n’existe pas"), ("en", "not exist")])
def test_errors_are_pages_for_people(client: FlaskClient, language: str, words: str) -> None:
    for path in ("/nothing", "/documents/nothing", "/static/nothing.js"):
        response = client.get(path, headers={"Accept-Language": language})
        assert response.status_code == 404
        assert response.mimetype == "text/html"
        assert words in response.text
        assert f'lang="{language}"' in response.text


def test_other_names_get_a_page_too(client: FlaskClient) -> None:
    response = client.get("/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 421
    assert "QA_ALLOWED_HOSTS" in response.text


def test_nothing_in_the_page_is_inline_or_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/").text
    assert not re.search(r"\son\w+=|\sstyle=|<style|https?://", page)
    for attributes in re.findall(r"<script([^>]*)>", page):
        assert "src=" in attributes or 'type="application/json"' in attributes


def test_every_file_that_the_page_names_is_served(client: FlaskClient) -> None:
    page = client.get("/").text
    paths = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    scripts = WEB.glob("static/js/*.js")
    paths |= {f"/static/js/{path.name}" for path in scripts}
    for path in paths:
        assert client.get(path, buffered=True).status_code == 200


def test_the_scripts_use_text_only_and_fetch_in_one_place() -> None:
    for path in WEB.glob("static/js/*.js"):
        code = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", code)
        assert ("fetch(" in code) == (path.name == "api.js")


def test_while_the_index_loads_the_chat_is_there_and_documents_are_not(settings: Settings) -> None:
    client = create_app(Engine(settings)).test_client()
    assert client.get("/").status_code == 200
    response = client.get("/documents/any", headers={"Accept-Language": "fr"})
    assert (response.status_code, response.mimetype) == (503, "text/html")
    assert response.headers["Retry-After"]
    assert "se charge" in response.text
