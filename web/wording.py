"""An answer as the text of a chat's message: quotes with markers, then their sources."""

from __future__ import annotations

import re
from typing import Any

_TOKEN = re.compile(r"\w+|[^\w\s]")


def cited(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The citations whose markers stand in the text: of a refusal, the nearest sentences."""
    refusal = answer["refusal"]
    shown: list[dict[str, Any]] = refusal["nearest"] if refusal else answer["citations"]
    return shown


def paragraphs(answer: dict[str, Any], site: str) -> list[str]:
    """The text, in parts that follow one another; `site` stands before the links."""
    shown = cited(answer)
    refused = [answer["refusal"]["message"]] if answer["refusal"] else []
    quotes = [f"« {one['quote']['exact']} » [{one['marker']}]" for one in shown]
    sources = [_source(one, site) for one in shown]
    french = answer["question"]["language"]["code"] == "fr"
    listed = ["\n".join(["Sources :" if french else "Sources:", *sources])] if sources else []
    parts = [*refused, *quotes, *listed]
    return [parts[0], *(f"\n\n{part}" for part in parts[1:])]


def _source(citation: dict[str, Any], site: str) -> str:
    return f"[{citation['marker']}] {citation['document']['title']} — {site}{citation['url']}"


def tokens(text: str) -> int:
    """Words and punctuation marks: no model here counts otherwise."""
    return len(_TOKEN.findall(text))
