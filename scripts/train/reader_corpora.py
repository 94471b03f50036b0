"""Reads what the reader learns from: texts as tokens with sentence bounds, and their questions.

Everything is tokenised once. A window of whole sentences is then a slice of its text's tokens,
and an answer is a range of them, so that fresh windows cost next to nothing.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from data import (
    CAPS,
    Paragraph,
    authored_documents,
    french_documents,
    held_out,
    jsonl,
    parallel,
    piaf,
    piaf_split,
    sentence_spans,
    squad_like,
)
from numpy.typing import NDArray
from tokenizers import Tokenizer

Tokens = NDArray[np.int32]
Range = tuple[int, int]


class Text(NamedTuple):
    """A text: sentences joined with single spaces.

    `offsets` (tokens, 2) are code points of `string`; `bounds` (sentences + 1) are tokens."""

    string: str
    ids: Tokens
    offsets: NDArray[np.int32]
    bounds: list[int]
    title: Tokens


class Asked(NamedTuple):
    """A question before tokenisation: `text` in its corpus; `start`, `end` of the answer in code
    points of that text, both 0 where it does not say."""

    question: str
    text: int
    start: int = 0
    end: int = 0
    whole: bool = False
    share: float = 1.0


Corpus = tuple[list[Text], list[Asked]]


def tokens(tokenizer: Tokenizer, strings: Sequence[str]) -> list[Tokens]:
    """Tokenise strings, without special tokens."""
    encoded = tokenizer.encode_batch(list(strings), add_special_tokens=False)
    return [np.array(e.ids, np.int32) for e in encoded]


def texts_of(
    tokenizer: Tokenizer, sentences: Sequence[Sequence[str]], titles: Sequence[str]
) -> list[Text]:
    """Tokenise texts given as sentences."""
    strings = [" ".join(text) for text in sentences]
    encoded = tokenizer.encode_batch(strings, add_special_tokens=False)
    heads = tokens(tokenizer, titles)
    rows = zip(strings, encoded, sentences, heads, strict=True)
    return [_text(string, code, parts, head) for string, code, parts, head in rows]


def _text(string: str, encoded: Any, sentences: Sequence[str], title: Tokens) -> Text:
    offsets = np.array(encoded.offsets, np.int32).reshape(-1, 2)
    ends = np.cumsum([len(sentence) + 1 for sentence in sentences])
    bounds = [0, *np.searchsorted(offsets[:, 0], ends).tolist()]
    return Text(string, np.array(encoded.ids, np.int32), offsets, bounds, title[:32])


def token_range(text: Text, start: int, end: int) -> Range:
    """Return the tokens (half-open) that cover code points `start` to `end` of a text."""
    first = int(np.searchsorted(text.offsets[:, 1], start, side="right"))
    return first, int(np.searchsorted(text.offsets[:, 0], end, side="left"))


def sentence_of(text: Text, token: int) -> int:
    """Return the number of the sentence that holds a token."""
    return int(np.searchsorted(text.bounds, token, side="right")) - 1


def starts_of(sentences: Sequence[str]) -> list[int]:
    """Return where each sentence starts in their joined text, in code points."""
    return [0, *np.cumsum([len(sentence) + 1 for sentence in sentences]).tolist()]


def authored_corpus(
    tokenizer: Tokenizer, documents: list[dict[str, Any]], language: str, shares: dict[str, float]
) -> Corpus:
    """Return the authored texts in one language, asked in both with a share for each: questions,
    standalone follow-ups, what they do not say, and their sentences in the other language, if
    they have one."""
    titles = [d["title_fr"] if language == "fr" else "" for d in documents]
    texts = texts_of(tokenizer, [d[language] for d in documents], titles)
    asked = [
        one
        for number, document in enumerate(documents)
        for one in questions_of(document, number, language, shares, starts_of(document[language]))
    ]
    other = [d.get("en" if language == "fr" else "fr", []) for d in documents]
    return texts, asked + statements([d[language] for d in documents], other, 0.15)


def questions_of(
    document: dict[str, Any],
    number: int,
    language: str,
    shares: dict[str, float],
    starts: Sequence[int],
) -> Iterable[Asked]:
    """Yield the questions of an authored document, text `number` of its corpus, asked in the
    languages of `shares`; `starts` says where in that text its sentences start."""
    follow = [f | {"q_fr": f["standalone_fr"], "q_en": ""} for f in document["follow"]]
    for row in document["qas"] + document["none"] + follow:
        for asking, share in shares.items():
            question, start, end = row[f"q_{asking}"], 0, 0
            if answer := row.get(f"a_{language}"):
                start = starts[row["s"]] + document[language][row["s"]].index(answer)
                end = start + len(answer)
            if question:
                yield Asked(question, number, start, end, share=share)


def statements(
    sentences: Sequence[Sequence[str]], translations: Sequence[Sequence[str]], share: float
) -> list[Asked]:
    """Ask texts for the sentence that a sentence of the other language translates: this keeps the
    two languages together while the model learns to read."""
    rows = []
    for number, (text, other) in enumerate(zip(sentences, translations, strict=True)):
        ends = starts_of(text)
        for start, end, question in zip(ends, ends[1:], other, strict=False):
            rows.append(Asked(question, number, start, end - 1, whole=True, share=share))
    return rows


def paragraph_corpus(tokenizer: Tokenizer, paragraphs: list[Paragraph], share: float) -> Corpus:
    """Return paragraphs in the SQuAD manner, and each question with its first answer."""
    spans = [sentence_spans(paragraph.context) for paragraph in paragraphs]
    cut = [[p.context[a:b] for a, b in s] for p, s in zip(paragraphs, spans, strict=True)]
    texts = texts_of(tokenizer, cut, [p.title.replace("_", " ") for p in paragraphs])
    asked = []
    for number, (paragraph, bounds) in enumerate(zip(paragraphs, spans, strict=True)):
        for question in paragraph.questions:
            span = _moved(bounds, *question.answers[0])
            if span:
                asked.append(Asked(question.question, number, *span, share=share))
    return texts, asked


def _moved(bounds: list[Range], answer: str, start: int) -> Range | None:
    """Find an answer in the joined text; None where it crosses sentences."""
    position = 0
    for first, last in bounds:
        if first <= start and start + len(answer) <= last:
            return position + start - first, position + start - first + len(answer)
        position += last - first + 1
    return None


def bare_corpus(tokenizer: Tokenizer, path: Path, left_out: set[str], share: float) -> Corpus:
    """Return sentence-question pairs (no spans): twelve sentences in a row make a text."""
    pairs = [(r["context"], r["question"]) for r in jsonl(path)]
    kept = [(c, q) for c, q in pairs if letters(q) not in left_out]
    rows: dict[str, list[str]] = defaultdict(list)
    for context, question in kept:
        rows[context].append(question)
    order = list(rows)
    chunks = [order[n : n + 12] for n in range(0, len(order), 12)]
    asked = []
    for number, chunk in enumerate(chunks):
        for start, sentence in zip(starts_of(chunk), chunk, strict=False):
            span = number, start, start + len(sentence)
            asked += [Asked(q, *span, whole=True, share=share) for q in rows[sentence]]
    return texts_of(tokenizer, chunks, [""] * len(chunks)), asked


def letters(text: str) -> str:
    """Return the letters and digits of a text, lower case: for comparing questions."""
    return re.sub(r"\W", "", text.lower())


def parallel_corpora(
    tokenizer: Tokenizer, data: Path, count: int, share: float, seed: int
) -> list[Corpus]:
    """Return `count` runs of eight parallel sentences, half of them as French texts and half as
    English ones, each asked for by the other language's sentences."""
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in parallel(data / "parallel.tsv", CAPS):
        if 6 <= len(pair.french.split()) <= 50 and pair.source != "tatoeba":
            rows[pair.source].append((pair.french, pair.english))
    runs = [all_[n : n + 8] for all_ in rows.values() for n in range(0, len(all_) - 7, 8)]
    chosen = random.Random(seed).sample(runs, min(count, len(runs)))
    corpora = []
    for side, half in ((0, chosen[::2]), (1, chosen[1::2])):
        texts = [[pair[side] for pair in run] for run in half]
        asked = statements(texts, [[pair[1 - side] for pair in run] for run in half], share)
        corpora.append((texts_of(tokenizer, texts, [""] * len(texts)), asked))
    return corpora


def training_corpora(tokenizer: Tokenizer, data: Path, seed: int, known: float) -> list[Corpus]:
    """Return all that the reader learns from but for fronts, and how often it meets each; all but
    the texts that are in French only, and PIAF's few, come `known` times as often (a reader that
    is trained further has met them)."""
    documents = authored_documents(data, "train")
    squad = squad_like(data / "qa_squad11_dev_en.jsonl")
    french = [p for p in piaf(data / "piaf_dev.json") if piaf_split(p.title) == "train"]
    apart = {letters(q.question) for p in squad if held_out(p) for q in p.questions}
    met = [
        authored_corpus(tokenizer, documents, "fr", {"fr": 1.0, "en": 1.0}),
        authored_corpus(tokenizer, documents, "en", {"fr": 0.6, "en": 0.3}),
        paragraph_corpus(tokenizer, [p for p in squad if not held_out(p)], 0.8),
        paragraph_corpus(tokenizer, squad_like(data / "qa_covidqa_en.jsonl"), 0.5),
        bare_corpus(tokenizer, data / "qa_squad_nqg_sentence_question_en.jsonl", apart, 0.3),
        *parallel_corpora(tokenizer, data, 6000, 0.15, seed),
    ]
    new = [
        authored_corpus(tokenizer, french_documents("train"), "fr", {"fr": 1.0, "en": 0.7}),
        paragraph_corpus(tokenizer, french, 1.0),
    ]
    return [*new, *(scarcer(corpus, known) for corpus in met)]


def scarcer(corpus: Corpus, factor: float) -> Corpus:
    """Return a corpus whose questions come `factor` times as often."""
    texts, asked = corpus
    return texts, [one._replace(share=one.share * factor) for one in asked]
