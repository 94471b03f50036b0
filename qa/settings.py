"""One frozen `Settings`: each field has a default, a help text and a `QA_…` variable."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from qa.errors import SettingError, UnknownSettingError

PREFIX = "QA_"


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not low <= int(text) <= high:
            raise ValueError
        return int(text)

    parse.__doc__ = f"a whole number from {low} to {high}"
    return parse


def _probability(text: str) -> float:
    """a number above 0 and below 1"""
    if not 0 < float(text) < 1:
        raise ValueError
    return float(text)


def _path(text: str) -> Path:
    """a path"""
    return Path(text or _fail())


def _text(text: str) -> str:
    """a text"""
    return text


def _switch(text: str) -> bool:
    """a 0 or a 1"""
    return {"0": False, "1": True}[text] if text in {"0", "1"} else _fail()


def _hosts(text: str) -> tuple[str, ...]:
    """a list of host names, separated by commas, without ports"""
    return _each(text.lower(), r"\[[0-9a-f:.]+\]|[^\[\]:@/\s]+")


def _secrets(text: str) -> tuple[str, ...]:
    """a list of keys, separated by commas, of ASCII letters, digits and signs"""
    return _each(text, r"[\x21-\x7e]+")  # no header surely carries another


def _each(text: str, pattern: str) -> tuple[str, ...]:
    parts = tuple(one.strip() for one in text.split(",") if one.strip())
    return parts if all(re.fullmatch(pattern, one) for one in parts) else _fail()


def _rate(text: str) -> str:
    """a number a second, minute, hour or day, like 60/minute"""
    if not re.fullmatch(r"|[1-9]\d{0,8}/(second|minute|hour|day)", text):
        raise ValueError
    return text


def _fail() -> Any:
    raise ValueError


def _about(parse: Callable[[str], Any], text: str) -> dict[str, Any]:
    return {"parse": parse, "help": text}


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose; see `help_of` for the meaning of each field."""

    seeds: Path = field(default=Path("seeds"), metadata=_about(_path, "Folder of the documents."))
    index: Path = field(default=Path(".index"), metadata=_about(_path, "Folder of the index."))
    host: str = field(
        default="127.0.0.1", metadata=_about(_text, "Address that `qa serve` listens on.")
    )
    port: int = field(
        default=8000,
        metadata=_about(_whole(0, 65535), "Port that `qa serve` listens on; 0: any free one."),
    )
    allowed_hosts: tuple[str, ...] = field(
        default=(),
        metadata=_about(_hosts, "Host names served besides loopback ones, separated by commas."),
    )
    embedder: str = field(
        default="",
        metadata=_about(
            _text, "A sentence-transformers model, folder or hub name; empty: the shipped one."
        ),
    )
    query_prefix: str = field(
        default="", metadata=_about(_text, "Text put before each question when it is embedded.")
    )
    passage_prefix: str = field(
        default="", metadata=_about(_text, "Text put before each sentence when it is embedded.")
    )
    reader: str = field(
        default="",
        metadata=_about(
            _text, "A question-answering model, folder or hub name; empty: the shipped one."
        ),
    )
    target_precision: float = field(
        default=0.9,
        metadata=_about(
            _probability, "Share of given answers that should be right; higher is more silent."
        ),
    )
    watch: bool = field(
        default=True,
        metadata=_about(
            _switch, "Whether the index follows the seeds while `qa serve` or `qa mcp` runs."
        ),
    )
    uploads: bool = field(
        default=False,
        metadata=_about(_switch, "Whether files may be sent to the seeds folder over HTTP."),
    )
    feedback: str = field(
        default="",
        metadata=_about(
            _text, "File that feedback is added to; empty: `feedback.jsonl` in the index folder."
        ),
    )
    api_keys: tuple[str, ...] = field(
        default=(),
        repr=False,
        metadata=_about(
            _secrets, "Keys, separated by commas, one of which the API wants; none: it is open."
        ),
    )
    rate_limit: str = field(
        default="",
        metadata=_about(
            _rate, "Requests to the API that an address may make, as `60/minute`; empty: any."
        ),
    )
    log_questions: bool = field(
        default=False,
        metadata=_about(_switch, "Whether the log of `qa serve` says what was asked."),
    )
    threads: int = field(
        default=1, metadata=_about(_whole(1, 256), "Threads that the models compute with.")
    )

    @property
    def feedback_file(self) -> Path:
        return Path(self.feedback) if self.feedback else self.index / "feedback.jsonl"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Settings of the `QA_…` variables; `given` (command line; None: not given) wins."""
        env = os.environ if env is None else env
        known = {variable_of(one): one for one in fields(cls)}
        named = [name for name in sorted(env) if name.startswith(PREFIX)]
        for name in named:
            if name not in known:
                raise UnknownSettingError(name, sorted(known))
        values = {known[name].name: _parsed(known[name], env[name]) for name in named}
        return cls(**values | {name: value for name, value in given.items() if value is not None})


def variable_of(one: Field[Any]) -> str:
    """The environment variable of a field."""
    return PREFIX + one.name.upper()


def help_of(one: Field[Any]) -> str:
    """What a field means, in one line."""
    return str(one.metadata["help"])


def _parsed(one: Field[Any], text: str) -> Any:
    parse = one.metadata["parse"]
    try:
        return parse(text)
    except ValueError:
        told = text if one.repr else "…"  # what is secret stays so
        raise SettingError(variable_of(one), told, str(parse.__doc__)) from None
