"""The JSON API, version 1: what comes back, rendered for HTTP and the command line alike."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from qa.errors import VerbatimError
from qa.types import (
    Answer,
    Citation,
    Document,
    IndexInfo,
    Job,
    Language,
    Pinned,
    Question,
    Reading,
    Refusal,
    Sentence,
    Span,
)

CONTEXT = 32
"""Code points of a quote's prefix and suffix."""
# JSON itself escapes those below U+0020.
_LINE_ENDS = {ord(one): f"\\u{ord(one):04x}" for one in "\x85\u2028\u2029"}


def in_one_line(value: dict[str, Any]) -> str:
    """JSON without any character that some program takes for the end of a line."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS)


def answer_json(answer: Answer, *, request_id: str | None = None) -> dict[str, Any]:
    """The answer object of `POST /api/v1/ask` and `qa ask --json`."""
    best = answer.citations[0] if answer.citations else None
    body = {
        "id": _fresh("ans"),
        "status": "answered" if best else "no_answer",
        "question": _question_json(answer.question),
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


def error_json(error: VerbatimError) -> dict[str, Any]:
    """What stands in the place of an answer that could not be given, where others go on."""
    return {"error": {"code": error.code, "message": str(error)}}


def citations_json(citations: tuple[Citation, ...]) -> list[dict[str, Any]]:
    """Citations with their markers, from 1."""
    return [_citation_json(one, marker) for marker, one in enumerate(citations, start=1)]


def meta_json(first: Reading | Answer) -> dict[str, Any]:
    """What is known before the answer: the likeliest sentences, if any are read, best first."""
    near = first.near if isinstance(first, Reading) else ()
    index = first.index and _fields(first.index, "id", "built_at")
    return {
        "question": _question_json(first.question),
        "index": index,
        "reading": citations_json(near),
    }


def hits_json(found: tuple[Citation, ...]) -> list[dict[str, Any]]:
    """Whole sentences that a search has found."""
    names = ("document", "sentence", "url")
    return [{name: one[name] for name in names} for one in citations_json(found)]


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
        "document": _fields(document, "id", "title", "version", "language"),
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


def _question_json(question: Question) -> dict[str, Any]:
    language: Language = question.language
    asked = _fields(question, "text", "standalone")
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
