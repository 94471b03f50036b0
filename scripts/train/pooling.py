"""Sentence vectors of a BERT encoder: the mean of its outputs, of length 1."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from tqdm import tqdm
from training import Tokens, autocast, token_id
from transformers import AutoModel

LIMIT = 126
"""Tokens of a text at most, so that with [CLS] and [SEP] they are MiniLM's 128."""


def load_encoder(folder: Path, device: str) -> Any:
    """Load a BERT encoder in fp32. On a CPU, eager attention is the faster one at these lengths."""
    kind = "sdpa" if device == "cuda" else "eager"
    model = AutoModel.from_pretrained(folder, dtype=torch.float32, attn_implementation=kind)
    return model.to(device)


def load_tokenizer(folder: Path) -> Tokenizer:
    """Load the fast tokenizer of a folder, without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def ends(tokenizer: Tokenizer) -> tuple[int, int]:
    """Return the ids of [CLS] and [SEP]."""
    return token_id(tokenizer, "[CLS]"), token_id(tokenizer, "[SEP]")


def framed(ids: Tensor, inside: Tensor, cls: int, sep: int) -> tuple[Tensor, Tensor]:
    """Put [CLS] before and [SEP] after each row: (rows, longest) becomes (rows, longest + 2)."""
    lengths = inside.sum(1, keepdim=True)
    out = torch.nn.functional.pad(ids, (1, 1))
    out[:, 0] = cls
    out.scatter_(1, lengths + 1, sep)
    mask = torch.arange(out.shape[1], device=ids.device)[None] < lengths + 2
    return out, mask


def mean_vectors(model: Any, ids: Tensor, mask: Tensor) -> Tensor:
    """Return the mean of the outputs inside the mask, normalised: (rows, dimensions), fp32."""
    out = model(input_ids=ids, attention_mask=mask.long()).last_hidden_state.float()
    mean = (out * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return torch.nn.functional.normalize(mean, dim=1)


@torch.no_grad()
def encode(
    model: Any, tokenizer: Tokenizer, texts: list[str], device: str, batch: int, quiet: bool = True
) -> NDArray[np.float32]:
    """Return the vectors of texts (texts, dimensions); the longest are done first, together."""
    tokens = Tokens(tokenizer, texts, LIMIT, device)
    order = torch.argsort(tokens.lengths, descending=True, stable=True)
    out = np.empty((len(texts), model.config.hidden_size), dtype=np.float32)
    for rows in tqdm(torch.split(order, batch), "encode", disable=quiet):
        ids, mask = framed(*tokens.padded(rows), *ends(tokenizer))
        with autocast(device):
            out[rows.cpu().numpy()] = mean_vectors(model, ids, mask).cpu().numpy()
    return out
