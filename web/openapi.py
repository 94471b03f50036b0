"""The description of the API in OpenAPI 3.1, made of its operations and their types."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from qa.contract import QUESTION_LIMIT
from web.operations import OPERATIONS, Operation
from web.schemas.answers import Meta
from web.schemas.chat import OpenAIError
from web.schemas.library import Problem

_REF = "#/components/schemas/{model}"
_INFO = {
    "title": "Verbatim",
    "version": "1",
    "summary": "Answers questions about French documents with quotations.",
    "license": {"name": "MIT", "identifier": "MIT"},
}
_KEYS = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}
_REQUEST_ID = {"X-Request-Id": {"schema": {"type": "string"}}}
_RETRY = {"Retry-After": {"schema": {"type": "string", "pattern": r"^\d+$"}}}
_WAIT = {429, 503}
_EXAMPLES: dict[str, dict[str, Any]] = {"application/json": {"example": {}}}
"""Of bodies that are not looked at: anything will do, but `/docs` would send nothing without."""
_EVENT = {
    "description": "One server-sent event.",
    "type": "object",
    "properties": {
        "event": {"enum": ["meta", "citation", "answer", "done", "error", "message"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
    "required": ["data"],
}


@cache
def document() -> dict[str, Any]:
    """The whole description."""
    paths: dict[str, Any] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method] = _operation(one)
    components = {"schemas": _schemas(), "securitySchemes": _KEYS}
    return {"openapi": "3.1.0", "info": _INFO, "paths": paths, "components": components}


def _schemas() -> dict[str, Any]:
    told = {one for each in OPERATIONS for one in (each.body, each.reply)}
    models: list[type[BaseModel]] = [Meta, Problem, OpenAIError]
    models += [one for one in told if isinstance(one, type)]
    models.sort(key=lambda one: one.__name__)
    _, found = models_json_schema([(one, "validation") for one in models], ref_template=_REF)
    schemas: dict[str, Any] = found["$defs"]
    return schemas


def _operation(one: Operation) -> dict[str, Any]:
    responses = {str(one.status): _success(one)}
    responses |= {str(status): _failure(one, status) for status in one.statuses}
    told = {"operationId": one.name, "summary": one.about.split(".")[0], "description": one.about}
    parts = {"parameters": _parameters(one), "requestBody": _body(one)}
    # The empty one: a server without keys wants none.
    wants: dict[str, Any] = {"security": [{}, {"bearer": []}, {"key": []}]} if one.guarded else {}
    return (
        told
        | {name: part for name, part in parts.items() if part}
        | wants
        | {"responses": responses}
    )


def _parameters(one: Operation) -> list[dict[str, Any]]:
    text = {"type": "string"}
    path = {"name": "id", "in": "path", "required": True, "schema": text | {"minLength": 1}}
    short = text | {"maxLength": QUESTION_LIMIT}
    query = [{"name": name, "in": "query", "schema": short} for name in one.around]
    return [path, *query] if "{id}" in one.path else query


def _body(one: Operation) -> dict[str, Any] | None:
    if one.body is None:
        return None
    if not isinstance(one.body, str):
        return {"required": True, "content": _json(one.body)}
    return {"required": True, "content": {one.body: _EXAMPLES.get(one.body, {})}}


def _success(one: Operation) -> dict[str, Any]:
    text: dict[str, Any] = {"schema": {"type": "string"}}
    content = {one.reply: text} if isinstance(one.reply, str) else _json(one.reply)
    if one.streams:
        content["text/event-stream"] = {"schema": _EVENT}
    location = {"Location": {"schema": {"type": "string"}}} if one.status == 202 else {}
    headers = _REQUEST_ID | location
    return {"description": HTTPStatus(one.status).phrase, "headers": headers, "content": content}


def _failure(one: Operation, status: int) -> dict[str, Any]:
    openai = one.path.startswith("/v1/")
    content = _json(OpenAIError) if openai else _json(Problem, "application/problem+json")
    headers = _REQUEST_ID | (_RETRY if status in _WAIT else {})
    return {"description": HTTPStatus(status).phrase, "headers": headers, "content": content}


def _json(model: type[BaseModel], kind: str = "application/json") -> dict[str, Any]:
    return {kind: {"schema": {"$ref": _REF.format(model=model.__name__)}}}
