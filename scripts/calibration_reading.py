"""Calibration questions retrieved and read, over indexes of one, ten and all documents."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from qa import Settings, deciding
from qa.answering import READ
from qa.calibration import Weights
from qa.datasets import Dataset, Item, materialise
from qa.embedding import SentenceEmbedder
from qa.engine import silent
from qa.evaluation import alike
from qa.index import Index, build, load
from qa.reader import SpanReader
from qa.reading import read
from qa.retrieval import Search, worth_reading
from qa.types import Candidate, Document, Sentence

SIZES = (1, 10, 10_000)
"""Documents an index: scores shift with them."""
FIRST = Weights(15.0, 4.0, 0.0, 5.0, 0.8)
"""Where the fusion begins: it only decides which hits are weighed."""

Floats = NDArray[np.float64]
Rows = tuple[Floats, NDArray[np.bool_]]
"""Features, a row each, and which rows are right."""
T = TypeVar("T", "Asked", "Read")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a group, and what was found for it."""

    group: str
    item: Item
    rows: Rows


@dataclass(frozen=True, slots=True)
class Read:
    """A question that was read in one index: its candidates, and the sentences searched."""

    group: str
    item: Item
    candidates: list[Candidate]
    scope: int

    def ranked(self, ranking: tuple[float, float]) -> list[Candidate]:
        """The candidates in the order of some weights."""
        extracts = [one.extract for one in self.candidates]
        return deciding.ranked(extracts, [one.hit for one in self.candidates], ranking)

    def is_right(self, candidate: Candidate) -> bool:
        """Whether a candidate's sentence is one of the gold ones."""
        return is_right(candidate.extract.document, candidate.extract.sentence, self.item)


def indexed(dataset: Dataset, embedder: SentenceEmbedder, folder: str) -> Index:
    """An index of the data set's texts."""
    settings = Settings(seeds=Path(folder) / "seeds", index=Path(folder) / "index")
    materialise(dataset, settings.seeds)
    build(settings, embedder, silent)
    return load(settings)


def is_right(document: Document, sentence: Sentence, item: Item) -> bool:
    """Whether the sentence is one of the gold ones."""
    here = document.path == item.document
    return here and any(alike(sentence.span, gold) for gold in item.gold)


def retrieve_all(dataset: Dataset) -> list[Asked]:
    """What retrieval finds for each answerable question, open over all texts."""
    embedder = SentenceEmbedder(Settings())
    with tempfile.TemporaryDirectory() as folder:
        index = indexed(dataset, embedder, folder)
        return [_retrieved(dataset, index, embedder, item) for item in dataset.items if item.gold]


def _retrieved(dataset: Dataset, index: Index, embedder: SentenceEmbedder, item: Item) -> Asked:
    search = Search(index, embedder, item.question, [])
    hits = search.hits(search.rows, FIRST)
    right = [is_right(hit.document, hit.sentence, item) for hit in hits]
    features = np.array([hit.features for hit in hits])
    return Asked(f"{dataset.name} {item.language}", item, (features, np.array(right)))


@dataclass(frozen=True, slots=True)
class Job:
    """A part of a data set to index, questions to read in it, and the fusion to do it with."""

    part: Dataset
    fusion: Weights


@cache
def models() -> tuple[SentenceEmbedder, SpanReader]:
    """The shipped models, loaded once a process."""
    return SentenceEmbedder(Settings()), SpanReader(Settings())


def read_job(job: Job) -> list[Read]:
    """Index, retrieve and read; runs in a process of its own."""
    embedder, reader = models()
    with tempfile.TemporaryDirectory() as folder:
        index = indexed(job.part, embedder, folder)
        return [_read(job, index, embedder, reader, item) for item in job.part.items]


def _read(
    job: Job, index: Index, embedder: SentenceEmbedder, reader: SpanReader, item: Item
) -> Read:
    search = Search(index, embedder, item.question, [])
    passages = worth_reading(index, search.hits(search.rows, job.fusion), READ)
    extracts = read(reader, item.question, passages)
    rows = [index.row(one.document, one.sentence) for one in extracts]
    candidates = deciding.ranked(extracts, search.hits(rows, job.fusion), (1.0, 0.0))
    return Read(f"{job.part.name} {item.language}", item, candidates, search.scope)


def parts(dataset: Dataset) -> Iterator[Dataset]:
    """The data set cut into sets of one, ten and all documents, its paragraphs into two halves.

    Every question is asked of both halves: in one of them nothing answers it.
    """
    names = list(dataset.texts)
    halves = dataset.name.startswith("piaf")
    for step in ((len(names) + 1) // 2,) if halves else SIZES:
        for start in range(0, len(names), step):
            texts = {name: dataset.texts[name] for name in names[start : start + step]}
            items = (
                item if item.document in texts else unanswerable(item) for item in dataset.items
            )
            kept = tuple(item for item in items if halves or item.document in texts)
            yield Dataset(dataset.name, texts, kept)


def unanswerable(item: Item) -> Item:
    """The question where its document is not."""
    return replace(item, gold=(), answers=())


def jobs(datasets: Sequence[Dataset], fusion: Weights, share: float) -> Iterator[Job]:
    """What is read: every part, with its share of the questions, drawn at random."""
    draw = random.Random(0)
    for dataset in datasets:
        for part in parts(dataset):
            # PIAF's are few: all of them.
            often = 1.0 if dataset.name.startswith("piaf") else share
            items = tuple(item for item in part.items if draw.random() < often)
            if items:
                yield Job(replace(part, items=items), fusion)


def candidate_rows(one: Read) -> Rows:
    """Margin and retrieval's score of each candidate, and whether it is right."""
    rows = np.array([[c.extract.score, c.hit.score] for c in one.candidates])
    return rows, np.array([one.is_right(c) for c in one.candidates])


def grouped(found: Sequence[T]) -> dict[str, list[T]]:
    """Questions by data set and language."""
    groups: dict[str, list[T]] = {}
    for one in found:
        groups.setdefault(one.group, []).append(one)
    return groups
