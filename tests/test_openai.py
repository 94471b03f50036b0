"""The official OpenAI client, unchanged, gets cited answers from the real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import browser
import openai
import pytest
from flask.testing import FlaskClient
from openai import OpenAI
from openai.types.chat import ChatCompletion
from web_fixtures import assert_problem

from qa import AskBody, Engine, Settings
from qa.contract import TurnBody
from web import create_app

QUESTION = "Combien de temps a duré le voyage jusqu'à Hanoï ?"
UNKNOWN = "Comment préparer une ratatouille ?"
COMPLETIONS = "/v1/chat/completions"


@pytest.fixture(scope="module")
def url(engine: Engine) -> Iterator[str]:
    with browser.serving(create_app(engine)) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{url}/v1", api_key="none is needed", max_retries=0) as client:
        yield client


def ask(client: OpenAI, *said: str, **more: Any) -> ChatCompletion:
    """Asks by a conversation in which the user and the assistant speak in turn."""
    roles = ("user", "assistant") * len(said)
    messages: Any = [{"role": role, "content": one} for role, one in zip(roles, said, strict=False)]
    return client.chat.completions.create(model="verbatim", messages=messages, **more)


def test_a_cited_answer(client: OpenAI, engine: Engine, url: str) -> None:
    completion = ask(client, QUESTION, temperature=0.7, n=1, tools=[], seed=3)
    citations = engine.ask(AskBody(question=QUESTION)).citations
    (choice,) = completion.choices
    content = choice.message.content or ""
    quotes, sources = content.split("\n\nSources :\n")
    expected = [f"« {one.exact} » [{n}]" for n, one in enumerate(citations, 1)]
    assert quotes.split("\n\n") == expected
    first = sources.splitlines()[0]
    assert first.startswith(f"[1] {citations[0].document.title} — {url}/documents/")
    beside: Any = choice.message.model_extra
    assert beside["status"] == "answered"
    assert [one["quote"]["exact"] for one in beside["citations"]] == [c.exact for c in citations]
    assert (choice.finish_reason, completion.object) == ("stop", "chat.completion")
    usage = completion.usage
    assert usage
    assert usage.prompt_tokens + usage.completion_tokens == usage.total_tokens
    assert usage.prompt_tokens == 12


def test_the_stream_says_the_same(client: OpenAI) -> None:
    whole = ask(client, QUESTION)
    chunks: Any = list(ask(client, QUESTION, stream=True, stream_options={"include_usage": True}))
    deltas = [one.choices[0].delta for one in chunks if one.choices]
    assert deltas[0].role == "assistant"
    assert "".join(one.content or "" for one in deltas) == whole.choices[0].message.content
    assert deltas[-1].citations == whole.choices[0].message.model_extra["citations"]  # type: ignore[index]
    reasons = [one.choices[0].finish_reason for one in chunks if one.choices]
    assert reasons == [None] * (len(reasons) - 1) + ["stop"]
    assert chunks[-1].usage == whole.usage
    assert {one.object for one in chunks} == {"chat.completion.chunk"}
    assert len({one.id for one in chunks}) == 1


def test_a_refusal_is_a_completion(client: OpenAI, engine: Engine) -> None:
    refusal = engine.ask(AskBody(question=UNKNOWN)).refusal
    assert refusal
    message = ask(client, UNKNOWN).choices[0].message
    said, *near = (message.content or "").split("\n\nSources :\n")[0].split("\n\n")
    assert said == refusal.message
    assert near == [f"« {one.exact} » [{n}]" for n, one in enumerate(refusal.nearest, 1)]
    assert (message.model_extra or {})["status"] == "no_answer"
    assert "\n\nSources:\n" in (
        ask(client, "Who is the mayor of Tokyo?").choices[0].message.content or ""
    )


def quoted(content: str) -> str:
    """The first quote of a message."""
    return content.split("« ", 1)[1].split(" » [1]")[0]


def test_earlier_turns_are_the_history(several: Engine) -> None:
    """`this article` is the one that the assistant quoted before."""
    with (
        browser.serving(create_app(several)) as url,
        OpenAI(base_url=f"{url}/v1", api_key="x", max_retries=0) as client,
    ):
        opening = "Quand le pont fut-il ouvert ?"
        first = ask(client, opening).choices[0].message.content or ""
        follow = "De quoi parle cet article ?"
        alone: Any = ask(client, follow).choices[0].message.model_extra
        assert alone["status"] == "no_answer"
        said = f"« Le pont fut ouvert en 1995. » [1]\n\nSources :\n[1] Le pont de Normandie — {url}"
        message: Any = ask(client, "Quand ?", said, follow).choices[0].message.model_extra
        assert message["citations"][0]["document"]["id"] == "pont"
        history = [TurnBody(question=opening, answer=quoted(first))]
        whole = several.ask(AskBody(question="Et le phare ?", history=history))
        content = ask(client, opening, first, "Et le phare ?").choices[0].message.content or ""
        assert quoted(content) == (whole.citations or whole.refusal.nearest)[0].exact  # type: ignore[union-attr]


def test_parts_of_text_and_other_roles(client: OpenAI) -> None:
    messages: Any = [
        {"role": "system", "content": "Answer in rhymes."},
        {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
        {"role": "assistant", "content": None, "tool_calls": []},
    ]
    completion = client.chat.completions.create(model="verbatim", messages=messages)
    same = ask(client, QUESTION).choices[0].message
    assert completion.choices[0].message.content == same.content


def test_the_model_is_listed(client: OpenAI) -> None:
    assert [one.id for one in client.models.list()] == ["verbatim"]


def test_another_model_is_not_there(client: OpenAI) -> None:
    messages: Any = [{"role": "user", "content": QUESTION}]
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="gpt-4o", messages=messages)
    assert (caught.value.code, caught.value.param) == ("model_not_found", "model")


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"role": "user", "content": ""}],
        [{"role": "user", "content": " \n"}],
        [{"role": "user", "content": None}],
        [{"role": "user", "content": []}],
        [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}],
        [{"role": "assistant", "content": "Bonjour"}],
        [{"content": "Qui ?"}],
        [{"role": "user", "content": "x" * 2_001}],
        "Qui ?",
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_messages_that_ask_nothing(client: OpenAI, messages: Any, stream: bool) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="verbatim", messages=messages, stream=stream)
    assert caught.value.type == "invalid_request_error"


def test_what_is_no_text_is_named(client: OpenAI) -> None:
    image: Any = {"type": "image_url", "image_url": {"url": "x"}}
    messages: Any = [{"role": "user", "content": [{"type": "text", "text": "Qui ?"}, image]}]
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="verbatim", messages=messages)
    assert "messages.0.content: only parts of type 'text' are understood." in str(caught.value)


class Broken:
    """An engine with a defect that shows when it answers."""

    def check(self, _body: object) -> None:
        return

    def ask(self, _body: object) -> None:
        raise RuntimeError("secret of the inside")


def test_a_failure_within_a_stream_is_an_error() -> None:
    app = create_app(Broken())  # type: ignore[arg-type]
    with (
        browser.serving(app) as url,
        OpenAI(base_url=f"{url}/v1", api_key="x", max_retries=0) as client,
        pytest.raises(openai.APIError) as caught,
    ):
        for _ in ask(client, QUESTION, stream=True):
            pass
    assert (caught.value.code, caught.value.type) == ("internal", "server_error")
    assert "secret" not in str(caught.value)


def test_other_failures_have_that_shape_too(engine: Engine, settings: Settings) -> None:
    client: FlaskClient = create_app(engine).test_client()
    assert_problem(client.post(COMPLETIONS, json=[]), 400, "invalid_request")
    assert_problem(client.post(COMPLETIONS, json={"messages": []}), 400, "invalid_request")
    malformed = client.post(COMPLETIONS, data="{", content_type="application/json")
    assert_problem(malformed, 400, "invalid_json")
    assert_problem(client.get("/v1/engines"), 404, "not_found")
    loading = create_app(Engine(settings)).test_client()
    body = {"model": "verbatim", "messages": [{"role": "user", "content": QUESTION}]}
    assert_problem(loading.post(COMPLETIONS, json=body), 503, "not_ready")
