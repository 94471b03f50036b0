"""The line protocol of `qa ask --json -`: for each line of input, one line of JSON, in order.

A line that begins with `{` is the API's request body, any other a question. A line that cannot be
asked gets `{"error": {"code", "message"}}` in its place, and the others go on.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Any, BinaryIO, TextIO

from qa.contract import BODY_LIMIT, AskBody, check_question, read_body
from qa.engine import Engine
from qa.errors import InvalidRequestError, VerbatimError
from qa.rendering import answer_json, error_json, in_one_line


def answer_lines(engine: Engine, source: BinaryIO, target: TextIO) -> bool:
    """Answer each line as it comes; whether all could be asked."""
    well = True
    for line in lines(source):
        reply = _reply(engine, line)
        well = well and "error" not in reply
        print(in_one_line(reply), file=target, flush=True)
    return well


def lines(source: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream; None for one over `BODY_LIMIT`, which is never held in memory."""
    while line := source.readline(BODY_LIMIT + 1):
        if line.endswith(b"\n") or len(line) <= BODY_LIMIT:
            yield line.rstrip(b"\r\n")
        else:
            while (rest := source.readline(BODY_LIMIT)) and not rest.endswith(b"\n"):
                pass
            yield None


def asked(line: bytes | None) -> AskBody:
    """The request in a line; raises a `RequestError` that says what is wrong."""
    if line is None:
        raise InvalidRequestError(f"the line is longer than {BODY_LIMIT} bytes")
    line = line.removeprefix(codecs.BOM_UTF8)
    if line.lstrip().startswith(b"{"):
        return read_body(line)
    try:
        question = line.decode()
    except UnicodeDecodeError:
        raise InvalidRequestError("the line is not UTF-8") from None
    check_question(question)
    return AskBody(question=question)


def _reply(engine: Engine, line: bytes | None) -> dict[str, Any]:
    try:
        answer = engine.ask(asked(line))
    except VerbatimError as error:
        return error_json(error)
    return answer_json(answer)
