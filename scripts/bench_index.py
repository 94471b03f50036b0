"""What 10,000 documents of 40 sentences cost: built, rebuilt after one change, and searched.

    python scripts/bench_index.py --data DATA [--documents 10000]

`DATA` holds `parallel.tsv.gz`, whose French sentences fill the documents. Figures are processor
time and memory of a builder of its own; ratios are what carries over to other machines. Vectors are
stored in half precision: how many of the ten nearest sentences that changes is told.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

import numpy as np

from qa import AskBody, Engine, Settings
from qa.embedding import SentenceEmbedder
from qa.engine import silent
from qa.index import build, load

SENTENCES = 40
QUERIES = 100
NEAREST = 10


def french(data: Path) -> Iterator[str]:
    """The French sentences of the parallel texts, over and over in other orders."""
    with gzip.open(data / "parallel.tsv.gz", "rt", encoding="utf-8") as lines:
        found = [line.rstrip("\n").split("\t")[-1] for line in lines]
    whole = [one for one in found if len(one.split()) >= 6 and one.endswith(".")]
    while True:
        yield from random.Random(0).sample(whole, len(whole))


def write_seeds(folder: Path, data: Path, documents: int) -> None:
    folder.mkdir()
    sentences = french(data)
    for number in range(documents):
        text = " ".join(islice(sentences, SENTENCES))
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")


def apart(work: Callable[[Settings], float], settings: Settings) -> tuple[float, float]:
    """The seconds that `work` says it took in a process of its own, and that one's peak in MB."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, settings))


def _measured(work: Callable[[Settings], float], settings: Settings) -> tuple[float, float]:
    seconds = work(settings)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def built(settings: Settings) -> float:
    """Seconds of processor time of a build, the loading of the embedder left out."""
    embedder = SentenceEmbedder(settings)
    start = time.process_time()
    build(settings, embedder, silent)
    return time.process_time() - start


def embedded(settings: Settings) -> float:
    """Seconds of processor time of embedding the index's sentences alone."""
    embedder, index = SentenceEmbedder(settings), load(settings)
    texts = [one.words(two.span) for one in index.documents for two in one.sentences]
    start = time.process_time()
    for first in range(0, len(texts), 10_000):
        embedder.embed_passages(texts[first : first + 10_000])
    return time.process_time() - start


def loaded(settings: Settings) -> float:
    start = time.process_time()
    load(settings)
    return time.process_time() - start


def kept_nearest(settings: Settings) -> float:
    """The share of the ten nearest sentences in full precision that half precision finds."""
    embedder, index = SentenceEmbedder(settings), load(settings)
    texts = [one.words(two.span) for one in index.documents[:500] for two in one.sentences]
    exact = embedder.embed_passages(texts)
    shares = []
    for row in random.Random(0).sample(range(len(texts)), QUERIES):
        nearest = np.argsort(-(exact @ exact[row]))[:NEAREST].tolist()
        found = index.dense.search(exact[row], NEAREST, [(0, len(texts))])
        shares.append(len(set(found) & set(nearest)) / NEAREST)
    return float(np.mean(shares))


def asked(engine: Engine, rebuilding: bool) -> list[float]:
    """Milliseconds of questions one after the other, for as long as a rebuild takes, or forty."""
    questions, spent = ("Qui a signé le traité ?", "When did the war end?"), list[float]()
    while (rebuilding and engine.job and engine.job.state == "running") or len(spent) < 40:
        start = time.perf_counter()
        engine.ask(AskBody(question=questions[len(spent) % 2]))
        spent.append((time.perf_counter() - start) * 1e3)
    return sorted(spent)


def felt(settings: Settings, changed: Path) -> None:
    """What questions feel of a rebuild in the same process."""
    engine = Engine(settings)
    engine.load()
    idle = asked(engine, False)
    changed.write_text(changed.read_text(encoding="utf-8") + " Une autre.", encoding="utf-8")
    engine.rebuild()
    busy = asked(engine, True)
    for name, spent in (("no rebuild", idle), ("a rebuild", busy)):
        p50, p95 = spent[len(spent) // 2], spent[int(0.95 * len(spent))]
        print(f"a question during {name:12} {p50:6.0f} ms, p95 {p95:.0f}, at most {spent[-1]:.0f}")
    if engine.job and engine.job.ended_at:
        times = [datetime.fromisoformat(at) for at in (engine.job.started_at, engine.job.ended_at)]
        print(
            f"the rebuild took {(times[1] - times[0]).seconds} s of the clock, questions meanwhile"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(seeds=Path(folder) / "seeds", index=Path(folder) / "index")
        write_seeds(settings.seeds, given.data, given.documents)
        full, memory = apart(built, settings)
        alone, _ = apart(embedded, settings)
        print(f"full build        {full:8.1f} s   {memory:6.0f} MB at most")
        print(f"embedding alone   {alone:8.1f} s   the build is {full / alone:.2f} times that")
        changed = settings.seeds / f"{given.documents // 2:06}.txt"
        changed.write_text(changed.read_text(encoding="utf-8") + " Une phrase.", encoding="utf-8")
        one, memory = apart(built, settings)
        print(f"one document      {one:8.1f} s   {memory:6.0f} MB at most   1/{full / one:.0f}")
        opened, memory = apart(loaded, settings)
        print(f"opening it        {opened:8.1f} s   {memory:6.0f} MB at most")
        size = sum(path.stat().st_size for path in settings.index.rglob("*")) / 2**20
        print(f"on disk           {size:8.0f} MB, two versions")
        felt(settings, changed)
        print(f"nearest ten kept in half precision  {kept_nearest(settings):.1%}")


if __name__ == "__main__":
    main()
