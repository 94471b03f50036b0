"""Loading models: the shipped one, and any sentence-transformers folder (a tiny BERT made here)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa.embedding import SentenceEmbedder
from qa.errors import ModelError
from qa.settings import Settings

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "le", "chat", "dort", "query", ":"]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A two-layer transformer with seeded weights, saved as sentence-transformers does."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=16,
    )
    BertModel(config).save_pretrained(folder / "bert")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"))
    SentenceTransformer(modules=[transformer, Pooling(16)], device="cpu").save(
        str(folder / "model")
    )
    return str(folder / "model")


def test_shipped_model_reads_both_languages() -> None:
    embedder = SentenceEmbedder(Settings())
    french, english, other = embedder.embed_passages(
        ["Le chat dort sur le lit.", "The cat sleeps on the bed.", "The budget was voted."]
    )
    assert french @ english > french @ other + 0.2


def test_vectors_are_unit_and_float32(tiny: str) -> None:
    vectors = SentenceEmbedder(Settings(embedder=tiny)).embed_passages(["le chat", "dort"])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_prefixes_go_to_their_own_side_and_into_the_fingerprint(tiny: str) -> None:
    plain = SentenceEmbedder(Settings(embedder=tiny))
    prefixed = SentenceEmbedder(Settings(embedder=tiny, query_prefix="query: "))
    assert np.allclose(
        prefixed.embed_queries(["chat"]), plain.embed_queries(["query: chat"]), atol=1e-6
    )
    assert np.allclose(prefixed.embed_passages(["chat"]), plain.embed_passages(["chat"]), atol=1e-6)
    assert prefixed.fingerprint != plain.fingerprint


def test_fingerprint_is_of_the_weights_not_of_the_place(tiny: str, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    moved.symlink_to(tiny)
    here, there = Settings(embedder=tiny), Settings(embedder=str(moved))
    assert SentenceEmbedder(here).fingerprint == SentenceEmbedder(there).fingerprint
    assert SentenceEmbedder(here).fingerprint != SentenceEmbedder(Settings()).fingerprint


def test_a_folder_without_a_model_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"{tmp_path}.*QA_EMBEDDER"):
        SentenceEmbedder(replace(Settings(), embedder=str(tmp_path)))
