"""The command line: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from qa import Engine, Settings
from qa.cli import main
from qa.index.layout import Layout
from qa.settings import PREFIX

QA = Path(sys.executable).with_name("qa")
QUESTION = "Qui a écrit cet article ?"
ANSWER = "George Wright"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture
def _signals() -> Iterator[None]:
    """Puts back the handlers that `serve` replaces."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def index(engine: Engine, settings: Settings) -> list[str]:
    """The option that names the index of the shipped seed."""
    assert engine.ready
    return ["--index", str(settings.index)]


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """A small document, and a place for its index."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "chat.txt").write_text("Le chat dort.\n", encoding="utf-8")
    return Settings(seeds=seeds, index=tmp_path / "index")


def qa(*arguments: str, given: bytes | str = "", **env: str) -> Result:
    return CliRunner().invoke(main, arguments, input=given, env=env)


def folders(settings: Settings) -> list[str]:
    return ["--seeds", str(settings.seeds), "--index", str(settings.index)]


def assert_failed(result: Result, status: int, words: str) -> None:
    """One line that says what is wrong, nothing on standard output."""
    assert (result.exit_code, result.stdout) == (status, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("qa: ")
    assert words in result.stderr


def replies(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


# Index and verify


def test_index_then_verify(own: Settings) -> None:
    built = qa("index", *folders(own))
    assert (built.exit_code, built.stderr) == (0, "")
    assert built.stdout.startswith("idx_")
    assert built.stdout.endswith(": 1 document, 1 sentence\n")
    verified = qa("verify", QA_INDEX=str(own.index))
    assert (verified.exit_code, verified.stdout.split()[0]) == (0, built.stdout.split()[0])


def test_some_unreadable_seeds(own: Settings) -> None:
    (own.seeds / "image.txt").write_bytes(b"\x00\x01\x02")
    result = qa("index", *folders(own))
    assert result.exit_code == 3
    assert "1 document" in result.stdout
    assert result.stderr.startswith("qa: image.txt is not indexed: ")


def test_how_a_seed_was_read_is_told(own: Settings) -> None:
    (own.seeds / "old.txt").write_bytes("L'été dernier, il dormait déjà.\n".encode("cp1252"))
    result = qa("index", *folders(own))
    assert (result.exit_code, len(result.stderr.splitlines())) == (0, 1)
    assert result.stderr.startswith("qa: old.txt: ")
    assert "1252" in result.stderr


def test_missing_seeds(own: Settings) -> None:
    nowhere = replace(own, seeds=own.seeds / "absent")
    assert_failed(qa("index", *folders(nowhere)), 1, "No seeds folder")


def test_empty_seeds_leave_the_old_index(own: Settings) -> None:
    qa("index", *folders(own))
    (own.seeds / "chat.txt").unlink()
    assert_failed(qa("index", *folders(own)), 1, "the index was left as it was")
    assert qa("verify", "--index", str(own.index)).exit_code == 0


def test_only_unreadable_seeds(own: Settings) -> None:
    (own.seeds / "chat.txt").write_bytes(b"\x00\x01\x02")
    assert_failed(qa("index", *folders(own)), 1, "chat.txt: ")


def test_seeds_that_are_a_file(own: Settings) -> None:
    wrong = replace(own, seeds=own.seeds / "chat.txt")
    assert_failed(qa("index", *folders(wrong)), 1, "chat.txt")


@pytest.mark.parametrize("option", ["--seeds", "--index"])
def test_a_folder_without_a_name(option: str) -> None:
    result = qa("index", option, "")
    assert result.exit_code == 2
    assert "it is empty" in result.stderr


def test_a_model_that_is_none(own: Settings, tmp_path: Path) -> None:
    result = qa("index", *folders(own), QA_EMBEDDER=str(tmp_path))
    assert result.exit_code == 1
    assert "Check QA_EMBEDDER" in result.stderr.splitlines()[-1]


# Ask


def test_an_answer_or_refusal_to_read(index: list[str]) -> None:
    result = qa("ask", *index, QUESTION)
    assert (result.exit_code, result.stderr) == (0, "")
    assert ANSWER in result.stdout
    assert "[1] « " in result.stdout


@pytest.mark.parametrize(
    ("question", "words", "missing"),
    [
        ("Comment préparer une ratatouille ?", "Phrases les plus proches :", "ratatouille"),
        ("How does one cook in Ouagadougou?", "Nearest sentences:", "Ouagadougou"),
    ],
)
def test_a_refusal_in_the_language_asked(
    index: list[str], question: str, words: str, missing: str
) -> None:
    result = qa("ask", *index, question)
    assert result.exit_code == 0
    assert words in result.stdout
    assert missing in result.stdout


def test_json_is_the_object_of_the_api(index: list[str], engine: Engine) -> None:
    result = qa("ask", *index, "--json", QUESTION)
    (reply,) = replies(result)
    assert reply["status"] in {"answered", "no_answer"}
    assert reply["index"] == {"id": engine.info.id, "built_at": engine.info.built_at}


@pytest.mark.parametrize(
    ("question", "words"),
    [("", "empty"), (" \n", "empty"), ("x" * 2_001, "2001 characters"), ("\udcff", "surrogate")],
)
def test_questions_that_cannot_be_asked(question: str, words: str) -> None:
    assert_failed(qa("ask", question), 1, words)


def test_no_index(tmp_path: Path) -> None:
    assert_failed(qa("ask", "--index", str(tmp_path), QUESTION), 1, "Run `qa index`")


def test_a_corrupted_index(own: Settings) -> None:
    qa("index", *folders(own))
    Layout(own.index).in_use().documents.write_text("{", encoding="utf-8")
    for command in (["ask", QUESTION], ["verify"]):
        result = qa(*command, QA_INDEX=str(own.index))
        assert_failed(result, 1, "documents.jsonl is not what was written")


def test_an_index_of_another_model(own: Settings) -> None:
    qa("index", *folders(own))
    result = qa("ask", QUESTION, QA_INDEX=str(own.index), QA_QUERY_PREFIX="query: ")
    assert_failed(result, 1, "Run `qa index`")


@pytest.mark.parametrize(
    "arguments",
    [[], ["ask"], ["ask", "-"], ["ask", "a", "b"], ["nothing"], ["serve", "--port", "65536"]],
)
def test_usage(arguments: Sequence[str]) -> None:
    result = qa(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: " in result.stderr


def test_settings_that_are_wrong() -> None:
    assert_failed(qa("ask", QUESTION, QA_INDX="x"), 1, "Unknown setting QA_INDX")
    assert_failed(qa("serve", QA_PORT="http"), 1, "QA_PORT='http' is not a whole number")


def test_lines_that_cannot_be_asked_cost_the_status(index: list[str]) -> None:
    good = qa("ask", *index, "--json", "-", given=f"{QUESTION}\n{QUESTION}\n")
    assert (good.exit_code, len(replies(good))) == (0, 2)
    bad = qa("ask", *index, "--json", "-", given=f"\n{QUESTION}\n")
    assert (bad.exit_code, len(replies(bad)), bad.stderr) == (1, 2, "")


# Processes


def start(*arguments: str, **env: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [QA, *arguments],
        env=os.environ | env,
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        bufsize=0,
        # Tests that run in the background of a shell would hand down that Ctrl-C is not heard.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_a_conversation_over_a_pipe(index: list[str]) -> None:
    """Each reply comes before the next question, in UTF-8 whatever the locale; then Ctrl-C."""
    with start("ask", *index, "--json", "-", LC_ALL="C", PYTHONUTF8="0") as process:
        assert process.stdin
        assert process.stdout
        for question in (QUESTION, "Où va Kim ?"):
            process.stdin.write(question.encode() + b"\n")
            reply = process.stdout.readline()
            assert json.loads(reply.decode())["question"]["text"] == question
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == 130


def test_a_reader_that_leaves(index: list[str]) -> None:
    with start("verify", *index) as process:
        assert process.stdout
        process.stdout.close()
        process.stdout = None
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (1, b"")


def test_serve_builds_and_stops(own: Settings) -> None:
    with start("serve", *folders(own), "--port", "0") as process:
        assert process.stderr
        assert process.stderr.readline().startswith(b"qa: listening on http://127.0.0.1:")
        assert process.stderr.readline() == b"qa: ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == 0
    assert qa("verify", "--index", str(own.index)).exit_code == 0


@pytest.mark.usefixtures("_signals")
def test_serve_says_why_it_ends(own: Settings) -> None:
    nowhere = replace(own, seeds=own.seeds / "absent")
    result = qa("serve", *folders(nowhere), "--port", "0")
    assert (result.exit_code, result.stdout) == (1, "")
    listening, reason = result.stderr.splitlines()
    assert listening.startswith("qa: listening on ")
    assert "No seeds folder" in reason


@pytest.mark.parametrize("host", ["203.0.113.1", "nowhere.invalid"])
def test_an_address_that_cannot_be_had(own: Settings, host: str) -> None:
    with start("serve", *folders(own), "--host", host) as process:
        output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (1, b"")
    assert errors.decode().startswith(f"qa: Cannot listen on {host}:8000: ")
    assert len(errors.splitlines()) == 1
