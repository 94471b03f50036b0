"""Asks an engine questions whose answers are known, and scores what comes back.

The ranked list of a question is its citations, or in a refusal the nearest sentences, so that
ranking is measured whatever was decided. A cited sentence is right when it shares at least half of
the shorter with a gold span of the right document; the quote is that of the first in the list.
"""

from __future__ import annotations

import re
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from qa.calibration import Weights
from qa.citing import nearest
from qa.contract import AskBody, TurnBody
from qa.datasets import Dataset, Item, materialise
from qa.embedding import SentenceEmbedder
from qa.engine import Engine, silent
from qa.index import Progress, load
from qa.retrieval import retrieve
from qa.scores import Result, by_group, ranking, scores
from qa.settings import Settings
from qa.types import Answer, Citation, Document, Span

BASELINES = {"BM25 alone": Weights(0, 0, 1, 0, 0), "dense alone": Weights(1, 0, 0, 0, 0)}
_DEPTH = 10


def evaluate(
    dataset: Dataset,
    settings: Settings,
    *,
    own_document: bool = False,
    baselines: bool = False,
    progress: Progress = silent,
) -> dict[str, Any]:
    """The report on a data set, as JSON has it; its index is built once, and thrown away."""
    with placed(dataset, settings) as at:
        results = ask_all(dataset, Engine(at), own_document=own_document, progress=progress)
        report: dict[str, Any] = {
            "name": dataset.name,
            "documents": len(dataset.texts),
            "own_document": own_document,
            **by_group(results, scores),
        }
        if baselines:
            report["baselines"] = {
                name: by_group(retrieve_all(dataset, at, weights, own_document), ranking)
                for name, weights in BASELINES.items()
            }
        if any(item.before for item in dataset.items):
            alone = replace(dataset, items=tuple(replace(one, before="") for one in dataset.items))
            found = ask_all(alone, Engine(at), own_document=own_document, progress=progress)
            report["baselines"] = report.get("baselines", {}) | {
                "asked alone": by_group(found, ranking)
            }
    return report


@contextmanager
def placed(dataset: Dataset, settings: Settings) -> Iterator[Settings]:
    """The settings with the data set's texts as seeds, and an index that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "seeds"
        if not dataset.seeds:
            materialise(dataset, place)
        yield replace(settings, seeds=dataset.seeds or place, index=Path(folder) / "index")


def ask_all(
    dataset: Dataset, engine: Engine, own_document: bool = False, progress: Progress = silent
) -> list[Result]:
    """Load the engine, which builds the index if need be, and ask it every question."""
    engine.load(build=True, progress=progress)
    results = []
    for done, item in enumerate(dataset.items, start=1):
        documents = [item.document] if own_document and item.document else []
        history = [TurnBody(question=item.before, answer="")] if item.before else []
        body = AskBody(question=item.question, history=history, documents=documents, top_k=_DEPTH)
        results.append(_result(item, engine.ask(body), dataset.texts))
        progress("ask", done, len(dataset.items))
    return results


def retrieve_all(
    dataset: Dataset, settings: Settings, weights: Weights, own_document: bool = False
) -> list[Result]:
    """What retrieval alone finds under some weights; the index must be there."""
    index, embedder = load(settings), SentenceEmbedder(settings)
    results = []
    for item in dataset.items:
        within = index.rows([item.document] if own_document and item.document else [])
        begin = time.perf_counter()
        hits = retrieve(index, embedder, item.question, within, weights)[:_DEPTH]
        ms = (time.perf_counter() - begin) * 1e3
        right = tuple(is_right(one, item, dataset.texts) for one in nearest(hits, _DEPTH))
        results.append(Result(item, right, "", False, 0.0, ms))
    return results


def _result(item: Item, answer: Answer, texts: dict[str, str]) -> Result:
    ranked = answer.citations or (answer.refusal.nearest if answer.refusal else ())
    return Result(
        item,
        tuple(is_right(one, item, texts) for one in ranked),
        ranked[0].exact if ranked else "",
        bool(answer.citations),
        answer.confidence,
        answer.timings_ms["total"],
    )


def is_right(citation: Citation, item: Item, texts: dict[str, str]) -> bool:
    """Whether the cited sentence is a gold one; `texts` are the data set's."""
    if citation.document.path != item.document:
        return False
    gold = _placed_in(citation.document, item.gold, texts[item.document])
    return any(alike(citation.sentence.span, span) for span in gold)


def _placed_in(document: Document, spans: Sequence[Span], text: str) -> Iterable[Span]:
    """The spans in the canonical text, which may differ from the file's in what nobody sees."""
    if document.text == text:
        return spans
    found = (
        _nearest(unicodedata.normalize("NFC", span.of(text)), span, document) for span in spans
    )
    return [span for span in found if span]


def _nearest(words: str, place: Span, document: Document) -> Span | None:
    """Where the words stand nearest to their place in the file."""
    starts = [found.start() for found in re.finditer(re.escape(words), document.text)]
    start = min(starts, key=lambda one: abs(one - place.start), default=None)
    return None if start is None else Span(start, start + len(words))


def alike(one: Span, other: Span) -> bool:
    """Whether two spans share at least half of the shorter."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared >= min(len(one), len(other))
