"""A file of questions, of the kind that its content tells."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from qa.datasets import (
    BAD_RECORD,
    Dataset,
    LineError,
    Split,
    read_authored,
    read_golden,
    read_squad,
)
from qa.errors import QuestionFileError, SeedsMissingError, SeedUnreadableError
from qa.seeds import Readers, discover, fetch, parse

_UNKNOWN = "it is neither SQuAD-format JSON, nor authored or golden questions as JSON lines"


def read(path: Path, seeds: Path, split: Split = "all", *, follow_ups: bool = False) -> Dataset:
    """The data set in a file; golden questions are asked of `seeds`, and have no parts.

    Of authored questions, the `follow_ups` are asked instead of the others.
    """
    kind = _kind(path)
    if kind == "golden" and not seeds.is_dir():
        raise SeedsMissingError(seeds)
    try:
        dataset = _read(kind, path, seeds, split, follow_ups)
    except BAD_RECORD as error:
        raise QuestionFileError(path, _reason(error)) from error
    if not dataset.items:
        part = "" if split == "all" else f" in its {split} part"
        raise QuestionFileError(path, f"there is no question{part}")
    return dataset


def _read(kind: str, path: Path, seeds: Path, split: Split, follow_ups: bool) -> Dataset:
    if kind == "authored":
        return read_authored(path, split, follow_ups=follow_ups)
    if follow_ups:
        raise ValueError("it has no follow-ups")
    return read_squad(path, split) if kind == "squad" else read_golden(path, seeds, _texts(seeds))


def _texts(folder: Path) -> dict[str, str]:
    """The canonical text of each document that can be read."""
    found = {}
    with Readers() as readers:
        for path in discover(folder):
            with suppress(SeedUnreadableError):
                seed = parse(fetch(folder, path), readers)
                found[seed.path] = seed.text
    return found


def _kind(path: Path) -> str:
    record = _first_record(path)
    if isinstance(record, dict):
        marks = {"data": "squad", "qas": "authored", "question": "golden"}
        for mark, kind in marks.items():
            if mark in record:
                return kind
    raise QuestionFileError(path, _UNKNOWN)


def _first_record(path: Path) -> Any:
    """The JSON of the whole file or of its first line."""
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except OSError as error:
        raise QuestionFileError(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise QuestionFileError(path, "it is not UTF-8") from error
    for part in (text, text.partition("\n")[0]):
        try:
            return json.loads(part)
        except (RecursionError, ValueError):
            continue
    raise QuestionFileError(path, _UNKNOWN)


def _reason(error: BaseException) -> str:
    if isinstance(error, LineError) and error.__cause__:
        return f"{error}: {_reason(error.__cause__)}"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON ({error})"
    if isinstance(error, KeyError):
        missing = error.args[0]
        # `read_golden` looks for the document that holds all gold sentences.
        return f"no {missing!r}" if missing else "no document holds its gold sentences"
    return f"not as it should be ({error})"
