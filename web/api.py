"""The JSON API, version 1, and the probes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, request

from qa.contract import (
    AskBody,
    answer_json,
    check_body,
    document_row,
    index_json,
)
from qa.errors import InvalidRequestError, NotReadyError
from web.pages import asked_document
from web.problems import MalformedBodyError

if TYPE_CHECKING:
    from qa.engine import Engine


def blueprint(engine: Engine) -> Blueprint:
    """Everything under `/api/v1`."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")

    @api.post("/ask")
    def ask() -> Response:
        answer = engine.ask(_asked(request.get_data()))
        return _reply(answer_json(answer, request_id=g.request_id))

    @api.get("/documents")
    def documents() -> Response:
        return _reply({"documents": [document_row(one) for one in engine.documents]})

    @api.get("/documents/<name>")
    def document(name: str) -> Response:
        return _reply(asked_document(engine, name))

    @api.get("/index")
    def index() -> Response:
        return _reply(index_json(engine.info, engine.job))

    @api.post("/index")
    def rebuild() -> Response:
        response = _reply({"job": asdict(engine.rebuild())})
        response.status_code = 202
        response.headers["Location"] = "/api/v1/index"
        return response

    return api


def probes(engine: Engine) -> Blueprint:
    """What a supervisor asks: whether the process lives, and whether it can answer."""
    probes = Blueprint("probes", __name__)

    @probes.get("/healthz")
    def healthz() -> Response:
        return _reply({"status": "ok"})

    @probes.get("/readyz")
    def readyz() -> Response:
        if not engine.ready:
            raise NotReadyError
        return _reply({"status": "ready"})

    return probes


def _asked(data: bytes) -> AskBody:
    value = _decoded(data)
    if not isinstance(value, dict):
        raise InvalidRequestError("the body must be a JSON object")
    return check_body(value)


def _decoded(data: bytes) -> Any:
    # Told apart from a well-formed body that asks for the wrong thing: 400 here, 422 there. The
    # bytes are decoded first because `json` alone would also take UTF-16 and UTF-32.
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MalformedBodyError("invalid_encoding", "The body is not UTF-8.") from None
    except (ValueError, RecursionError) as error:
        raise MalformedBodyError("invalid_json", f"The body is not JSON: {error}.") from None


def _reply(value: dict[str, Any]) -> Response:
    text = json.dumps(value, ensure_ascii=False)
    return Response(text + "\n", mimetype="application/json")
