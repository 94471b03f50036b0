"""Which failure has which HTTP status and code: the only place that knows."""

from __future__ import annotations

import logging
from http import HTTPStatus

from werkzeug.exceptions import HTTPException

from qa.errors import (
    EmptyQuestionError,
    InvalidRequestError,
    NotKeptError,
    NotReadyError,
    QuestionTooLongError,
    SeedKindError,
    UnknownDocumentError,
    VerbatimError,
)

log = logging.getLogger(__name__)

STATUSES: dict[type[VerbatimError], int] = {
    EmptyQuestionError: 422,
    QuestionTooLongError: 422,
    InvalidRequestError: 422,
    SeedKindError: 422,
    UnknownDocumentError: 404,
    NotReadyError: 503,
    NotKeptError: 507,
}
CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
}
RETRY_AFTER = "2"


class ProblemError(Exception):
    """A failure with everything that its answer needs; `param` names what was wrong, if one was."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        headers: dict[str, str] | None = None,
        param: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.param = status, code, detail, param
        self.headers = headers or {}


class MalformedBodyError(ProblemError):
    """The body cannot even be read as JSON."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(400, code, f"{detail} Send one JSON object in UTF-8.")


def told(error: Exception, request_id: str | None) -> ProblemError:
    """The problem that a client is told of; what is our own fault is logged whole."""
    problem = problem_of(error)
    if problem.status >= 500 and problem.status != 503:
        log.error("request %s failed", request_id, exc_info=error)
    return problem


def problem_of(error: Exception) -> ProblemError:
    """The problem that a client is told of when `error` happens."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, VerbatimError) and (status := _status(error)):
        headers = {"Retry-After": RETRY_AFTER} if status == 503 else {}
        return ProblemError(status, error.code, str(error), headers)
    # Whatever else it says may hold paths or the text of others: the log has it, the client not.
    return ProblemError(500, "internal", "Something went wrong inside. The log has the reason.")


def _status(error: VerbatimError) -> int | None:
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), None)


def _of_http(error: HTTPException) -> ProblemError:
    status = error.code or 500
    code = CODES.get(status) or HTTPStatus(status).phrase.lower().replace(" ", "_")
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return ProblemError(status, code, error.description or HTTPStatus(status).phrase, headers)
