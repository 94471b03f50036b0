"""Chat completions as OpenAI's clients ask for them, and the question that they ask."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictStr,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from qa.contract import QUESTION_LIMIT, AskBody, Text, TurnBody, reason_of
from web.problems import ProblemError

MODEL = "verbatim"
TURNS = 50
"""Earlier exchanges that are looked at."""
EXAMPLE: dict[str, Any] = {
    "model": MODEL,
    "messages": [{"role": "user", "content": "Qui a écrit cet article ?"}],
}
_FIRST_QUOTE = re.compile(r"« (.*?) » \[1\]", re.DOTALL)


class TextPart(BaseModel):
    """The one kind of part that is understood."""

    type: Literal["text"]
    text: Text


def _texts(content: Any) -> Any:
    # Said here because what is neither a text nor parts of text fails in several ways at once.
    parts = content if isinstance(content, list) else []
    if any(isinstance(part, dict) and part.get("type") != "text" for part in parts):
        raise PydanticCustomError("text_only", "only parts of type 'text' are understood")
    return content


class Message(BaseModel):
    """A message; those of other roles than `user` and `assistant` are passed over."""

    role: Literal["developer", "system", "user", "assistant", "tool", "function"]
    content: Annotated[Text | list[TextPart] | None, BeforeValidator(_texts)] = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    include_usage: StrictBool | None = None


class ChatBody(BaseModel):
    """A conversation whose last user's message is the question; whatever else is sent is ignored.

    There is no sampling and there are no tools here: `temperature` and the like mean nothing.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    model: Annotated[StrictStr, Field(json_schema_extra={"enum": [MODEL]})]
    messages: Annotated[list[Message], Field(min_length=1)]
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None


class ChatError(ProblemError):
    """A conversation that cannot be answered as it was sent; `param` is the part at fault."""

    def __init__(self, detail: str, param: str) -> None:
        super().__init__(400, "invalid_request", detail, param=param)


def read_chat(value: Any) -> ChatBody:
    """The conversation in a decoded JSON value."""
    if not isinstance(value, dict):
        raise ChatError("The body must be a JSON object.", "")
    model = value.get("model")
    if isinstance(model, str) and model != MODEL:
        detail = f"There is no model {model[:100]!r} here. Ask for {MODEL!r}."
        raise ProblemError(404, "model_not_found", detail, param="model")
    try:
        return ChatBody.model_validate(value)
    except ValidationError as error:
        param = str(error.errors(include_url=False)[0]["loc"][0])
        raise ChatError(f"{reason_of(error)}.", param) from None


def asked_in(body: ChatBody) -> AskBody:
    """The question, with what was said before it."""
    spoken = [one for one in body.messages if one.role in {"user", "assistant"}]
    users = [place for place, one in enumerate(spoken) if one.role == "user"]
    question = spoken[users[-1]].text if users else ""
    if not question.strip():
        raise ChatError("The last message of the user is empty or missing.", "messages")
    return AskBody(question=question, history=_history(spoken[: users[-1]])[-TURNS:])


def _history(spoken: list[Message]) -> list[TurnBody]:
    """Each earlier question with the reply that follows it, if one does."""
    turns = []
    for message, following in zip(spoken, [*spoken, None][1:], strict=True):
        if message.role == "user":
            answered = following.text if following and following.role == "assistant" else ""
            turns.append(_turn(message.text, answered))
    return turns


def _turn(question: str, content: str) -> TurnBody:
    quote = _FIRST_QUOTE.match(content)
    answer = quote[1] if quote else content
    return TurnBody(question=question[:QUESTION_LIMIT], answer=answer[: 10 * QUESTION_LIMIT])
