"""What is sent to clients of OpenAI's API, as types."""

from __future__ import annotations

from typing import Literal

from web.schemas.answers import Citation, Reply


class SaidMessage(Reply):
    """`citations` are those whose markers stand in `content`: of a refusal, what comes nearest."""

    role: Literal["assistant"]
    content: str
    refusal: None
    citations: list[Citation]
    status: Literal["answered", "no_answer"]


class Choice(Reply):
    index: Literal[0]
    message: SaidMessage
    finish_reason: Literal["stop"]
    logprobs: None


class Usage(Reply):
    """Words and punctuation marks."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Completion(Reply):
    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: Usage


class Model(Reply):
    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Models(Reply):
    object: Literal["list"]
    data: list[Model]


class OpenAIFailure(Reply):
    message: str
    type: str
    param: str | None
    code: str


class OpenAIError(Reply):
    """A failure in the shape that OpenAI's clients read."""

    error: OpenAIFailure
