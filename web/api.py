"""The JSON API, version 1, and the probes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, g, request

from qa.contract import BatchBody, FeedbackBody, SearchBody, checked
from qa.errors import NotReadyError, RequestError
from qa.rendering import answer_json, document_row, error_json, hits_json, index_json
from web.asking import Asking
from web.bodies import asked, decoded, reply
from web.logs import note
from web.pages import asked_document
from web.streaming import stream, told_events, wanted

if TYPE_CHECKING:
    from qa.engine import Engine


def blueprint(engine: Engine, asking: Asking) -> Blueprint:
    """Everything under `/api/v1`."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    _add_questions(api, asking)
    _add_search(api, engine)
    _add_documents(api, engine)
    _add_index(api, engine)
    return api


def _add_questions(api: Blueprint, asking: Asking) -> None:
    @api.post("/ask")
    def ask() -> Response:
        body = asked(decoded(request.get_data()))
        if wanted():
            asking.engine.check(body)
            return stream(told_events(asking, body, g.request_id))
        return reply(answer_json(asking.ask(body), request_id=g.request_id))

    @api.post("/ask/batch")
    def batch() -> Response:
        questions = checked(BatchBody, decoded(request.get_data())).questions
        return reply({"answers": [_answered(asking, one) for one in questions]})


def _answered(asking: Asking, value: object) -> dict[str, Any]:
    """An answer of a batch, or why this one could not be asked."""
    try:
        answer = asking.ask(asked(value))
    except RequestError as error:
        return error_json(error)
    return answer_json(answer, request_id=g.request_id)


def _add_search(api: Blueprint, engine: Engine) -> None:
    @api.post("/search")
    def search() -> Response:
        body = checked(SearchBody, decoded(request.get_data()))
        note(body.query)
        return reply({"hits": hits_json(engine.search(body))})

    @api.post("/feedback")
    def feedback() -> Response:
        body = checked(FeedbackBody, decoded(request.get_data()))
        return reply({"id": engine.record(body)}, 201)


def _add_documents(api: Blueprint, engine: Engine) -> None:
    @api.get("/documents")
    def documents() -> Response:
        return reply({"documents": [document_row(one) for one in engine.documents]})

    @api.get("/documents/<path:name>")
    def document(name: str) -> Response:
        return reply(asked_document(engine, name))


def _add_index(api: Blueprint, engine: Engine) -> None:
    @api.get("/index")
    def index() -> Response:
        return reply(index_json(engine.info, engine.job))

    @api.post("/index")
    def rebuild() -> Response:
        response = reply({"job": asdict(engine.rebuild(changed=True))}, 202)
        response.headers["Location"] = "/api/v1/index"
        return response


def probes(engine: Engine) -> Blueprint:
    """What a supervisor asks: whether the process lives, and whether it can answer."""
    probes = Blueprint("probes", __name__)

    @probes.get("/healthz")
    def healthz() -> Response:
        return reply({"status": "ok"})

    @probes.get("/readyz")
    def readyz() -> Response:
        if not engine.ready:
            raise NotReadyError
        return reply({"status": "ready"})

    return probes
