"""The JSON API, version 1, as types: what may be asked and what comes back.

Requests are validated here for HTTP and the command line alike; answers are rendered here for
both, so that they cannot differ.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from qa.errors import EmptyQuestionError, InvalidRequestError, QuestionTooLongError
from qa.types import (
    Answer,
    Citation,
    Document,
    IndexInfo,
    Job,
    Language,
    Pinned,
    Refusal,
    Sentence,
    Span,
    Turn,
)

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
CONTEXT = 32
"""Code points of a quote's prefix and suffix."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TurnBody(_Strict):
    """An earlier exchange."""

    question: StrictStr = Field(max_length=QUESTION_LIMIT)
    answer: StrictStr = Field(max_length=10 * QUESTION_LIMIT)


class AskBody(_Strict):
    """A question and how to answer it.

    `documents` (ids, or paths relative to the seeds folder) restricts the answer to these; `top_k`
    bounds the number of citations, and of nearest sentences in a refusal.
    """

    question: StrictStr
    language: Annotated[StrictStr, Field(pattern="^(auto|[a-z]{2,3})$")] = "auto"
    history: list[TurnBody] = Field(default=[], max_length=50)
    documents: list[StrictStr] = Field(default=[], max_length=1_000)
    top_k: Annotated[StrictInt, Field(ge=1, le=10)] = 3
    include: list[Literal["trace"]] = []

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(Turn(turn.question, turn.answer) for turn in self.history)


def read_body(data: bytes | str) -> AskBody:
    """The request in a JSON text; raises a `RequestError` that says what is wrong."""
    try:
        value = json.loads(data)
    except UnicodeDecodeError:
        raise InvalidRequestError("the body is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise InvalidRequestError(f"the body is not JSON ({error})") from None
    if not isinstance(value, dict):
        raise InvalidRequestError("the body must be a JSON object")
    return check_body(value)


def check_body(value: dict[str, Any]) -> AskBody:
    """The request in a decoded JSON object."""
    try:
        body = AskBody.model_validate(value)
    except ValidationError as error:
        raise InvalidRequestError(_reason(error)) from None
    check_question(body.question)
    return body


def check_question(question: str) -> None:
    """Raises unless the question has words and a bearable length."""
    if not question.strip():
        raise EmptyQuestionError
    if len(question) > QUESTION_LIMIT:
        raise QuestionTooLongError(len(question), QUESTION_LIMIT)
    if not _encodable(question):
        raise InvalidRequestError("question: a lone surrogate is not a character")


def _encodable(text: str) -> bool:
    # JSON may carry half of a surrogate pair, which nothing downstream can write out again.
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}"


def answer_json(answer: Answer, *, request_id: str | None = None) -> dict[str, Any]:
    """The answer object of `POST /api/v1/ask` and `qa ask --json`."""
    best = answer.citations[0] if answer.citations else None
    body = {
        "id": _fresh("ans"),
        "status": "answered" if best else "no_answer",
        "question": _question_json(answer),
        "answer": best and {"text": best.exact, "language": best.document.language},
        "confidence": round(answer.confidence, 4),
        "refusal": answer.refusal and _refusal_json(answer.refusal),
        "citations": citations_json(answer.citations),
        "index": answer.index and _fields(answer.index, "id", "built_at"),
        "offset_unit": "codepoint",
        "timings_ms": {step: round(ms, 3) for step, ms in answer.timings_ms.items()},
        "request_id": request_id or _fresh("req"),
    }
    return body | ({"trace": _trace_json(answer)} if answer.trace else {})


def citations_json(citations: tuple[Citation, ...]) -> list[dict[str, Any]]:
    """Citations with their markers, from 1."""
    return [_citation_json(one, marker) for marker, one in enumerate(citations, start=1)]


def document_json(document: Document) -> dict[str, Any]:
    """The whole document of `GET /api/v1/documents/{id}`."""
    sentences = [sentence_json(document, one) for one in document.sentences]
    return _head(document) | {"text": document.text, "sentences": sentences}


def pinned_json(pinned: Pinned) -> dict[str, Any]:
    """The document that a citation points into, and what became of the words it quotes."""
    document, sentence, quote = pinned.document, pinned.sentence, pinned.quote
    cited = {
        "state": pinned.state,
        "sentence": sentence and sentence_id(document, sentence),
        "quote": quote and _quote_json(document, quote),
    }
    return document_json(document) | {"cited": cited}


def index_json(info: IndexInfo, job: Job | None) -> dict[str, Any]:
    """What `GET /api/v1/index` tells: the index, each file of the seeds, and the last rebuild."""
    return asdict(info) | {"job": job and asdict(job)}


def document_row(document: Document) -> dict[str, Any]:
    """A document's line in `GET /api/v1/documents`."""
    return _head(document) | {"sentences": len(document.sentences), "url": document_url(document)}


def _head(document: Document) -> dict[str, Any]:
    said = _fields(document, "id", "title", "path", "version", "language", "date", "source")
    return said | {"authors": list(document.authors)}


def sentence_json(document: Document, sentence: Sentence) -> dict[str, Any]:
    """A sentence in its place."""
    place = {"start": sentence.span.start, "end": sentence.span.end}
    text = document.words(sentence.span)
    head = {"id": sentence_id(document, sentence), "index": sentence.index, "text": text}
    return head | place | _fields(sentence, "kind", "section", "page")


def sentence_id(document: Document, sentence: Sentence) -> str:
    return f"{document.id}:{_anchor(sentence)}"


def document_url(document: Document, sentence: Sentence | None = None) -> str:
    """The page of a document's version, at a sentence."""
    page = f"/documents/{document.id}?v={document.version}"
    return page if sentence is None else f"{page}#{_anchor(sentence)}"


def citation_url(citation: Citation) -> str:
    """The same with the quote, by which it is found again when the document has changed."""
    page, anchor = document_url(citation.document, citation.sentence).split("#")
    quote = _quote_json(citation.document, citation.quote)
    around = urlencode({name: quote[name] for name in ("exact", "prefix", "suffix")})
    return f"{page}&{around}#{anchor}"


def _anchor(sentence: Sentence) -> str:
    return f"s{sentence.index:04d}"


def _citation_json(citation: Citation, marker: int) -> dict[str, Any]:
    document, sentence = citation.document, citation.sentence
    return {
        "id": f"cit_{document.id}_{citation.quote.start}_{citation.quote.end}",
        "marker": marker,
        "document": _fields(document, "id", "title", "version"),
        "sentence": sentence_json(document, sentence),
        "quote": _quote_json(document, citation.quote),
        "url": citation_url(citation),
    }


def _quote_json(document: Document, quote: Span) -> dict[str, Any]:
    # The selectors of the W3C Web Annotation model: TextQuoteSelector and TextPositionSelector.
    prefix = document.text[max(0, quote.start - CONTEXT) : quote.start]
    suffix = document.text[quote.end : quote.end + CONTEXT]
    around = {"exact": document.words(quote), "prefix": prefix, "suffix": suffix}
    return around | {"start": quote.start, "end": quote.end}


def _refusal_json(refusal: Refusal) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "message": refusal.message,
        "missing_terms": list(refusal.missing_terms),
        "nearest": citations_json(refusal.nearest),
    }


def _question_json(answer: Answer) -> dict[str, Any]:
    language: Language = answer.question.language
    asked = _fields(answer.question, "text", "standalone")
    return asked | {"language": _fields(language, "code", "source")}


def _trace_json(answer: Answer) -> list[dict[str, Any]]:
    return [
        {
            "sentence": sentence_id(hit.document, hit.sentence),
            "score": round(hit.score, 4),
            "features": [round(value, 4) for value in hit.features],
        }
        for hit in answer.trace
    ]


def _fields(value: object, *names: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _fresh(prefix: str) -> str:
    return f"{prefix}_{uuid.uuid4().hex[:16]}"
