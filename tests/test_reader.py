"""Loading reading models: the shipped one, and any question-answering folder (tiny ones here)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qa.errors import ModelError
from qa.reader import LIMIT, SpanReader
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


def test_a_long_passage_is_read_to_the_limit() -> None:
    logits = SpanReader(Settings()).logits("Où dort le chat ?", ["Le chat dort. " * 300])[0]
    assert 0 < len(logits.start) < LIMIT


def test_a_folder_without_a_model_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"{tmp_path}.*QA_READER"):
        SpanReader(Settings(reader=str(tmp_path)))
