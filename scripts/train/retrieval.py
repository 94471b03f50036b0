"""Retrieval figures of an encoder, dense alone: does the right sentence come first?

Calibration and evaluation parts are always reported apart; only calibration decides anything.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from data import (
    Paragraph,
    Split,
    authored_documents,
    flores,
    piaf,
    piaf_split,
    sentence_spans,
)
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Encode = Callable[[list[str]], Vectors]
"""Texts to vectors (texts, dimensions) of length 1."""

RANKS = (1, 3, 10)


class Search(NamedTuple):
    """Questions, the sentences searched, the right sentences of each question, and the span of
    sentences (first, end) of the question's own document."""

    questions: list[str]
    sentences: list[str]
    right: list[set[int]]
    own: list[tuple[int, int]]


def authored_search(data: Path, split: Split, language: str) -> Search:
    """Questions of a language over the French sentences of all documents of the split."""
    search = Search([], [], [], [])
    for document in authored_documents(data, split):
        first = len(search.sentences)
        search.sentences.extend(document["fr"])
        for asked in document["qas"]:
            search.questions.append(asked[f"q_{language}"])
            search.right.append({first + asked["s"]})
            search.own.append((first, len(search.sentences)))
    return search


def piaf_search(data: Path, split: Split) -> Search:
    """Questions of the split's articles over the sentences of all 458 paragraphs."""
    search = Search([], [], [], [])
    for paragraph in piaf(data / "piaf_dev.json"):
        first = len(search.sentences)
        spans = sentence_spans(paragraph.context)
        search.sentences.extend(paragraph.context[start:end] for start, end in spans)
        if piaf_split(paragraph.title) == split:
            _ask(search, paragraph, spans, first)
    return search


def _ask(search: Search, paragraph: Paragraph, spans: list[tuple[int, int]], first: int) -> None:
    for asked in paragraph.questions:
        search.questions.append(asked.question)
        search.right.append({first + sentence_of(spans, start) for _, start in asked.answers})
        search.own.append((first, first + len(spans)))


def sentence_of(spans: list[tuple[int, int]], offset: int) -> int:
    """Return the number of the sentence that holds `offset`."""
    return max(number for number, (start, _) in enumerate(spans) if start <= max(offset, 0))


def hits(search: Search, encode: Encode) -> dict[str, float]:
    """Return the share of questions with a right sentence among the first 1, 3, 10 of all, and
    first within its own document (`own@1`)."""
    scores = encode(search.questions) @ encode(search.sentences).T
    order = np.argsort(-scores, axis=1)[:, : max(RANKS)]
    found = {
        f"hit@{k}": np.mean(
            [bool(set(row[:k]) & r) for row, r in zip(order.tolist(), search.right, strict=True)]
        )
        for k in RANKS
    }
    best = [a + int(np.argmax(row[a:b])) for row, (a, b) in zip(scores, search.own, strict=True)]
    found["own@1"] = np.mean([first in r for first, r in zip(best, search.right, strict=True)])
    return {name: round(float(value), 4) for name, value in found.items()}


def bitext_accuracy(data: Path, encode: Encode) -> float:
    """Return how often a FLORES sentence's translation is its nearest, mean of both ways."""
    pairs = flores(data / "parallel_flores101_devtest.tsv")
    scores = encode([p.english for p in pairs]) @ encode([p.french for p in pairs]).T
    own = np.arange(len(pairs))
    return float(np.mean([scores.argmax(axis) == own for axis in (0, 1)]))


def figures(data: Path, encode: Encode, split: Split) -> dict[str, dict[str, float]]:
    """Return all figures of one split."""
    return {
        "authored_fr": hits(authored_search(data, split, "fr"), encode),
        "authored_en": hits(authored_search(data, split, "en"), encode),
        "piaf": hits(piaf_search(data, split), encode),
    }


def report(data: Path, encode: Encode) -> dict[str, object]:
    """Return the figures of both splits, and FLORES's (evaluation)."""
    parts: tuple[Split, Split] = ("calibration", "evaluation")
    found: dict[str, object] = {split: figures(data, encode, split) for split in parts}
    return found | {"flores": round(bitext_accuracy(data, encode), 4)}


def calibration_score(found: dict[str, dict[str, float]]) -> float:
    """Return the one number that decides: the mean of hit@1, hit@3 and own@1 over the sets."""
    chosen = ("hit@1", "hit@3", "own@1")
    return float(np.mean([values[name] for values in found.values() for name in chosen]))
