"""What a question costs over the shipped article, step by step, and over 100,000 sentences.

    python scripts/bench_reading.py --data DATA

`DATA` holds `parallel.tsv.gz`, whose French sentences make the large index. Figures are processor
time of one run with one thread; ratios are what carries over to other machines. Compared with
putting the ten best passages through a reader of CamemBERT-base's size (random weights: the time is
the same).
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import mean

import torch
from transformers import AutoTokenizer, CamembertConfig, CamembertForQuestionAnswering

from qa import AskBody, Engine, Settings, answering
from qa.calibration import shipped
from qa.embedding import SentenceEmbedder
from qa.index import load
from qa.questions import read
from qa.reader import LIMIT, SHIPPED
from qa.retrieval import Search, worth_reading

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "tests" / "data" / "article.jsonl"
PASSAGES = 10
"""Passages that the large reader takes in."""
SENTENCES = 40
"""Sentences of a document of the large index."""


def spent(engine: Engine, questions: Sequence[str]) -> tuple[float, Counter[str]]:
    """Milliseconds of processor time a question, and of wall-clock time each step."""
    steps: Counter[str] = Counter()
    start = time.process_time()
    for question in questions:
        steps.update(engine.ask(AskBody(question=question)).timings_ms)
    each = (time.process_time() - start) * 1e3 / len(questions)
    return each, Counter({step: ms / len(questions) for step, ms in steps.items()})


def large_reader(settings: Settings, questions: Sequence[str]) -> float:
    """Milliseconds of processor time that the ten best passages take in a large reader."""
    index, embedder = load(settings), SentenceEmbedder(settings)
    tokenizer = AutoTokenizer.from_pretrained(SHIPPED)
    model = CamembertForQuestionAnswering(CamembertConfig()).eval()
    cost = []
    for question in questions:
        search = Search(index, embedder, question, [])
        passages = worth_reading(index, search.hits(search.rows, shipped().fusion), PASSAGES)
        texts = [passage.text for passage in passages]
        batch = tokenizer(
            [question] * len(texts),
            texts,
            padding=True,
            truncation="only_second",
            max_length=LIMIT,
            return_tensors="pt",
        )
        start = time.process_time()
        with torch.inference_mode():
            model(input_ids=batch["input_ids"] % 30_000, attention_mask=batch["attention_mask"])
        cost.append((time.process_time() - start) * 1e3)
    return mean(cost)


def french(data: Path) -> Iterator[str]:
    """The French sentences of the parallel texts, without line ends."""
    with gzip.open(data / "parallel.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            words = line.rstrip("\n").split("\t")[-1]
            if len(words.split()) >= 6 and words.endswith("."):
                yield words


def engine_over(folder: Path, data: Path, count: int) -> Engine:
    """An engine over so many sentences."""
    sentences, seeds = french(data), folder / "seeds"
    seeds.mkdir(parents=True)
    for number in range(0, count, SENTENCES):
        text = " ".join(islice(sentences, SENTENCES))
        (seeds / f"{number:06}.txt").write_text(text, encoding="utf-8")
    engine = Engine(Settings(seeds=seeds, index=folder / "index"))
    engine.load(build=True)
    return engine


def bench_article(questions: Sequence[str]) -> None:
    """The shipped article: steps, what stopping early saves, and the large reader beside."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(seeds=ROOT / "seeds", index=Path(folder))
        engine = Engine(settings)
        engine.load(build=True)
        each, steps = spent(engine, questions)
        large = large_reader(settings, questions[:8])
        print(f"a question over the article  {each:8.1f} ms of processor time")
        for step, ms in steps.items():
            print(f"  {step:12} {ms:8.1f} ms  {ms / steps['total']:6.1%}")
        print(f"ten passages, large reader   {large:8.1f} ms   ratio 1/{large / each:.1f}")
        for name, sure in (("everything read", 2.0), ("the first three alone", 0.0)):
            answering.SURE, kept = sure, answering.SURE
            other, _ = spent(engine, questions)
            answering.SURE = kept
            print(f"  {name:26} {other:8.1f} ms   ratio {other / each:.2f}")
        print(
            f"  asked before, kept in a cache it would save  {steps['read'] / steps['total']:.1%}"
        )


def bench_size(data: Path, questions: Sequence[str], small: int, large: int) -> None:
    """The same questions over a small index and a large one."""
    cost = {}
    for count in (small, large):
        with tempfile.TemporaryDirectory() as folder:
            engine = engine_over(Path(folder), data, count)
            cost[count], steps = spent(engine, questions)
            found = engine.info.sentences
        shares = ", ".join(f"{step} {ms:.1f}" for step, ms in steps.items())
        print(f"{found:7} sentences  {cost[count]:8.1f} ms   ({shares})")
    print(f"  ratio {cost[large] / cost[small]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=40)
    given = parser.parse_args()
    torch.set_num_threads(1)
    asked = [item.question for item in read(ARTICLE, ROOT / "seeds").items]
    questions = asked[:: max(1, len(asked) // given.questions)]
    bench_article(questions)
    bench_size(given.data, questions, 100, 100_000)


if __name__ == "__main__":
    main()
