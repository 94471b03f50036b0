"""Sentence-transformers models as embedders: the shipped one, a folder's, or a hub's by name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from qa.errors import ModelError
from qa.settings import Settings
from qa.types import Vectors

SHIPPED = Path(__file__).parent / "models" / "embedder"


class SentenceEmbedder:
    """Embeds with a `SentenceTransformer`; `name` is what `QA_EMBEDDER` said, or `shipped`."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.embedder or "shipped"
        self._prefixes = (settings.query_prefix, settings.passage_prefix)
        self._model = _load(self.name, settings.threads)
        self.fingerprint = _fingerprint(self._model, self._prefixes)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed(self._prefixes[0], texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(self._prefixes[1], texts)

    def _embed(self, prefix: str, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(
            [prefix + text for text in texts],
            batch_size=256,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def _load(name: str, threads: int) -> Any:
    # Imported here: it costs seconds that `qa --help` and input errors must not pay.
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.set_num_threads(threads)
    source = str(SHIPPED) if name == "shipped" else name
    local = Path(source).is_dir()
    try:
        # Weights may be stored in half precision, which few processors multiply natively.
        return SentenceTransformer(source, device="cpu", local_files_only=local).float()
    except Exception as error:  # the hub, torch and the file system each raise their own kinds
        raise ModelError("QA_EMBEDDER", name, error) from error


def _fingerprint(model: Any, prefixes: tuple[str, str]) -> str:
    """A digest of all that decides the vectors: weights, tokenizer, prefixes."""
    digest = hashlib.sha256(repr(prefixes).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.contiguous().numpy().tobytes())
    digest.update(_vocabulary(model).encode())
    return digest.hexdigest()[:32]


def _vocabulary(model: Any) -> str:
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    to_str = getattr(tokenizer, "to_str", None)
    return str(to_str()) if to_str else repr(tokenizer)
