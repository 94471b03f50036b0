"""JSON bodies: those of requests read, those of replies written."""

from __future__ import annotations

import json
from typing import Any

from flask import Response

from qa.contract import AskBody, check_body
from web.logs import note
from web.problems import MalformedBodyError


def decoded(data: bytes) -> Any:
    """The JSON value of a body in UTF-8.

    What is no JSON is told apart from a well-formed body that asks for the wrong thing: 400 here,
    422 there.
    """
    try:
        # Decoded first because `json` alone would also take UTF-16 and UTF-32.
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MalformedBodyError("invalid_encoding", "The body is not UTF-8.") from None
    except (ValueError, RecursionError) as error:
        raise MalformedBodyError("invalid_json", f"The body is not JSON: {error}.") from None


def asked(value: Any) -> AskBody:
    """The question in a JSON value; the log may know of it."""
    body = check_body(value)
    note(body.question)
    return body


def reply(value: dict[str, Any], status: int = 200) -> Response:
    """A JSON response."""
    text = json.dumps(value, ensure_ascii=False)
    return Response(text + "\n", status, mimetype="application/json")
