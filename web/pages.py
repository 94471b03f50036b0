"""The pages that people see: the chat, a document opened beside it, an error."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, render_template, request

from qa.contract import DEICTIC, QUESTION_LIMIT, UPLOAD_LIMIT
from qa.rendering import document_json, pinned_json
from qa.types import Selector

if TYPE_CHECKING:
    from qa.engine import Engine

LANGUAGES = ("en", "fr")
"""Languages of the interface; the first is shown to those who prefer neither."""


def blueprint(engine: Engine, *, uploads: bool, guarded: bool) -> Blueprint:
    """The chat page, alone and with a document open.

    Where the API is `guarded` by keys the page comes without the document, and asks for it there.
    """
    pages = Blueprint("pages", __name__)

    @pages.get("/")
    def chat() -> Response:
        return _page({"document": None, "uploads": uploads})

    @pages.get("/documents/<path:name>")
    def document(name: str) -> Response:
        shown = {"linked": name} if guarded else {"document": asked_document(engine, name)}
        return _page({"document": None, "uploads": uploads} | shown)

    return pages


def asked_document(engine: Engine, name: str) -> dict[str, Any]:
    """The document that the request asks for: as it is, or as a citation's link knew it."""
    asked = request.args
    if not asked.get("v"):
        return document_json(engine.document(name))
    around = (asked.get(one, "")[:QUESTION_LIMIT] for one in ("exact", "prefix", "suffix"))
    return pinned_json(engine.pinned(name, asked["v"], Selector(*around)))


def error_page(status: int) -> str:
    """A short explanation of `status`, and a way back."""
    language = preferred_language()
    texts = strings(language)
    key = f"error_{status}" if f"error_{status}" in texts else "error_other"
    return render_template("error.html", lang=language, t=texts, reason=texts[key], status=status)


def preferred_language() -> str:
    """The language of the interface after the browser's Accept-Language."""
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


@cache
def strings(language: str) -> dict[str, str]:
    """All texts of the interface in one language."""
    source = files("web") / "strings" / f"{language}.json"
    texts: dict[str, str] = json.loads(source.read_text(encoding="utf-8"))
    return texts


def _page(first: dict[str, Any]) -> Response:
    language = preferred_language()
    limits = {"question_limit": QUESTION_LIMIT, "upload_limit": UPLOAD_LIMIT}
    html = render_template(
        "chat.html",
        lang=language,
        t=strings(language),
        strings={one: strings(one) for one in LANGUAGES},
        first=limits | {"deictic": DEICTIC} | first,
    )
    response = Response(html, mimetype="text/html")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Language"
    return response
