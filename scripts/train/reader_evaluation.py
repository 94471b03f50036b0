"""Measures the reader: it reads all windows of a text, as the product does, and its best span is
compared with the right answer; whether it knows when the text does not say is measured too.

A span's margin is its start and end logits less those of [CLS], the null span. The best span is
that of the largest margin over the windows (SQuAD 2.0's way, Devlin et al. 2018).
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from data import (
    Paragraph,
    Split,
    authored_documents,
    held_out,
    piaf,
    piaf_split,
    sentence_spans,
    squad_like,
)
from reader_corpora import Range, Text, Tokens, sentence_of, texts_of, tokens
from reader_examples import NULL, Batch, Example, join, pad
from reader_model import NEVER, to_device
from tokenizers import Tokenizer
from torch import Tensor
from training import autocast

SPAN_TOKENS = 30
WINDOW_TOKENS = 400

ARTICLES = "a an the le la les l un une des du de d"
_ARTICLES = frozenset(ARTICLES.split())


class Trial(NamedTuple):
    """A question of a text, its right answers (none: the text does not say) and the number of the
    right sentence (-1: none, or not known)."""

    question: Tokens
    text: Text
    right: list[str]
    sentence: int


class TrialSet(NamedTuple):
    """Trials read in windows of `size` sentences, every `stride` sentences."""

    trials: list[Trial]
    size: int
    stride: int


class Found(NamedTuple):
    """The best span of a text: its margin, words and sentence."""

    margin: float
    quote: str
    sentence: int


def words(text: str) -> list[str]:
    """Return the words of an answer for comparison: lower case, without articles and
    punctuation (SQuAD's way, Rajpurkar et al. 2016, with French articles)."""
    return [word for word in re.findall(r"\w+", text.lower()) if word not in _ARTICLES]


def f1(quote: str, right: str) -> float:
    """Return the F1 of the words of a quote."""
    ours, theirs = words(quote), words(right)
    shared = (Counter(ours) & Counter(theirs)).total()
    return 2 * shared / (len(ours) + len(theirs)) if shared else float(ours == theirs)


def windows(text: Text, size: int, stride: int) -> Iterator[Range]:
    """Yield the windows of a text, in sentences."""
    count = len(text.bounds) - 1
    for first in range(0, max(1, count - size + stride), stride):
        yield first, min(first + size, count)


def best_spans(start: Tensor, end: Tensor, allowed: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the margin, first and last token of each row's best span.

    `start`, `end` and `allowed` are (rows, length); a span has at most `SPAN_TOKENS` tokens."""
    null, passage = start[:, 0] + end[:, 0], allowed.clone()
    passage[:, 0] = False
    firsts, lasts = start.masked_fill(~passage, NEVER), end.masked_fill(~passage, NEVER)
    padded = torch.nn.functional.pad(lasts, (0, SPAN_TOKENS - 1), value=NEVER)
    scores = firsts[:, :, None] + padded.unfold(1, SPAN_TOKENS, 1)
    best, where = scores.flatten(1).max(1)
    first = where // SPAN_TOKENS
    return best - null, first, first + where % SPAN_TOKENS


@torch.no_grad()
def read(model: Any, tests: TrialSet, ends: Range, device: str, batch: int) -> list[Found]:
    """Return the best span of each trial."""
    rows = [(n, *row) for n, t in enumerate(tests.trials) for row in _rows(t, tests, ends)]
    rows.sort(key=lambda row: -len(row[1].ids))
    found = [Found(-np.inf, "", -1)] * len(tests.trials)
    for at in range(0, len(rows), batch):
        part = rows[at : at + batch]
        spans = _spans(model, pad([example for _, example, _ in part]), device)
        for (number, example, shift), (margin, first, last) in zip(part, spans, strict=True):
            if margin > found[number].margin:
                text, moved = tests.trials[number].text, shift - example.passage
                found[number] = _found(text, margin, int(first) + moved, int(last) + moved)
    return found


def _rows(trial: Trial, tests: TrialSet, ends: Range) -> Iterator[tuple[Example, int]]:
    """Yield the example of each window, and the window's first token."""
    text = trial.text
    for a, b in windows(text, tests.size, tests.stride):
        piece = text.ids[text.bounds[a] : text.bounds[b]][:WINDOW_TOKENS]
        yield Example(*join(trial.question, [piece], ends), NULL), text.bounds[a]


def _spans(model: Any, batch: Batch, device: str) -> list[list[float]]:
    inputs = to_device(batch, device)
    allowed = inputs.pop("allowed")
    with autocast(device):
        out = model(**inputs)
    spans = best_spans(out.start_logits.float(), out.end_logits.float(), allowed)
    return torch.stack([part.double() for part in spans], 1).tolist()


def _found(text: Text, margin: float, first: int, last: int) -> Found:
    quote = text.string[text.offsets[first, 0] : text.offsets[last, 1]]
    return Found(margin, quote, sentence_of(text, first))


def figures(tests: TrialSet, found: list[Found]) -> dict[str, float]:
    """Return exact match, F1 and right sentence first of the answerable questions, all in per
    cent and whatever the margin; and how well margins tell answerable from unanswerable ones: the
    area under the curve, and the shares on the right side of 0."""
    pairs = list(zip(tests.trials, found, strict=True))
    said = [(trial, f) for trial, f in pairs if trial.right]
    silent = [f for trial, f in pairs if not trial.right]
    exact = [max(words(f.quote) == words(r) for r in t.right) for t, f in said]
    scores = [max(f1(f.quote, r) for r in t.right) for t, f in said]
    row = {"questions": len(said), "em": _percent(exact), "f1": _percent(scores)}
    if any(t.sentence >= 0 for t, _ in said):
        row["sentence"] = _percent([f.sentence == t.sentence for t, f in said])
    return row | (_telling([f for _, f in said], silent) if silent else {})


def _telling(said: list[Found], silent: list[Found]) -> dict[str, float]:
    high, low = np.array([f.margin for f in said]), np.sort([f.margin for f in silent])
    below = np.searchsorted(low, high, "left") + np.searchsorted(low, high, "right")
    auc = float(below.mean() / 2 / len(low))
    answered = _percent([f.margin > 0 for f in said])
    refused = _percent([f.margin <= 0 for f in silent])
    return {"none": len(silent), "auc": auc, "answered": answered, "refused": refused}


def _percent(values: list[Any]) -> float:
    return 100 * float(np.mean(values)) if values else 0.0


def authored_trials(tokenizer: Tokenizer, documents: list[dict[str, Any]], asking: str) -> TrialSet:
    """Return the questions in one language over the authored French texts."""
    texts = texts_of(tokenizer, [d["fr"] for d in documents], [""] * len(documents))
    rows = [(t, q) for t, d in zip(texts, documents, strict=True) for q in d["qas"] + d["none"]]
    asked = tokens(tokenizer, [q[f"q_{asking}"] for _, q in rows])
    both = zip(asked, rows, strict=True)
    trials = [Trial(ids, t, _right(q), q.get("s", -1)) for ids, (t, q) in both]
    return TrialSet(trials, size=6, stride=3)


def _right(question: dict[str, Any]) -> list[str]:
    return [question["a_fr"]] if "a_fr" in question else []


def paragraph_trials(tokenizer: Tokenizer, paragraphs: list[Paragraph]) -> TrialSet:
    """Return the questions of paragraphs, each read whole."""
    spans = [[p.context[a:b] for a, b in sentence_spans(p.context)] for p in paragraphs]
    texts = texts_of(tokenizer, spans, [""] * len(paragraphs))
    rows = [(t, q) for t, p in zip(texts, paragraphs, strict=True) for q in p.questions]
    asked = tokens(tokenizer, [q.question for _, q in rows])
    both = zip(asked, rows, strict=True)
    trials = [Trial(ids, t, [a for a, _ in q.answers], -1) for ids, (t, q) in both]
    return TrialSet(trials, size=1000, stride=1000)


def trial_sets(tokenizer: Tokenizer, data: Path, split: Split) -> dict[str, TrialSet]:
    """Return the questions of the calibration or evaluation part; the held-out English ones,
    which decide nothing, come with the latter."""
    documents = authored_documents(data, split)
    french = [p for p in piaf(data / "piaf_dev.json") if piaf_split(p.title) == split]
    sets = {f"{q}-fr": authored_trials(tokenizer, documents, q) for q in ("fr", "en")}
    sets["piaf"] = paragraph_trials(tokenizer, french)
    if split == "evaluation":
        apart = [p for p in squad_like(data / "qa_squad11_dev_en.jsonl") if held_out(p)]
        sets["squad"] = paragraph_trials(tokenizer, apart)
    return sets


def some(tests: TrialSet, count: int, seed: int) -> TrialSet:
    """Return at most `count` trials of a set, drawn with a seed."""
    rng, most = random.Random(seed), min(count, len(tests.trials))
    return tests._replace(trials=rng.sample(tests.trials, most))


def evaluate(
    model: Any, sets: dict[str, TrialSet], ends: Range, device: str, batch: int
) -> dict[str, dict[str, float]]:
    """Return the figures of each set."""
    model.eval()
    return {n: figures(s, read(model, s, ends, device, batch)) for n, s in sets.items()}


def merit(rows: dict[str, dict[str, float]]) -> float:
    """Return the one number by which checkpoints are compared: mean of quote F1, right sentence
    first and AUC over the calibration sets."""
    parts = [row["f1"] for row in rows.values()]
    parts += [row[name] for row in rows.values() for name in ("sentence",) if name in row]
    parts += [100 * row["auc"] for row in rows.values() if "auc" in row]
    return float(np.mean(parts))
