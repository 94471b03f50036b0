"""What an agent may call: the arguments, what is told of them, and the reply to read and to parse.

The objects of the replies are the API's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr

from qa import screen
from qa.contract import SearchBody, TurnBody, check_body, checked
from qa.engine import Engine
from qa.rendering import answer_json, document_json, hits_json

INSTRUCTIONS = """\
Verbatim answers from a fixed set of documents, most of them in French, and only by quotation.
Ask first; search when you want more sentences than an answer quotes; read a document for what
stands around them. Whatever you say of the documents, quote it word for word and cite it."""

_ASK = """\
Answer a question, in French or English, from the documents, by quotation.

An answer has `citations`, best first. Quote `quote.exact` verbatim, in the language of the
document: change no word of it. You may translate it beside the original, never in its place. Cite
the document's title (and page) with each quote; `sentence.text` is the sentence around it.
`confidence` estimates how likely the first citation is right.

With `status` `no_answer` the documents do not say, or not clearly: tell the user so, and do not
answer from memory instead. The sentences in `refusal.nearest` are near the question and no
answer to it."""

_SEARCH = """\
Find the sentences of the documents that are nearest to a query, best first, whether or not they
answer it. French words find most; English ones work too. Quote them verbatim, in their language,
and cite the document's title with each."""

_READ = """\
Read a whole document: its text, and its sentences with their places. What you quote of it, quote
verbatim, and cite its title."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The same twice: a text to read, and an object."""

    text: str
    value: dict[str, Any]


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AskArguments(_Arguments):
    question: StrictStr = Field(description="The question, in the user's words.")
    history: list[TurnBody] = Field(
        default=[], description="Earlier questions of the conversation and what was answered."
    )
    documents: list[StrictStr] = Field(
        default=[], description="Answer from these only: ids (`document.id`) or paths."
    )
    language: StrictStr = Field(
        default="auto", description="The question's language: auto, or an ISO 639-1 code."
    )


class SearchArguments(_Arguments):
    query: StrictStr = Field(description="Words or a question to find sentences for.")
    top_k: StrictInt = Field(default=10, description="How many sentences at most: 1 to 50.")


class ReadArguments(_Arguments):
    id: StrictStr = Field(description="A document's id, as in `document.id` of a citation.")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool; `description` tells a model when to call it and what to do with the reply."""

    title: str
    description: str
    arguments: type[_Arguments]
    reply: Callable[[Engine, Any], Reply]

    def read(self, given: dict[str, Any]) -> _Arguments:
        """The arguments, once they have the right names and types; null is none."""
        said = {name: value for name, value in given.items() if value is not None}
        return checked(self.arguments, said)


def _ask(engine: Engine, asked: AskArguments) -> Reply:
    answer = engine.ask(check_body(asked.model_dump()))
    return Reply(screen.shown(answer), answer_json(answer))


def _search(engine: Engine, searched: SearchArguments) -> Reply:
    found = engine.search(checked(SearchBody, searched.model_dump()))
    text = "\n".join(screen.cited(found)) or "No document is indexed yet."
    return Reply(text.rstrip(), {"hits": hits_json(found)})


def _read(engine: Engine, wanted: ReadArguments) -> Reply:
    document = engine.document(wanted.id)
    return Reply(f"{document.title} ({document.path})\n\n{document.text}", document_json(document))


TOOLS = {
    "ask": Tool("Ask the documents", _ASK, AskArguments, _ask),
    "search": Tool("Search the documents", _SEARCH, SearchArguments, _search),
    "read_document": Tool("Read a document", _READ, ReadArguments, _read),
}
