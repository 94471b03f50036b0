"""What an agent gets: the tools over a real pipe, by the SDK's own client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent, Tool
from shipped import shipped

from qa import Engine, Settings
from qa import mcp as served
from qa.loading import Loading

QA = Path(sys.executable).with_name("qa")
AUTHOR = "Qui a écrit cet article ?"
TRAIN = "How did Kim travel to Hanoi?"
RATATOUILLE = "Comment préparer une ratatouille ?"
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
NOISY = """
import os, threading, time
from qa.cli import main
wire = os.fstat(1)
def noise():
    while os.path.samestat(wire, os.fstat(1)):
        time.sleep(0.01)
    print("a library's noise")
    os.write(1, b"noise below Python\\n")
threading.Thread(target=noise, daemon=True).start()
main()
"""
"""`qa`, beside a library that prints once the protocol has standard output."""


class Agent:
    """A client in a thread of its own."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self._portal, self.client = portal, client

    def tools(self) -> dict[str, Tool]:
        return {one.name: one for one in self._portal.call(self.client.list_tools).tools}

    def call(self, name: str, **arguments: Any) -> CallToolResult:
        return self._portal.call(self.client.call_tool, name, arguments)

    def together(self, *questions: str) -> list[CallToolResult]:
        """The replies to questions that are all asked before the first is answered."""
        begun = [
            self._portal.start_task_soon(self.client.call_tool, "ask", {"question": one})
            for one in questions
        ]
        return [one.result() for one in begun]


@pytest.fixture(scope="module")
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="module")
def agent(
    portal: BlockingPortal, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Agent]:
    """A client of `qa mcp`, which begins without an index."""
    index = tmp_path_factory.mktemp("mcp") / "index"
    arguments = ["mcp", *folders(replace(settings, index=index))]
    command = StdioServerParameters(command=str(QA), args=arguments, env=dict(os.environ))
    with (
        (index.parent / "log").open("w") as log,
        portal.wrap_async_context_manager(Client(stdio_client(command, errlog=log))) as client,
    ):
        yield Agent(portal, client)


def folders(settings: Settings) -> list[str]:
    return ["--seeds", str(settings.seeds), "--index", str(settings.index)]


def text(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def value(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, text(result)
    assert isinstance(result.structured_content, dict)
    return result.structured_content


def assert_error(result: CallToolResult, code: str, words: str) -> None:
    assert result.is_error
    assert result.structured_content == {"error": {"code": code, "message": text(result)}}
    assert words in text(result)


def test_it_introduces_itself(agent: Agent) -> None:
    assert agent.client.server_info
    assert agent.client.server_info.name == "verbatim"
    assert "by quotation" in (agent.client.instructions or "")


def test_the_tools(agent: Agent) -> None:
    tools = agent.tools()
    needed = {name: one.input_schema["required"] for name, one in tools.items()}
    assert needed == {"ask": ["question"], "search": ["query"], "read_document": ["id"]}
    for one in tools.values():
        assert one.annotations
        assert one.annotations.read_only_hint
        assert "verbatim" in (one.description or "")
        assert "cite" in (one.description or "").lower()
        assert all(said["description"] for said in one.input_schema["properties"].values())


@pytest.mark.parametrize(
    ("question", "quote"),
    [(AUTHOR, "George Wright et Jean Mackenzie"), (TRAIN, "en train blindé")],
)
def test_an_answer(agent: Agent, question: str, quote: str) -> None:
    result = agent.call("ask", question=question)
    answer = value(result)
    best = answer["citations"][0]
    assert answer["answer"]["text"] == best["quote"]["exact"] == quote
    assert text(result).startswith(f"[1] « {quote} »\n")
    assert best["document"]["title"] in text(result)
    document = value(agent.call("read_document", id=best["document"]["id"]))
    for one in answer["citations"]:
        place = slice(one["quote"]["start"], one["quote"]["end"])
        assert document["text"][place] == one["quote"]["exact"]
        assert one["url"].startswith(f"/documents/{document['id']}?v=")


def test_a_refusal_is_no_error(agent: Agent) -> None:
    result = agent.call("ask", question=RATATOUILLE)
    answer = value(result)
    assert (answer["status"], answer["citations"]) == ("no_answer", [])
    assert text(result).startswith(answer["refusal"]["message"])
    for near in answer["refusal"]["nearest"]:
        assert near["sentence"]["text"] in text(result)


def test_how_to_answer(agent: Agent) -> None:
    (found,) = value(agent.call("search", query=TRAIN, top_k=1))["hits"]
    asked = {"language": "en", "documents": [found["document"]["id"]]}
    history = [{"question": TRAIN, "answer": "en train blindé"}]
    answer = value(agent.call("ask", question="What is this article about?", **asked))
    assert answer["question"]["language"] == {"code": "en", "source": "given"}
    assert answer["answer"]["text"] == found["document"]["title"]
    assert value(agent.call("ask", question=TRAIN, history=history, documents=None))["citations"]


def test_questions_at_once(agent: Agent) -> None:
    asked = [AUTHOR, TRAIN, RATATOUILLE]
    answers = [value(one) for one in agent.together(*asked)]
    assert [one["question"]["text"] for one in answers] == asked


def test_a_search(agent: Agent) -> None:
    result = agent.call("search", query="train blindé", top_k=2)
    found = value(result)["hits"]
    assert len(found) == 2
    for marker, one in enumerate(found, start=1):
        assert "train blindé" in one["sentence"]["text"]
        assert f"[{marker}] « {one['sentence']['text']} »" in text(result)
        assert one["url"].startswith(f"/documents/{one['document']['id']}?v=")


def test_a_document_by_id_or_path(agent: Agent) -> None:
    document = shipped()
    for name in (document.id, document.path):
        result = agent.call("read_document", id=name)
        assert value(result)["text"] == document.text
        assert len(value(result)["sentences"]) == len(document.sentences)
        assert text(result).endswith(document.text)


@pytest.mark.parametrize(
    ("name", "arguments", "code", "words"),
    [
        ("ask", {}, "invalid_request", "question: "),
        ("ask", {"question": None}, "invalid_request", "question: "),
        ("ask", {"question": 1}, "invalid_request", "question: "),
        ("ask", {"question": " "}, "empty_question", "empty"),
        ("ask", {"question": "x" * 2_001}, "question_too_long", "2001 characters"),
        ("ask", {"question": AUTHOR, "language": "French"}, "invalid_request", "language: "),
        ("ask", {"question": AUTHOR, "history": [{}]}, "invalid_request", "history.0."),
        ("ask", {"question": AUTHOR, "top_p": 1}, "invalid_request", "top_p: "),
        ("search", {"query": ""}, "empty_question", "empty"),
        ("search", {"query": "train", "top_k": 0}, "invalid_request", "top_k: "),
        ("read_document", {}, "invalid_request", "id: "),
        ("read_document", {"id": "../x"}, "unknown_document", "'../x'"),
        ("ask", {"question": AUTHOR, "documents": ["x"]}, "unknown_document", "'x'"),
    ],
)
def test_what_cannot_be_done(
    agent: Agent, name: str, arguments: dict[str, Any], code: str, words: str
) -> None:
    assert_error(agent.call(name, **arguments), code, words)


def test_a_tool_that_is_none(agent: Agent) -> None:
    with pytest.raises(MCPError, match="Unknown tool: rewrite"):
        agent.call("rewrite")


def test_standard_output_is_the_protocols(settings: Settings) -> None:
    """Even while something prints: that goes to standard error."""
    command = [sys.executable, "-c", NOISY, "mcp", *folders(settings)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0) as process:
        assert process.stdin
        assert process.stderr
        process.stdin.write(json.dumps(INITIALIZE).encode() + b"\nno JSON\n")
        noise = {process.stderr.readline() for _ in range(2)}
        output, _ = process.communicate(timeout=60)
    assert noise == {b"a library's noise\n", b"noise below Python\n"}
    assert process.returncode == 0
    replies = [json.loads(line) for line in output.splitlines()]
    assert replies[0]["result"]["serverInfo"]["name"] == "verbatim"
    assert all(one["jsonrpc"] == "2.0" for one in replies)


def unloaded(portal: BlockingPortal, loading: Loading, engine: Engine) -> CallToolResult:
    """The reply to a question of an engine that is not ready."""
    client = Client(served.serving(served.Handlers(engine, loading)))
    with portal.wrap_async_context_manager(client) as entered:
        return Agent(portal, entered).call("ask", question=AUTHOR)


def test_an_index_that_cannot_be_loaded(
    portal: BlockingPortal, settings: Settings, tmp_path: Path
) -> None:
    nowhere = replace(settings, seeds=tmp_path / "absent", index=tmp_path / "index")
    told: list[Exception] = []
    engine = Engine(nowhere)
    loading = Loading(engine, nowhere, told.append)
    loading.start()
    assert_error(unloaded(portal, loading, engine), "seeds_missing", "No seeds folder at ")
    assert told == [loading.failure]


def test_an_index_that_takes_long(
    portal: BlockingPortal, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "PATIENCE", 0.1)
    engine = Engine(settings)
    loading = Loading(engine, settings, print)  # never started
    assert_error(unloaded(portal, loading, engine), "not_ready", "Try again in a few seconds")
