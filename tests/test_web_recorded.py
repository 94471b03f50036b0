"""What the API says is recorded in web/answers.json, and the scripts of the page are tested on it.

`RECORD=1` writes it anew.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from qa import Engine
from web import create_app

RECORD = Path(__file__).parent / "web" / "answers.json"
QUESTIONS = (
    "Combien de temps a duré le voyage jusqu'à Hanoï ?",
    "Who wrote this article?",
    "Qui est le maire de Tokyo ?",
    "Bonjour",
)
VOLATILE = {"id", "request_id", "timings_ms", "index", "confidence"}


def said(client: FlaskClient, engine: Engine) -> dict[str, Any]:
    answers = [client.post("/api/v1/ask", json={"question": one}).get_json() for one in QUESTIONS]
    (document,) = engine.documents
    return {
        "answers": [
            {key: value for key, value in one.items() if key not in VOLATILE} for one in answers
        ],
        "document": client.get(f"/api/v1/documents/{document.id}").get_json(),
        "documents": client.get("/api/v1/documents").get_json(),
        "problem": client.post("/api/v1/ask", json={}).get_json() | {"request_id": "req_0"},
    }


def test_the_record_is_current(engine: Engine) -> None:
    now = said(create_app(engine).test_client(), engine)
    if os.environ.get("RECORD"):
        text = json.dumps(now, ensure_ascii=False, indent=1)
        RECORD.write_text(text + "\n", encoding="utf-8")
    assert json.loads(RECORD.read_text(encoding="utf-8")) == now, "run the tests with RECORD=1"


def test_the_scripts_understand_the_record() -> None:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("node is missing")
        pytest.skip("node is missing")
    tests = sorted(str(path) for path in RECORD.parent.glob("*.test.mjs"))
    ran = subprocess.run([node, "--test", *tests], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
