"""Who may use the API, and how often, when the operator has said so."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Sequence

from flask import Flask, request
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address

from web.problems import ProblemError

GUARDED = re.compile(r"/(api|v1)/")


def install(app: Flask, api_keys: Sequence[str], rate_limit: str) -> None:
    """Wants one of the keys, if there are any, and bounds the requests of an address."""
    if rate_limit:
        _limit(app, rate_limit)
    if api_keys:
        known = [key.encode() for key in api_keys]
        app.before_request(lambda: _check_key(known))


def _limit(app: Flask, rate_limit: str) -> None:
    limiter = Limiter(
        get_remote_address,
        app=app,
        application_limits=[rate_limit],
        storage_uri="memory://",
        on_breach=_refuse,
    )
    limiter.request_filter(lambda: not GUARDED.match(request.path))


def _refuse(limit: RequestLimit) -> None:
    wait = max(1, int(limit.reset_at - time.time()))
    raise ProblemError(
        429,
        "too_many_requests",
        f"More than {limit.limit}. Try again in {wait} seconds.",
        {"Retry-After": str(wait)},
    )


def _check_key(known: Sequence[bytes]) -> None:
    if request.routing_exception or not GUARDED.match(request.path):
        return
    given = _given()
    # Every key is compared, each in constant time: how long it takes tells nothing.
    if not sum(hmac.compare_digest(given, key) for key in known):
        raise ProblemError(
            401,
            "api_key_required",
            "Send one of the server's keys, as `Authorization: Bearer KEY` or `X-API-Key: KEY`.",
            {"WWW-Authenticate": "Bearer"},
        )


def _given() -> bytes:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    bearer = token.strip() if kind.lower() == "bearer" else ""
    # Headers come as Latin-1, whatever their bytes mean.
    return (request.headers.get("X-API-Key") or bearer).encode("latin-1", "replace")
