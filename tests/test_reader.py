"""Loading reading models: the shipped one, and any question-answering folder (tiny ones here)."""

from __future__ import annotations

import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from qa.errors import ModelError
from qa.reader import LIMIT, PROBES, SHIPPED, SpanReader
from qa.settings import Settings

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "le", "chat", "dort", "où", "?", "."]


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A tiny BERT: token types, no training."""
    import torch
    from transformers import BertConfig, BertForQuestionAnswering, BertTokenizerFast

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("bert")
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    BertForQuestionAnswering(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def distilbert(bert: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A tiny DistilBERT: no token types."""
    from transformers import AutoTokenizer, DistilBertConfig, DistilBertForQuestionAnswering

    folder = str(tmp_path_factory.mktemp("distilbert"))
    config = DistilBertConfig(vocab_size=len(WORDS), dim=16, n_layers=1, n_heads=2, hidden_dim=16)
    DistilBertForQuestionAnswering(config).save_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(bert)
    tokenizer.model_input_names = ["input_ids", "attention_mask"]
    tokenizer.save_pretrained(folder)
    return folder


@pytest.mark.parametrize("kind", ["bert", "distilbert"])
def test_any_model_gives_logits_of_the_passage(kind: str, request: pytest.FixtureRequest) -> None:
    reader = SpanReader(Settings(reader=request.getfixturevalue(kind)))
    passages = ["le chat dort.", "le chat"]
    for passage, logits in zip(passages, reader.logits("où ?", passages), strict=True):
        words = [passage[start:end] for start, end in logits.offsets]
        assert words == passage.replace(".", " .").split()
        assert len(logits.start) == len(logits.end) == len(words)
        assert np.isfinite(logits.start).all()


def test_a_passage_reads_alike_alone_and_in_a_batch() -> None:
    reader = SpanReader(Settings())
    short, long = "Le chat dort.", "Le chat dort sur le lit, et le chien court dans la rue."
    alone = reader.logits("Que fait le chat ?", [short])[0]
    beside = reader.logits("Que fait le chat ?", [short, long])[0]
    assert alone.start == pytest.approx(beside.start, abs=1e-3)


def test_threads_read_beside_each_other(bert: str) -> None:
    reader, long = SpanReader(Settings(reader=bert)), "le chat dort. " * 150
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _: reader.logits("où ?", [long]), range(1_000)))
    finally:
        sys.setswitchinterval(often)
    assert {len(logits) for logits in found} == {len(reader.logits("où ?", [long]))}


def test_a_long_passage_is_read_to_its_end_in_windows_that_overlap() -> None:
    long = "Le chat dort. " * 300
    windows = SpanReader(Settings()).logits("Où dort le chat ?", [long, "Il dort."])
    assert [one.passage for one in windows] == [0] * (len(windows) - 1) + [1]
    spans = [(one.offsets[0, 0], one.offsets[-1, 1]) for one in windows[:-1]]
    assert spans[0][0] == 0
    assert spans[-1][1] == len(long.rstrip())
    assert all(after[0] < before[1] for before, after in pairwise(spans))
    assert all(len(one.start) < LIMIT for one in windows)


@pytest.mark.parametrize("question", ["a b c d " * 250, "é" * 2000, "?" * 2000, "\u200b"])
def test_any_question_leaves_room_for_the_passage(question: str) -> None:
    logits = SpanReader(Settings()).logits(question, ["Le chat dort."])[0]
    assert logits.offsets[-1].tolist() == [12, 13]


def test_a_model_that_knows_no_silence_is_given_one(bert: str) -> None:
    reader = SpanReader(Settings(reader=bert))
    found = [reader.logits(question, [passage])[0] for question, passage in PROBES]
    assert np.mean([one.start.max() + one.end.max() for one in found]) == pytest.approx(0, abs=1e-4)


def test_a_model_that_can_be_silent_is_taken_at_its_word() -> None:
    named, shipped = SpanReader(Settings(reader=str(SHIPPED))), SpanReader(Settings())
    asked = "Que fait le chat ?", ["Le chat dort."]
    assert named.logits(*asked)[0].start == pytest.approx(shipped.logits(*asked)[0].start)


def test_the_question_is_read_first_whatever_the_folder_says(bert: str, tmp_path: Path) -> None:
    folder = tmp_path / "left"
    shutil.copytree(bert, folder)
    config = folder / "tokenizer_config.json"
    told = json.loads(config.read_text(encoding="utf-8")) | {"padding_side": "left"}
    config.write_text(json.dumps(told), encoding="utf-8")
    asked = "où ?", ["le chat dort.", "le chat"]
    readers = [SpanReader(Settings(reader=str(one))) for one in (bert, folder)]
    for one, other in zip(*(reader.logits(*asked) for reader in readers), strict=True):
        assert one.start == pytest.approx(other.start, abs=1e-5)


def test_a_folder_without_a_model_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"{tmp_path}.*QA_READER"):
        SpanReader(Settings(reader=str(tmp_path)))
