"""Fits the fusion, the ranking and the confidence on the calibration questions.

    python scripts/calibrate.py --data DATA [--share 0.1]

`DATA` holds `authored_train.jsonl` and `piaf_dev.json`, to which this project's texts in French
only are added; only their calibration parts are asked.
First the fusion: weights that make a listwise softmax over the hits of each answerable question put
its mass on right ones (Cao et al. 2007). Then the ranking of what was read, likewise, from the
reader's margin and retrieval's score. Then the confidence: logistic regression (Platt 1999) on the
evidence, right or not, over indexes of one, ten and all documents, two answerable questions to one
unanswerable. Writes `qa/models/calibration.json`, and beside it what it measured. Reading is what
takes time: `--share` of the questions are read.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from qa import Settings, deciding
from qa.answering import READ
from qa.calibration import SHIPPED, Weights
from qa.datasets import Dataset, Item, materialise, read_authored, read_squad
from qa.embedding import SentenceEmbedder
from qa.engine import silent
from qa.evaluation import alike
from qa.index import Index, build, load
from qa.metrics import calibration_error
from qa.reader import SpanReader
from qa.reading import read
from qa.retrieval import Search, worth_reading
from qa.types import Candidate, Document, Sentence

SIZES = (1, 10, 10_000)
"""Documents an index: scores shift with them."""
FIRST = Weights(15.0, 4.0, 0.0, 5.0, 0.8)
"""Where the fusion begins: it only decides which hits are weighed."""
RIDGE = 0.1
"""Inverse strength of the penalty: 0.02 to 0.1 did alike, out of fold."""
CARD = SHIPPED.with_name("calibration.md")
FRENCH = Path(__file__).parent / "train/data/authored_french.jsonl"
GRID = [step / 100 for step in range(1, 100)]

Floats = NDArray[np.float64]
T = TypeVar("T", "Asked", "Read")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a group: features of what was found, one row each, and which rows are right."""

    group: str
    item: Item
    features: Floats
    right: NDArray[np.bool_]


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
    return Asked(f"{dataset.name} {item.language}", item, features, np.array(right))


def fit_weights(groups: Sequence[Sequence[tuple[Floats, NDArray[np.bool_]]]]) -> list[float]:
    """Weights of features that put a softmax's mass on right rows; groups count alike."""
    lists = [
        [(torch.from_numpy(rows), torch.from_numpy(right)) for rows, right in one if right.any()]
        for one in groups
    ]
    lists = [one for one in lists if one]
    weights = torch.zeros(lists[0][0][0].shape[1], dtype=torch.double, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        total = torch.stack([_miss(one, weights) for one in lists]).sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return [round(float(value), 4) for value in weights.detach()]


def _miss(
    lists: Sequence[tuple[torch.Tensor, torch.Tensor]], weights: torch.Tensor
) -> torch.Tensor:
    scored = [(rows @ weights, right) for rows, right in lists]
    return torch.stack(
        [torch.logsumexp(one, 0) - torch.logsumexp(one[right], 0) for one, right in scored]
    ).mean()


def hit_rate(asked: Sequence[tuple[Floats, NDArray[np.bool_]]], weights: Sequence[float]) -> float:
    """Share of questions whose best row under these weights is right."""
    best = [right[int(np.argmax(rows @ np.array(weights)))] for rows, right in asked]
    return float(np.mean(best))


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


def rows_of(one: Read) -> tuple[Floats, NDArray[np.bool_]]:
    """Margin and retrieval's score of each candidate, and whether it is right."""
    rows = np.array([[c.extract.score, c.hit.score] for c in one.candidates])
    return rows, np.array([_right(c, one.item) for c in one.candidates])


def _right(candidate: Candidate, item: Item) -> bool:
    return is_right(candidate.extract.document, candidate.extract.sentence, item)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of evidence, whether the best was right, and whose document they belong to."""

    rows: Floats
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]
    groups: NDArray[np.str_]


def gather(found: Sequence[Read], ranking: tuple[float, float]) -> Evidence:
    """The evidence of each question that was read."""
    ranked = [(one, one.ranked(ranking)) for one in found]
    rows = [deciding.evidence(one.item.question, best, one.scope) for one, best in ranked]
    return Evidence(
        np.array(rows),
        np.array([_right(best[0], one.item) for one, best in ranked]),
        np.array([bool(one.item.gold) for one, _ in ranked]),
        np.array([one.item.document or one.item.question for one, _ in ranked]),
    )


def two_to_one(evidence: Evidence) -> Evidence:
    """Two answerable questions for each unanswerable one, drawn at random."""
    draw = random.Random(0)
    yes, no = (np.flatnonzero(evidence.answerable == kind).tolist() for kind in (True, False))
    count = min(len(yes) // 2, len(no))
    kept = sorted(draw.sample(yes, 2 * count) + draw.sample(no, count))
    return Evidence(
        evidence.rows[kept],
        evidence.right[kept],
        evidence.answerable[kept],
        evidence.groups[kept],
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """The logit as `Calibration` has it, and out-of-fold confidences."""

    centre: Floats
    scale: Floats
    weights: Floats
    confidence: Floats


def fit_confidence(evidence: Evidence) -> Fit:
    """Logistic regression on the evidence and its products."""
    centre, scale = evidence.rows.mean(0), evidence.rows.std(0)
    x = np.hstack([np.ones((len(evidence.rows), 1)), (evidence.rows - centre) / scale])
    first, second = np.triu_indices(x.shape[1])
    products = (x[:, first] * x[:, second])[:, 1:]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=RIDGE, max_iter=5000))
    confidence: Floats = cross_val_predict(
        model,
        products,
        evidence.right,
        cv=GroupKFold(5),
        groups=evidence.groups,
        method="predict_proba",
    )[:, 1]
    model.fit(products, evidence.right)
    factors = model[1].coef_[0] / model[0].scale_
    weights = np.zeros((x.shape[1], x.shape[1]))
    weights[first[1:], second[1:]] = factors
    weights[0, 0] = model[1].intercept_[0] - factors @ model[0].mean_
    return Fit(centre, scale, weights, confidence)


def thresholds(right: NDArray[np.bool_], confidence: Floats) -> list[tuple[float, float]]:
    """(precision, confidence) on a grid: precision of the answers given from there on."""
    pairs = [(right[confidence >= least], least) for least in GRID]
    return [(round(float(given.mean()), 4), least) for given, least in pairs if len(given) >= 20]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    files = (options.data / "authored_train.jsonl", FRENCH)
    datasets = [read_authored(path, "calibration") for path in files]
    datasets.append(read_squad(options.data / "piaf_dev.json", "calibration"))
    asked = grouped([one for dataset in datasets for one in retrieve_all(dataset)])
    lists = {name: [(one.features, one.right) for one in group] for name, group in asked.items()}
    fusion = fit_weights(list(lists.values()))
    for name, group in lists.items():
        print(f"{name:20} retrieval: right first {hit_rate(group, fusion):.3f}", flush=True)
    work = list(jobs(datasets, Weights(*fusion), options.share))
    work.sort(key=lambda job: -len(job.part.items))
    with ProcessPoolExecutor(options.workers) as pool:
        found = [one for part in pool.map(read_job, work) for one in part]
    margin, retrieval = fit_weights(
        [[rows_of(one) for one in group if one.item.gold] for group in grouped(found).values()]
    )
    for name, part in grouped([one for one in found if one.item.gold]).items():
        rows = [rows_of(one) for one in part]
        scores = [hit_rate(rows, weights) for weights in ((1, 0), (0, 1), (margin, retrieval))]
        print(f"{name:20} reader, retrieval, both: {', '.join(f'{s:.3f}' for s in scores)}")
    evidence = two_to_one(gather(found, (margin, retrieval)))
    fit = fit_confidence(evidence)
    curve = thresholds(evidence.right, fit.confidence)
    CARD.write_text(card(evidence, fit.confidence, curve), encoding="utf-8")
    value = {
        "fusion": asdict(Weights(*fusion)),
        "ranking": [margin, retrieval],
        "centre": fit.centre.round(6).tolist(),
        "scale": fit.scale.round(6).tolist(),
        "weights": fit.weights.round(6).tolist(),
        "thresholds": curve,
    }
    SHIPPED.write_text(json.dumps(value) + "\n", encoding="utf-8")


def grouped(found: Sequence[T]) -> dict[str, list[T]]:
    """Questions by data set and language."""
    groups: dict[str, list[T]] = {}
    for one in found:
        groups.setdefault(one.group, []).append(one)
    return groups


def card(evidence: Evidence, confidence: Floats, curve: Sequence[tuple[float, float]]) -> str:
    """What the out-of-fold confidences are worth, as a Markdown page."""
    right, no = evidence.right, ~evidence.answerable
    error = calibration_error(right.tolist(), confidence.tolist())
    lines = [
        "# The confidence",
        "",
        f"Fitted by `scripts/calibrate.py` on {len(right):,} questions of the calibration part,",
        "two answerable to one unanswerable, over indexes of one, ten and all documents: logistic",
        "regression on the evidence and its products. All figures are out of fold (five folds by",
        f"document): AUC {roc_auc_score(right, confidence):.3f}, calibration error {error:.3f}.",
        "",
        "Ten bins of equal mass: the confidence said, and the share that was right.",
        "",
        "| said | was |",
        "|---|---|",
    ]
    order = np.argsort(confidence, kind="stable")
    for part in np.array_split(order, 10):
        lines.append(f"| {confidence[part].mean():.2f} | {right[part].mean():.2f} |")
    lines += [
        "",
        "What `QA_TARGET_PRECISION` asks for, the threshold it sets, and what is then answered.",
        "",
        "| target | threshold | right | answerable ones answered | unanswerable ones answered |",
        "|---|---|---|---|---|",
    ]
    for target in (0.7, 0.8, 0.85, 0.9, 0.95):
        least = min((low for share, low in curve if share >= target), default=1.0)
        given = confidence >= least
        shares = [right[given].mean(), given[~no].mean(), given[no].mean()]
        lines.append(f"| {target} | {least} | " + " | ".join(f"{s:.0%}" for s in shares) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
