"""Questions with the sentence that answers them among its neighbours, for contrastive training.

A group is a text: its sentences, and questions whose right sentence is one of them. What matters
is to find the right sentence among those of the same text, so a group is never split.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from data import Paragraph, authored_documents, piaf, piaf_split, sentence_spans, squad_like
from retrieval import sentence_of


class Group(NamedTuple):
    """The sentences of a text in one or two languages (same order), and its questions likewise,
    with the number of the right sentence of each."""

    sentences: list[list[str]]
    questions: list[list[str]]
    right: list[int]


def authored_group(document: dict[str, Any]) -> Group:
    """Return a document in French and English: four combinations of question and text."""
    asked = document["qas"]
    questions = [[q["q_fr"] for q in asked], [q["q_en"] for q in asked]]
    return Group([document["fr"], document["en"]], questions, [q["s"] for q in asked])


def paragraph_group(paragraph: Paragraph) -> Group:
    """Return a paragraph in its one language; questions without a span ask for its first
    sentence, which in the sentence-question files is the only one."""
    spans = sentence_spans(paragraph.context)
    sentences = [paragraph.context[start:end] for start, end in spans]
    right = [sentence_of(spans, q.answers[0][1]) if q.answers else 0 for q in paragraph.questions]
    return Group([sentences], [[q.question for q in paragraph.questions]], right)


def whole_group(paragraph: Paragraph) -> Group:
    """Return a short text as one sentence (quiz anecdotes, sentence-question pairs)."""
    questions = [q.question for q in paragraph.questions]
    return Group([[paragraph.context]], [questions], [0] * len(questions))


def training_groups(data: Path) -> list[Group]:
    """Return the groups of the training part."""
    own = [authored_group(document) for document in authored_documents(data, "train")]
    french = [p for p in piaf(data / "piaf_dev.json") if piaf_split(p.title) == "train"]
    squad = squad_like(data / "qa_squad11_dev_en.jsonl")
    single = squad_like(data / "qa_squad_nqg_sentence_question_en.jsonl")
    quiz = squad_like(data / "qa_openquizzdb_pairs_fr.jsonl")
    long = [paragraph_group(p) for p in french + squad if p.questions]
    return own + long + [whole_group(p) for p in single + quiz if p.questions]


def weights(groups: list[Group]) -> list[float]:
    """Return how often to draw each group: those with neighbours more than single sentences,
    those in both languages (and of the kind that will be read) most."""
    return [
        8.0 if len(g.sentences) == 2 else 4.0 if len(g.sentences[0]) > 1 else 0.5 for g in groups
    ]


def batches(groups: list[Group], size: int, seed: int) -> Iterator[list[int]]:
    """Yield, without end, numbers of distinct groups drawn by weight, about `size` questions."""
    chance, chosen = random.Random(seed), weights(groups)
    while True:
        drawn = dict.fromkeys(chance.choices(range(len(groups)), chosen, k=size))
        batch, asked = [], 0
        for number in drawn:
            batch.append(number)
            asked += len(groups[number].right)
            if asked >= size:
                break
        yield batch
