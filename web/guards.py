"""What every request must satisfy, and what every response carries.

A page of another site can make a browser post to 127.0.0.1, or point its own name there: closed
CORS hides the reply from it but does not stop the request. So the Host must be ours, and a POST
must be JSON, and a POST or PUT come from our own page (or from no page at all).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

from flask import Flask, Response, g, request

from web.problems import ProblemError
from web.shapes import PROGRAMS

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:@/\s]+)(:\d{1,5})?", re.IGNORECASE)
_REQUEST_ID = re.compile(r"[\x21-\x7e]{1,64}")


def install(app: Flask, allowed_hosts: Iterable[str]) -> None:
    """Puts the guards before, and the headers after, every request of `app`."""
    hosts = LOOPBACK | {name.lower() for name in allowed_hosts}
    app.before_request(_name)
    app.before_request(lambda: _check_host(hosts))
    app.before_request(_check_change)
    app.after_request(_dress)


def _name() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if _REQUEST_ID.fullmatch(given) else f"req_{uuid.uuid4().hex[:16]}"


def _check_host(hosts: frozenset[str]) -> None:
    host = request.headers.get("Host", "")
    match = _HOST.fullmatch(host)
    if not match or match[1].lower() not in hosts:
        raise ProblemError(
            421,
            "wrong_host",
            "This server does not answer to that name. Use a loopback address, or add the name "
            "to QA_ALLOWED_HOSTS.",
        )


def _check_change() -> None:
    if request.method not in {"POST", "PUT"} or request.routing_exception:
        return
    if request.method == "POST" and request.mimetype != "application/json":
        raise ProblemError(
            415, "unsupported_media_type", "Send the body with Content-Type: application/json."
        )
    if not (_own_origin(request.headers.get("Origin")) and _own_site()):
        raise ProblemError(403, "foreign_origin", "Pages of other sites may not ask here.")


def _own_origin(origin: str | None) -> bool:
    if origin is None:
        return True
    # Not the scheme: behind a proxy that ends TLS we would not know ours.
    scheme, _, host = origin.partition("://")
    return scheme in {"http", "https"} and host.lower() == request.host.lower()


def _own_site() -> bool:
    return request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}


def _dress(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["X-Request-Id"] = g.request_id
    if PROGRAMS.match(request.path):
        response.headers["Cache-Control"] = "no-store"
    return response
