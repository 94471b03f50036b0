"""Server-sent events as a client reads them."""

from __future__ import annotations

import json
from typing import Any


def events(text: str) -> list[tuple[str, Any]]:
    """The named events of a whole stream, which begins with a comment."""
    comment, *blocks = text.removesuffix("\n\n").split("\n\n")
    assert comment.startswith(":")
    return [_event(block) for block in blocks]


def _event(block: str) -> tuple[str, Any]:
    name, data = block.split("\n")
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))
