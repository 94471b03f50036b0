"""Fits the fusion, the ranking and the confidence on the calibration questions.

    python scripts/calibrate.py --data DATA [--share 0.1]

`DATA` holds `piaf_dev.json`, to which this project's own texts are added; only calibration parts
are asked. First the fusion: weights that make a listwise softmax over the hits of each answerable
question put its mass on right ones (Cao et al. 2007). Then the ranking of what was read, likewise,
from the reader's margin and retrieval's score. Then the confidence: logistic regression (Platt
1999) on the evidence, right or not, over indexes of one, ten and all documents, two answerable
questions to one unanswerable. Writes `qa/models/calibration.json`, and beside it what it measured.
Reading is what takes time: `--share` of the questions are read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

from calibration_card import card
from calibration_fitting import (
    Evidence,
    fit_confidence,
    fit_weights,
    gather,
    hit_rate,
    thresholds,
    two_to_one,
)
from calibration_reading import (
    Asked,
    Read,
    candidate_rows,
    grouped,
    jobs,
    read_job,
    retrieve_all,
)

from qa.calibration import SHIPPED, Weights
from qa.datasets import Dataset, read_authored, read_squad

CARD = SHIPPED.with_name("calibration.md")
OWN = Path(__file__).parent / "train" / "data"
FILES = ("authored_train.jsonl", "authored_french.jsonl")


def parse() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of piaf_dev.json")
    parser.add_argument("--share", type=float, default=0.1, help="of the questions that are read")
    parser.add_argument("--workers", type=int, default=2, help="processes that read")
    return parser.parse_args()


def main() -> None:
    options = parse()
    datasets = [read_authored(OWN / name, "calibration") for name in FILES]
    datasets.append(read_squad(options.data / "piaf_dev.json", "calibration"))
    fusion = fit_fusion([one for dataset in datasets for one in retrieve_all(dataset)])
    found = read_all(datasets, fusion, options.share, options.workers)
    ranking = fit_ranking([one for one in found if one.item.gold])
    write(fusion, ranking, two_to_one(gather(found, ranking)))


def fit_fusion(asked: Sequence[Asked]) -> Weights:
    """The weights of retrieval's features."""
    lists = {name: [one.rows for one in group] for name, group in grouped(asked).items()}
    fusion = fit_weights(list(lists.values()))
    for name, group in lists.items():
        print(f"{name:20} retrieval: right first {hit_rate(group, fusion):.3f}", flush=True)
    return Weights(*fusion)


def read_all(
    datasets: Sequence[Dataset], fusion: Weights, share: float, workers: int
) -> list[Read]:
    """Every part of the data sets, indexed and read; the largest first."""
    work = sorted(jobs(datasets, fusion, share), key=lambda job: -len(job.part.items))
    with ProcessPoolExecutor(workers) as pool:
        return [one for part in pool.map(read_job, work) for one in part]


def fit_ranking(answerable: Sequence[Read]) -> tuple[float, float]:
    """The weights of the reader's margin and of retrieval's score."""
    lists = {name: [candidate_rows(one) for one in s] for name, s in grouped(answerable).items()}
    margin, retrieval = fit_weights(list(lists.values()))
    for name, group in lists.items():
        rates = [hit_rate(group, weights) for weights in ((1, 0), (0, 1), (margin, retrieval))]
        print(f"{name:20} reader, retrieval, both: {', '.join(f'{rate:.3f}' for rate in rates)}")
    return margin, retrieval


def write(fusion: Weights, ranking: tuple[float, float], evidence: Evidence) -> None:
    """Fit the confidence, and write everything where the program reads it, with its card."""
    fit = fit_confidence(evidence)
    curve = thresholds(evidence.right, fit.confidence)
    CARD.write_text(card(evidence, fit.confidence, curve), encoding="utf-8")
    value = {
        "fusion": asdict(fusion),
        "ranking": ranking,
        "centre": fit.centre.round(6).tolist(),
        "scale": fit.scale.round(6).tolist(),
        "weights": fit.weights.round(6).tolist(),
        "thresholds": curve,
    }
    SHIPPED.write_text(json.dumps(value) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
