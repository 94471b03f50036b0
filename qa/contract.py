"""The JSON API, version 1: what may be asked, validated for HTTP and the command line alike."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
    ValidationError,
    WithJsonSchema,
)

from qa.errors import EmptyQuestionError, InvalidRequestError, QuestionTooLongError
from qa.types import Turn

QUESTION_LIMIT = 2_000
"""Characters of a question."""
DOCUMENT = "article|document|texte?|papier|paper|rapport|report|fichier|file"
DEICTIC = rf"\b(?:ce|cet|this) (?:{DOCUMENT})\b"
"""A question that points at a document, ignoring case: a page sends the one that it shows. Python
and JavaScript read this pattern alike."""
BODY_LIMIT = 1 << 20
"""Bytes of a request's body."""
UPLOAD_LIMIT = 50 << 20
"""Bytes of a file that is sent to become a document."""
BATCH_LIMIT = 32
"""Questions of a batch."""


def _encodable(text: str) -> str:
    # JSON may carry half of a surrogate pair, which nothing downstream can write out again.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("a lone surrogate is not a character")
    return text


def _counted(value: Any) -> Any:
    # To JSON, 3.0 is as whole a number as 3.
    return int(value) if isinstance(value, float) and value.is_integer() else value


_COUNTED = BeforeValidator(_counted)
Text = Annotated[StrictStr, AfterValidator(_encodable)]
_BOUNDS = {"minLength": 1, "maxLength": QUESTION_LIMIT, "pattern": r"\S"}
Asked = Annotated[
    StrictStr, Field(json_schema_extra=_BOUNDS, examples=["Qui a écrit cet article ?"])
]
"""A question: `check_question` keeps its bounds, with errors of their own."""
Documents = Annotated[list[Text], Field(max_length=1_000)]
"""Ids, or paths relative to the seeds folder; none: all."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TurnBody(_Strict):
    """An earlier exchange."""

    question: Text = Field(max_length=QUESTION_LIMIT)
    answer: Text = Field(max_length=10 * QUESTION_LIMIT)


class AskBody(_Strict):
    """A question and how to answer it.

    `documents` (ids, or paths relative to the seeds folder) restricts the answer to these; `top_k`
    bounds the number of citations, and of nearest sentences in a refusal.
    """

    question: Asked
    language: Annotated[StrictStr, Field(pattern="^(auto|[a-z]{2,3})$")] = "auto"
    history: list[TurnBody] = Field(default=[], max_length=50)
    documents: Documents = []
    top_k: Annotated[StrictInt, Field(ge=1, le=10), _COUNTED] = 3
    include: list[Literal["trace"]] = []

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(Turn(turn.question, turn.answer) for turn in self.history)


class BatchBody(_Strict):
    """Questions that are answered one by one, each as if it were asked alone."""

    questions: list[Annotated[Any, WithJsonSchema({"$ref": "#/components/schemas/AskBody"})]] = (
        Field(min_length=1, max_length=BATCH_LIMIT)
    )


class SearchBody(_Strict):
    """Words to find the nearest sentences of."""

    query: Asked
    documents: Documents = []
    top_k: Annotated[StrictInt, Field(ge=1, le=50), _COUNTED] = 10


class FeedbackBody(_Strict):
    """What a user thinks of an answer.

    `quote` and `sentence` (its id) are those judged, `answer` the id of the answer; an answer
    without either is a refusal.
    """

    question: Asked
    sentence: Annotated[Text, Field(max_length=500)] | None
    quote: Annotated[Text, Field(min_length=1, max_length=10 * QUESTION_LIMIT)] | None
    verdict: Literal["up", "down"]
    remark: Annotated[Text, Field(max_length=2_000)] = ""
    answer: Annotated[Text, Field(max_length=100)]


Body = TypeVar("Body", bound=BaseModel)


def read_body(data: bytes | str) -> AskBody:
    """The request in a JSON text; raises a `RequestError` that says what is wrong."""
    try:
        value = json.loads(data)
    except UnicodeDecodeError:
        raise InvalidRequestError("the body is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise InvalidRequestError(f"the body is not JSON ({error})") from None
    return check_body(value)


def check_body(value: Any) -> AskBody:
    """The question in a decoded JSON value."""
    body = checked(AskBody, value)
    check_question(body.question)
    return body


def checked(kind: type[Body], value: Any) -> Body:
    """A decoded JSON value as a request of some kind; raises `InvalidRequestError`."""
    if not isinstance(value, dict):
        raise InvalidRequestError("it must be a JSON object")
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise InvalidRequestError(reason_of(error)) from None


def check_question(question: str) -> None:
    """Raises unless the question has words and a bearable length."""
    if not question.strip():
        raise EmptyQuestionError
    if len(question) > QUESTION_LIMIT:
        raise QuestionTooLongError(len(question), QUESTION_LIMIT)
    try:
        _encodable(question)
    except ValueError as error:
        raise InvalidRequestError(f"question: {error}") from None


def reason_of(error: ValidationError) -> str:
    """What is wrong first, and where."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}"
