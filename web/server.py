"""The server process: waitress, with limits for a small machine."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

import waitress
from flask import Flask

from qa.contract import BODY_LIMIT, UPLOAD_LIMIT
from web.logs import to_stderr

THREADS = 4
CONNECTIONS = 100
IDLE_SECONDS = 60
# Bodies a little over the limits are taken in (large ones on disk), for the application to refuse
# them in its own words; what is far over them, waitress turns away unread.
BODY_BYTES = UPLOAD_LIMIT + 16 * BODY_LIMIT


# A page asks for its files in one burst: that some wait a millisecond is no news.
logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def bind(app: Flask, host: str, port: int) -> Any:
    """A waitress server that has its socket already; `run()` serves, `close` below ends it."""
    return waitress.create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        max_request_body_size=BODY_BYTES,
        ident=None,
    )


def address(server: Any) -> str:
    """The URL a bound server answers at, with the port it really got."""
    # A name that resolves to several addresses gives a server of several sockets.
    several = getattr(server, "effective_listen", None)
    host, port = several[0] if several else (server.effective_host, server.effective_port)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def close(server: Any) -> None:
    """Closes every socket of a server: the listening ones, and the connections kept alive."""
    sockets = server.map if hasattr(server, "map") else server._map
    for one in list(sockets.values()):
        one.close()


def serve(app: Flask, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT; requests under way are finished.

    `announce` is told the URL as soon as connections are accepted.
    """
    server = bind(app, host, port)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    announce(address(server))
    try:
        with to_stderr():
            server.run()
    finally:
        close(server)


def _stop(_number: int, _frame: FrameType | None) -> None:
    # waitress ends its loop on SystemExit and waits for its threads.
    raise SystemExit
