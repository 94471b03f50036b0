"""The description of the API, for programs and for people: Swagger UI, served from here alone."""

from __future__ import annotations

from importlib.resources import files

from flask import Blueprint, Response, abort, render_template

from web.bodies import reply
from web.openapi import document

# The package is named for its files only: none of its code runs.
_SWAGGER = files("flask_openapi3_swagger") / "templates" / "swagger"
ASSETS = {
    "swagger-ui.css": (_SWAGGER / "css" / "swagger-ui.css", "text/css"),
    "swagger-ui-bundle.js": (_SWAGGER / "js" / "swagger-ui-bundle.js", "text/javascript"),
}


def blueprint() -> Blueprint:
    """`/openapi.json`, `/docs` and what that page loads."""
    docs = Blueprint("docs", __name__)

    @docs.get("/openapi.json")
    def openapi() -> Response:
        return reply(document())

    @docs.get("/docs")
    def page() -> Response:
        return Response(render_template("docs.html"), mimetype="text/html")

    @docs.get("/docs/<name>")
    def asset(name: str) -> Response:
        if name not in ASSETS:
            abort(404)
        file, kind = ASSETS[name]
        response = Response(file.read_bytes(), mimetype=kind)
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response

    return docs
