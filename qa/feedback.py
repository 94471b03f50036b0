"""What users think of answers: a line of JSON each, which `qa eval` reads as golden questions."""

from __future__ import annotations

import fcntl
import os
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.contract import FeedbackBody
from qa.errors import NotKeptError
from qa.language import detect
from qa.rendering import in_one_line


def record(file: Path, body: FeedbackBody, index: str) -> str:
    """Add what is thought of an answer of this index; the record's id."""
    identity = f"fbk_{uuid.uuid4().hex[:16]}"
    at = datetime.now(UTC).isoformat(timespec="seconds")
    line = in_one_line({"id": identity, "at": at, "index": index} | _golden(body))
    try:
        _append(file, f"{line}\n".encode())
    except OSError as error:
        raise NotKeptError("The feedback", error) from error
    return identity


def _golden(body: FeedbackBody) -> dict[str, Any]:
    """The judgement as a golden question: the quote is right, if the verdict says so."""
    right = [body.quote] if body.quote and body.verdict == "up" else []
    asked = {"question": body.question, "language": detect(body.question)}
    return asked | {"gold": right, "answers": right} | body.model_dump(exclude={"question"})


def _append(file: Path, line: bytes) -> None:
    """One writer at a time, other processes included; what is there is never touched."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        out.write(line)
        out.flush()
        os.fsync(out.fileno())
