"""Questions whose answers are known, and the texts that hold them.

SQuAD-format JSON (PIAF, FQuAD), the authored JSON lines of this project, and golden questions of
one's own about a seeds folder. Each becomes texts by path, and items whose gold spans are offsets
in these texts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from qa.types import Span

Split = Literal["calibration", "evaluation", "all"]
Found = TypeVar("Found")
BAD_RECORD = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
"""What records that are not as they should be raise."""


class LineError(ValueError):
    """A line, numbered from 1, is not as it should be; its cause says why."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number}")


@dataclass(frozen=True, slots=True)
class Item:
    """A question; `gold` are the spans that rightly answer it in `document`, none: unanswerable.

    `document` is empty when the question is of no document of its own; `before` is the question
    that a follow-up was asked after.
    """

    question: str
    language: str
    type: str
    document: str
    gold: tuple[Span, ...]
    answers: tuple[str, ...]
    before: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Texts by relative path, and what is asked of them; `seeds` is where the texts come from,
    when that is a folder of documents as they are."""

    name: str
    texts: dict[str, str]
    items: tuple[Item, ...]
    seeds: Path | None = None


def materialise(dataset: Dataset, folder: Path) -> None:
    """Write the texts as a seeds folder."""
    for path, text in dataset.texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def read_squad(path: Path, split: Split = "all", language: str = "fr") -> Dataset:
    """SQuAD-format JSON: all paragraphs, a text each; the split's questions, by article title."""
    texts: dict[str, str] = {}
    items: list[Item] = []
    for article in json.loads(path.read_text(encoding="utf-8-sig"))["data"]:
        asked = split in {"all", _squad_split(article["title"])}
        for paragraph in article["paragraphs"]:
            name = f"paragraph-{len(texts):05d}.txt"
            texts[name] = paragraph["context"]
            if asked:
                items += [_squad_item(raw, name, language) for raw in paragraph["qas"]]
    return Dataset(path.stem, texts, tuple(items))


def read_authored(path: Path, split: Split = "all", *, follow_ups: bool = False) -> Dataset:
    """The authored JSON lines: sentences joined by spaces under the title, in both languages.

    With `follow_ups`, what is asked is these alone, each after its question; else all but these.
    Documents to calibrate on are those whose number ends in 7; to evaluate on, a file of its own.
    """
    texts: dict[str, str] = {}

    def asked(raw: dict[str, Any]) -> Iterator[Item]:
        if split != "calibration" or raw["id"].endswith("7"):
            text, spans = _joined(raw["title_fr"], raw["fr"])
            texts[_file(raw)] = text
            yield from (_follow_ups if follow_ups else _authored_items)(raw, spans)

    items = tuple(_each_line(path, asked))
    return Dataset(path.stem, texts, items)


def read_golden(path: Path, seeds: Path, texts: dict[str, str]) -> Dataset:
    """Golden questions {question, gold, answers, language?, type?} about a seeds folder.

    `texts` are the folder's canonical texts; `gold` the sentences that rightly answer, or their
    beginnings, as they stand in one. Of users' feedback, which is written in this form, what they
    found right is asked, and of an answer judged several times, what was thought last.
    """

    def asked(raw: dict[str, Any]) -> Iterator[tuple[object, Item | None]]:
        if "verdict" not in raw:
            yield object(), _golden(raw, texts)  # each line is a question of its own
        else:
            yield raw["answer"], _golden(raw, texts) if _confirmed(raw, texts) else None

    items = dict(_each_line(path, asked)).values()
    return Dataset(path.stem, texts, tuple(one for one in items if one), seeds)


def _each_line(path: Path, asked: Callable[[dict[str, Any]], Iterator[Found]]) -> Iterator[Found]:
    """What is asked in each line of a file; raises `LineError` where one is not as it should be."""
    # Only line feeds end a line of JSON: a string may hold U+2028.
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1):
        try:
            if line.strip():
                yield from asked(json.loads(line))
        except BAD_RECORD as error:
            raise LineError(number) from error


def _squad_split(title: str) -> Split | None:
    number = int(hashlib.sha256(title.encode()).hexdigest(), 16)
    if number % 3 == 0:
        return "evaluation"
    return "calibration" if number % 9 == 1 else None


def _squad_item(raw: dict[str, Any], name: str, language: str) -> Item:
    given = [] if raw.get("is_impossible") else raw["answers"]
    gold = [
        Span(one["answer_start"], one["answer_start"] + len(one["text"]))
        for one in given
        if one["text"]
    ]
    answers = tuple(one["text"] for one in given)
    return Item(raw["question"], language, "", name, tuple(gold), answers)


def _joined(title: str, sentences: list[str]) -> tuple[str, list[Span]]:
    text, spans = f"{title}\n\n", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    return text.rstrip() + "\n", spans


def _file(raw: dict[str, Any]) -> str:
    """The name of an authored document's file."""
    if not re.fullmatch(r"[\w-]+", raw["id"]):
        raise ValueError(f"{raw['id']!r} is not an id of letters, digits and hyphens")
    return f"{raw['id']}.txt"


def _authored_items(raw: dict[str, Any], spans: list[Span]) -> Iterator[Item]:
    name = _file(raw)
    for language in ("fr", "en"):
        for one in raw["qas"]:
            gold, answers = (spans[one["s"]],), (one["a_fr"],)
            kind = one.get("type", "")
            yield Item(one[f"q_{language}"], language, kind, name, gold, answers)
        for one in raw["none"]:
            yield Item(one[f"q_{language}"], language, "none", name, (), ())


def _follow_ups(raw: dict[str, Any], spans: list[Span]) -> Iterator[Item]:
    for language in ("fr", "en"):
        asked = f"q_{language}"
        for one in raw["follow"]:
            gold, answers = (spans[one["s"]],), (one["a_fr"],)
            before = raw["qas"][one["prev"]][asked]
            yield Item(one[asked], language, "follow", _file(raw), gold, answers, before)


def _confirmed(raw: dict[str, Any], texts: dict[str, str]) -> bool:
    """Whether a record of feedback tells of a right answer that still stands in a text, or of a
    right silence."""
    known = raw["gold"] or raw["sentence"] is None
    standing = any(all(words in text for words in raw["gold"]) for text in texts.values())
    return raw["verdict"] == "up" and known and standing


def _golden(raw: dict[str, Any], texts: dict[str, str]) -> Item:
    if not isinstance(raw["gold"], list):
        raise TypeError("gold is not a list of sentences")
    if not raw["gold"]:
        return Item(raw["question"], raw.get("language", "fr"), "none", "", (), ())
    document = next((name for name in texts if all(g in texts[name] for g in raw["gold"])), "")
    starts = [(texts[document].index(words), words) for words in raw["gold"]]
    gold = tuple(Span(start, start + len(words)) for start, words in starts)
    kind, language = raw.get("type", ""), raw.get("language", "fr")
    return Item(raw["question"], language, kind, document, gold, tuple(raw["answers"]))
