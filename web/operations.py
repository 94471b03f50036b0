"""The operations of the API: what each takes, gives, and how it may fail."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from qa.contract import AskBody, BatchBody, FeedbackBody, SearchBody
from web.chatting import ChatBody
from web.schemas import answers, chat, library

EVENTS = (
    "With `Accept: text/event-stream`, the same as server-sent events: `meta` (question, index, "
    "and the sentences that will be read), a `citation` each, `answer` (the object that is sent "
    "otherwise), `done`; or `error`, with a problem."
)
_ANY = (405, 421, 500)
_GUARDED = (401, 429)
_POSTED = (400, 403, 413, 415, 422)
_LOADING = (503,)


@dataclass(frozen=True, slots=True)
class Operation:
    """`reply` is a model, or the media type of a text; `around` are parameters of the query."""

    method: str
    path: str
    name: str
    about: str
    reply: type[BaseModel] | str
    failures: tuple[int, ...]
    body: type[BaseModel] | str | None = None
    status: int = 200
    around: tuple[str, ...] = ()
    streams: bool = False

    @property
    def guarded(self) -> bool:
        """Whether it may want a key."""
        return self.path.startswith(("/api/", "/v1/"))

    @property
    def statuses(self) -> tuple[int, ...]:
        """How it may fail, what any operation may included."""
        return tuple(sorted({*self.failures, *_ANY, *(_GUARDED if self.guarded else ())}))


OPERATIONS = (
    Operation(
        *("post", "/api/v1/ask", "ask"),
        f"Answers a question with citations, or refuses. {EVENTS}",
        answers.Answer,
        (*_POSTED, 404, *_LOADING),
        AskBody,
        streams=True,
    ),
    Operation(
        *("post", "/api/v1/ask/batch", "askBatch"),
        "Answers up to 32 questions, in order; what cannot be asked gets an error in its place.",
        answers.Answers,
        (*_POSTED, *_LOADING),
        BatchBody,
    ),
    Operation(
        *("post", "/api/v1/search", "search"),
        "Finds the sentences nearest to a query, best first.",
        answers.Hits,
        (*_POSTED, 404, *_LOADING),
        SearchBody,
    ),
    Operation(
        *("post", "/api/v1/feedback", "sendFeedback"),
        "Keeps what a user thinks of an answer.",
        answers.Recorded,
        (*_POSTED, *_LOADING, 507),
        FeedbackBody,
        status=201,
    ),
    Operation(
        *("get", "/api/v1/documents", "listDocuments"),
        "The documents.",
        library.Documents,
        _LOADING,
    ),
    Operation(
        *("get", "/api/v1/documents/{id}", "readDocument"),
        "A document by its id or path; with `v` (a version) and a quote with what stands around "
        "it, as a citation's link has them, also what became of that quote.",
        library.Document,
        (404, *_LOADING),
        around=("v", "exact", "prefix", "suffix"),
    ),
    Operation(
        *("get", "/api/v1/index", "readIndex"),
        "The index, each file of the seeds folder, and the last rebuild.",
        library.Index,
        _LOADING,
    ),
    Operation(
        *("post", "/api/v1/index", "rebuildIndex"),
        "Rebuilds the index in the background, after the rebuild that runs, if one does; the body "
        "is not looked at.",
        library.Begun,
        (403, 415, *_LOADING),
        "application/json",
        status=202,
    ),
    Operation(
        *("put", "/api/v1/seeds/{id}", "sendSeed"),
        "Puts a file, by its name, into the seeds folder; 404 unless the server allows uploads.",
        library.Uploaded,
        (403, 404, 413, 422, *_LOADING, 507),
        "application/octet-stream",
        status=202,
    ),
    Operation(
        *("post", "/v1/chat/completions", "complete"),
        "Answers the last message of a conversation, in the form of OpenAI's API, streamed with "
        "`stream`. Parameters that mean nothing here are ignored.",
        chat.Completion,
        (400, 403, 404, 413, 415, *_LOADING),
        ChatBody,
        streams=True,
    ),
    Operation(
        *("get", "/v1/models", "listModels"),
        "The one model of `POST /v1/chat/completions`.",
        chat.Models,
        (),
    ),
    Operation(*("get", "/healthz", "live"), "The process lives.", library.State, ()),
    Operation(*("get", "/readyz", "ready"), "Questions are answered.", library.State, _LOADING),
    Operation(*("get", "/metrics", "measure"), "Figures for Prometheus.", "text/plain", ()),
)
