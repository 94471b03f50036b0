"""Reads the training and development files, and keeps the splits apart.

Every script here reads its data through this module, so that no text meant for calibration or
evaluation can reach a training batch. Files may be plain, `.gz` or `.xz`: they are named without
that ending, and whichever is there is opened.
"""

import gzip
import hashlib
import json
import lzma
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple, TextIO

Split = Literal["train", "calibration", "evaluation"]

CAPS: dict[str, int] = {"tatoeba": 120_000, "canlaws_diverse100k": 60_000}
"""At most so many pairs of a source: Tatoeba is very short, law is all alike; both would drown
the rest."""

OWN = Path(__file__).parent / "data"
"""This project's own texts; `authored_more` is for training alone."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[»”\")\]]*\s+(?=[«“\"(\[]?\s?[A-ZÀ-ÖØ-ÞŒ0-9])")


class Pair(NamedTuple):
    """An English text and its French translation."""

    source: str
    english: str
    french: str


class Asked(NamedTuple):
    """A question of a paragraph, with its right answers as (text, start in code points)."""

    question: str
    answers: list[tuple[str, int]]


class Paragraph(NamedTuple):
    """A paragraph in the SQuAD manner; `title` is its article's, or empty."""

    title: str
    context: str
    questions: list[Asked]


def open_text(path: Path) -> TextIO:
    """Open `path`, or `path` + `.gz` or `.xz`, whichever is there, as UTF-8 text."""
    for opener, suffix in ((open, ""), (gzip.open, ".gz"), (lzma.open, ".xz")):
        candidate = path.with_name(path.name + suffix)
        if candidate.exists():
            return opener(candidate, "rt", encoding="utf-8")
    raise FileNotFoundError(f"{path} (nor .gz, .xz)")


def jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-lines file."""
    with open_text(path) as lines:
        for line in lines:
            yield json.loads(line)


def tsv(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a tab-separated file (no quoting)."""
    with open_text(path) as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def authored(path: Path) -> list[dict[str, Any]]:
    """Return the authored documents of a file: `id`, `fr`, `en`, `qas`, `none`, `follow`…"""
    return list(jsonl(path))


def authored_split(document: Mapping[str, Any], *, dev: bool = False) -> Split:
    """Return the split of an authored document: all of `authored_dev` is evaluation; of
    `authored_train` and `authored_french`, numbers that end in 7 are calibration."""
    if dev:
        return "evaluation"
    return "calibration" if str(document["id"]).endswith("7") else "train"


def authored_documents(data: Path, split: Split) -> list[dict[str, Any]]:
    """Return the authored documents of one split from the folder `data`."""
    if split == "evaluation":
        return authored(data / "authored_dev.jsonl")
    more = authored(OWN / "authored_more.jsonl") if split == "train" else []
    return _part(data / "authored_train.jsonl", split) + more


def french_documents(split: Split) -> list[dict[str, Any]]:
    """Return the authored documents of one split that have no translation: `en` and `a_en` are
    missing."""
    return _part(OWN / "authored_french.jsonl", split)


def _part(path: Path, split: Split) -> list[dict[str, Any]]:
    return [document for document in authored(path) if authored_split(document) == split]


def piaf_split(title: str) -> Split:
    """Return the split of a PIAF article: by the SHA-256 of its title."""
    number = int(hashlib.sha256(title.encode()).hexdigest(), 16)
    if number % 3 == 0:
        return "evaluation"
    return "calibration" if number % 9 == 1 else "train"


def piaf(path: Path) -> list[Paragraph]:
    """Return the paragraphs of all PIAF articles (choose with `piaf_split(paragraph.title)`)."""
    with open_text(path) as lines:
        articles = json.load(lines)["data"]
    return [_paragraph(article["title"], p) for article in articles for p in article["paragraphs"]]


def _paragraph(title: str, raw: Mapping[str, Any]) -> Paragraph:
    questions = [Asked(q["question"], _answers(q)) for q in raw["qas"]]
    return Paragraph(title, raw["context"], questions)


def _answers(raw: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(answer["text"], answer["answer_start"]) for answer in raw["answers"]]


def squad_like(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a file of {question, context, answers} rows, questions grouped by
    paragraph in order; rows marked `span_ambiguous` are left out."""
    contexts: dict[str, list[Asked]] = defaultdict(list)
    for row in jsonl(path):
        if not row.get("span_ambiguous"):
            contexts[row["context"]].append(Asked(row["question"], _answers(row)))
    return [Paragraph("", context, questions) for context, questions in contexts.items()]


def held_out(paragraph: Paragraph) -> bool:
    """Tell whether an English paragraph is kept apart: about one in twenty."""
    return sum(paragraph.context.encode()) % 20 == 0


def parallel(path: Path, caps: Mapping[str, int] | None = None, seed: int = 0) -> list[Pair]:
    """Return the sentence pairs of `path`, at most `caps[source]` of each source (a seeded
    sample), in the order of the file. Without `caps`: all of them."""
    pairs = [Pair(*row) for row in tsv(path) if len(row) == 3 and row[0] != "source"]
    rows: dict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        rows[pair.source].append(number)
    kept = {
        n for source, all_ in rows.items() for n in _sample(all_, (caps or {}).get(source), seed)
    }
    return [pair for number, pair in enumerate(pairs) if number in kept]


def _sample(rows: list[int], cap: int | None, seed: int) -> list[int]:
    return rows if cap is None or cap >= len(rows) else random.Random(seed).sample(rows, cap)


def dictionary(path: Path) -> list[Pair]:
    """Return the dictionary's entries (word or short name, and one translation each)."""
    return [Pair(*row) for row in tsv(path) if len(row) == 3 and row[0] != "source"]


def flores(path: Path) -> list[Pair]:
    """Return FLORES-101 devtest: 1,012 pairs, for evaluation only."""
    return [Pair("flores", row[0], row[1]) for row in tsv(path) if len(row) == 2]


def authored_pairs(documents: list[dict[str, Any]]) -> list[Pair]:
    """Return the sentence pairs, question pairs and off-document question pairs of documents."""
    sentences = [pair for d in documents for pair in zip(d["en"], d["fr"], strict=True)]
    questions = [(q["q_en"], q["q_fr"]) for d in documents for q in d["qas"] + d["none"]]
    return [Pair("authored", english, french) for english, french in sentences + questions]


def training_pairs(data: Path) -> list[Pair]:
    """Return all pairs that models may learn from, in a fixed order: parallel texts within
    `CAPS`, the authored documents of the training part, dictionary entries last."""
    texts = parallel(data / "parallel.tsv", CAPS)
    own = authored_pairs(authored_documents(data, "train"))
    return texts + own + dictionary(data / "dictionary.tsv")


def passage_pairs(data: Path) -> list[Pair]:
    """Return longer texts in pairs, from the training part: four sentences of an authored document
    and their translation, or the four after them; the two halves of a paragraph."""
    pairs: list[Pair] = []
    for document in authored_documents(data, "train"):
        french, english = (_fours(document[language]) for language in ("fr", "en"))
        pairs += [Pair("passage", *both) for both in zip(english, french, strict=True)]
        pairs += [Pair("passage", *both) for one in (french, english) for both in pairwise(one)]
    paragraphs = [p for p in piaf(data / "piaf_dev.json") if piaf_split(p.title) == "train"]
    paragraphs += [p for p in squad_like(data / "qa_squad11_dev_en.jsonl") if not held_out(p)]
    return pairs + [Pair("passage", *_halves(paragraph.context)) for paragraph in paragraphs]


def _fours(sentences: list[str]) -> list[str]:
    return [" ".join(sentences[first : first + 4]) for first in range(0, len(sentences), 4)]


def _halves(text: str) -> tuple[str, str]:
    words = text.split()
    middle = len(words) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Cut `text` into sentences by a simple rule (good enough for training and its figures; the
    product has its own): half-open spans in code points, without the white space between."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    bounds = [0, *ends, len(text)]
    spans = [(a, a + len(text[a:b].rstrip())) for a, b in pairwise(bounds)]
    return [(a, b) for a, b in spans if a < b]
