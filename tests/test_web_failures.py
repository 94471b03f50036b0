"""Failures in the words of the page: each code that it knows is one that can come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.errors import VerbatimError
from web.pages import strings
from web.problems import CODES

WEB = Path(__file__).parent.parent / "web"
TEXTS = dict(
    re.findall(
        r"^  (\w+): \"(\w+)\",$",
        (WEB / "static/js/failures.js").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)
OF_THE_PAGE = {"network", "stopped", "interrupted", "unreadable"}


def codes(kind: type[VerbatimError]) -> Iterator[str]:
    yield kind.code
    for one in kind.__subclasses__():
        yield from codes(one)


def raised() -> set[str]:
    """The codes of problems that have no exception of their own."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in WEB.glob("*.py"))
    return set(re.findall(r"ProblemError\(\s*\d+,\s*\"(\w+)\"", source))


@pytest.mark.parametrize("code", TEXTS)
def test_every_code_can_come_and_has_words(code: str) -> None:
    assert code in {*codes(VerbatimError), *CODES.values(), *raised(), *OF_THE_PAGE}
    assert all(strings(language)[TEXTS[code]] for language in ("fr", "en"))
