"""Why a file is not read: the page knows every reason that the readers give, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from web.pages import strings

ROOT = Path(__file__).parent.parent
REASONS = (ROOT / "web/static/js/reasons.js").read_text(encoding="utf-8")
PATTERNS = {
    key: re.compile(pattern.replace("(?<", "(?P<"))
    for key, pattern in re.findall(r"^  (reason_\w+): /(.*)/,$", REASONS, re.MULTILINE)
}


def given() -> Iterator[str]:
    """The reasons in the readers' code, each value in them written as 7."""
    for path in sorted((ROOT / "qa/seeds").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                for argument in node.exc.args:
                    yield from _written(argument)


def _written(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    if isinstance(argument, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.Constant) else "7" for one in argument.values]
        yield "".join(map(str, parts))


INTERNAL = {"the process was started without pipes", "the file is empty", "The file"}
"""Raised there, but no reason of a file in the index."""

TOLD = [
    "its reader crashed",
    "its reader failed (KeyError: 3)",
    "it takes longer than 20 s to read",
    "it needs more than 2 GB of memory",
    "its pages are images without text",
    "its fonts do not say which letters they show",
    "it is protected by a password: save it as .docx without one",
    "it is an old .doc file: save it as .docx",
    "it is an OpenDocument file: save it as .docx",
    "what is nested more than 256 levels deep",
    "page 3 of 7 has no text",
    "pages 2, 4–5 of 7 have unreadable fonts",
    "read as Windows-1252",
    "it is not in French (en)",
    "another file has the same name, its accents written in another way",
    "Permission denied",
]
"""What is put together elsewhere."""


@pytest.mark.parametrize("reason", [*sorted(set(given()) - INTERNAL), *TOLD])
def test_every_reason_is_known(reason: str) -> None:
    known = [key for key, pattern in PATTERNS.items() if pattern.search(reason)]
    assert known, reason
    found = PATTERNS[known[0]].search(reason)
    assert found
    for language in ("fr", "en"):
        words = strings(language)[known[0]]
        assert words.format(**found.groupdict()).strip()
