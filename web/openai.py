"""Chat completions in the form of OpenAI's API, for the programs that speak it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, g, request

from qa.contract import AskBody
from qa.rendering import answer_json, in_one_line
from web.asking import Asking
from web.bodies import decoded, reply
from web.chatting import MODEL, ChatBody, asked_in, read_chat
from web.logs import note
from web.problems import told
from web.shapes import openai_json
from web.streaming import OPENING, stream
from web.wording import cited, paragraphs, tokens


def blueprint(asking: Asking) -> Blueprint:
    """`POST /v1/chat/completions` and `GET /v1/models`."""
    routes = Blueprint("openai", __name__, url_prefix="/v1")

    @routes.post("/chat/completions")
    def complete() -> Response:
        body = read_chat(decoded(request.get_data()))
        question = asked_in(body)
        note(question.question)
        asking.engine.check(question)
        chat = Chat(asking, body, question, g.request_id, request.host_url.rstrip("/"))
        return stream(chat.events()) if body.stream else reply(chat.completion())

    @routes.get("/models")
    def models() -> Response:
        one = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
        return reply({"object": "list", "data": [one]})

    return routes


@dataclass(frozen=True, slots=True)
class Chat:
    """One completion; `site` is where its links lead."""

    asking: Asking
    body: ChatBody
    question: AskBody
    request_id: str
    site: str
    head: dict[str, Any] = field(
        default_factory=lambda: {
            "id": f"chatcmpl-{uuid.uuid4().hex[:24]}",
            "created": int(time.time()),
            "model": MODEL,
        }
    )

    def completion(self) -> dict[str, Any]:
        """The whole completion."""
        answer = self._answer()
        text = "".join(paragraphs(answer, self.site))
        message = {"role": "assistant", "content": text, "refusal": None} | _beside(answer)
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        head = self.head | {"object": "chat.completion"}
        return head | {"choices": [choice], "usage": self._usage(text)}

    def events(self) -> Iterator[str]:
        """The same in parts."""
        yield OPENING
        try:
            yield from (f"data: {in_one_line(chunk)}\n\n" for chunk in self._chunks())
        except Exception as error:
            problem = openai_json(told(error, self.request_id))
            yield f"data: {in_one_line(problem)}\n\n"
        yield "data: [DONE]\n\n"

    def _chunks(self) -> Iterator[dict[str, Any]]:
        yield self._chunk({"role": "assistant", "content": ""})
        answer = self._answer()
        parts = paragraphs(answer, self.site)
        yield from (self._chunk({"content": part}) for part in parts)
        yield self._chunk(_beside(answer), "stop")
        if self.body.stream_options and self.body.stream_options.include_usage:
            yield self._chunk({}) | {"choices": [], "usage": self._usage("".join(parts))}

    def _chunk(self, delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        return self.head | {"object": "chat.completion.chunk", "choices": [choice]}

    def _answer(self) -> dict[str, Any]:
        return answer_json(self.asking.ask(self.question), request_id=self.request_id)

    def _usage(self, text: str) -> dict[str, int]:
        asked, said = sum(tokens(one.text) for one in self.body.messages), tokens(text)
        return {
            "prompt_tokens": asked,
            "completion_tokens": said,
            "total_tokens": asked + said,
        }


def _beside(answer: dict[str, Any]) -> dict[str, Any]:
    """What a message carries beside its text, as fields of our own."""
    return {"citations": cited(answer), "status": answer["status"]}
