"""The server process: a real socket, and an orderly end."""

from __future__ import annotations

import http.client
import json
import os
import signal
import threading
from dataclasses import replace
from pathlib import Path

import browser
import pytest

from qa import Engine, Settings
from web import create_app, serve
from web.server import address, bind, close


def test_a_free_port_is_told(engine: Engine) -> None:
    server = bind(create_app(engine), "127.0.0.1", 0)
    try:
        host, port = address(server).removeprefix("http://").split(":")
        assert host == "127.0.0.1"
        assert int(port) > 0
    finally:
        close(server)


def test_a_signal_ends_it_after_its_requests(engine: Engine) -> None:
    replies: list[int] = []

    def use(url: str) -> None:
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
        connection.request("GET", "/healthz")
        replies.append(connection.getresponse().status)
        connection.close()
        os.kill(os.getpid(), signal.SIGTERM)

    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        serve(
            create_app(engine),
            "127.0.0.1",
            0,
            lambda url: threading.Thread(target=use, args=(url,), daemon=True).start(),
        )
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
    assert replies == [200]


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_nothing_is_fetched_from_anywhere(settings: Settings, tmp_path: Path) -> None:
    """From the seeds to an answer over HTTP, with every other address out of reach."""
    engine = Engine(replace(settings, index=tmp_path / "index"))
    engine.load(build=True)
    with browser.serving(create_app(engine)) as url:
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
        body = json.dumps({"question": "Qui a écrit cet article ?"})
        connection.request("POST", "/api/v1/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        assert json.load(response)["status"] == "answered"
        connection.close()
