"""`qa serve` as an operator runs it: keys, a bound and the log, from the environment."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.settings import PREFIX

QA = Path(sys.executable).with_name("qa")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a server with a key, and its process."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "chat.txt").write_text("Le chat dort.\n", encoding="utf-8")
    own = {
        "QA_SEEDS": str(tmp_path / "seeds"),
        "QA_INDEX": str(tmp_path / "index"),
        "QA_PORT": "0",
        "QA_API_KEYS": "Sesame",
        "QA_RATE_LIMIT": "3/hour",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    with subprocess.Popen([QA, "serve"], env=kept | own, stderr=subprocess.PIPE, text=True) as ours:
        assert ours.stderr
        url = ours.stderr.readline().split("http://")[1].strip()
        assert ours.stderr.readline() == "qa: ready\n"
        try:
            yield url, ours
        finally:
            ours.send_signal(signal.SIGTERM)


def ask(url: str, **headers: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(url, timeout=20)
    body, json_type = json.dumps({"question": "Qui dort ?"}), {"Content-Type": "application/json"}
    connection.request("POST", "/api/v1/ask", body, headers | json_type)
    response = connection.getresponse()
    read = json.load(response)
    connection.close()
    return response.status, read


def test_keys_a_bound_and_the_log(served: tuple[str, subprocess.Popen[str]]) -> None:
    url, process = served
    assert ask(url)[1]["code"] == "api_key_required"
    status, answer = ask(url, Authorization="Bearer Sesame")
    assert (status, answer["question"]["text"]) == (200, "Qui dort ?")
    assert ask(url, **{"X-API-Key": "Sesame"})[0] == 200
    assert ask(url, **{"X-API-Key": "Sesame"})[1]["code"] == "too_many_requests"
    process.send_signal(signal.SIGTERM)
    assert process.stderr
    lines = process.stderr.read().splitlines()
    assert process.wait(20) == 0
    assert [json.loads(line)["status"] for line in lines] == [401, 200, 200, 429]
    assert json.loads(lines[1])["request_id"] == answer["request_id"]
    assert "dort" not in "".join(lines)
    assert "Sesame" not in "".join(lines)
