"""The reader's model: loading, optimiser, losses, and the folder it is saved to."""

import copy
import shutil
from pathlib import Path
from typing import Any

import torch
from reader_examples import Batch
from torch import Tensor
from training import autocast
from transformers import AttentionInterface, AttentionMaskInterface, AutoModelForQuestionAnswering
from transformers.masking_utils import eager_mask

NEVER = -1e9
"""The logit of where no span may lie."""

TOKENIZER_FILES = (
    "tokenizer.json",
    "tokenizer_config.json",
    "vocab.txt",
    "special_tokens_map.json",
)
"""Copied from the encoder as they are: what a library version writes, another may not read."""


def lean_attention(
    module: Any, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, **how: Any
) -> tuple[Tensor, None]:
    """Attend with no more than the products and the softmax, in the numbers given: on a CPU,
    autocast's copies to fp32 and back would take a third of a step. No dropout."""
    with torch.autocast("cpu", enabled=False):
        scores = query * query.shape[-1] ** -0.5 @ key.transpose(2, 3)
        scores = scores if mask is None else scores + mask.to(scores.dtype)
        return (scores.softmax(-1) @ value).transpose(1, 2).contiguous(), None


AttentionInterface.register("lean", lean_attention)
AttentionMaskInterface.register("lean", eager_mask)


def load_model(encoder: Path, device: str, dropout: float, layers: int | None = None) -> Any:
    """Load the encoder with a new head, or a reader with its own; of another number of `layers`
    than it has, if asked."""
    kind = "sdpa" if device == "cuda" else "lean"
    model = AutoModelForQuestionAnswering.from_pretrained(
        encoder,
        dtype=torch.float32,
        attn_implementation=kind,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
    )
    if layers:
        resize(model, layers)
    return model.to(device)


def resize(model: Any, layers: int) -> None:
    """Give a model fewer or more layers, copies of its own: the first, the last, and as many
    evenly between them. It has to be trained again (cut: Sajjad et al. 2020; grown: Gong et al.
    2019)."""
    own = model.base_model.encoder.layer
    last = len(own) - 1
    chosen = [round(i * last / (layers - 1)) for i in range(layers)]
    model.base_model.encoder.layer = torch.nn.ModuleList(copy.deepcopy(own[i]) for i in chosen)
    model.config.num_hidden_layers = layers


def optimiser(model: Any, rate: float) -> torch.optim.AdamW:
    """Return AdamW: the top layer learns at `rate`, each lower one at nine tenths of the one above
    (Howard & Ruder 2018), embeddings at half, the new head at five times; biases and norms do not
    decay."""
    groups = []
    for name, parameter in model.named_parameters():
        decay = 0.01 if parameter.ndim > 1 else 0.0
        base = rate * _share(name, model.config.num_hidden_layers)
        groups.append({"params": [parameter], "base": base, "lr": base, "weight_decay": decay})
    return torch.optim.AdamW(_merged(groups), betas=(0.9, 0.98), fused=parameter.is_cuda)


def _share(name: str, layers: int) -> float:
    if "embeddings" in name:
        return 0.5
    if ".layer." not in name:
        return 5.0
    return float(0.9 ** (layers - 1 - int(name.split(".layer.")[1].split(".")[0])))


def _merged(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    merged: dict[tuple[float, float], dict[str, Any]] = {}
    for group in groups:
        key = group["base"], group["weight_decay"]
        merged.setdefault(key, group | {"params": []})["params"] += group["params"]
    return list(merged.values())


def to_device(batch: Batch, device: str) -> dict[str, Tensor]:
    """Return the model's inputs; mask and token types are made on the device. `allowed` marks
    [CLS] and the passage, where spans may lie."""
    ids, passage, length = (torch.from_numpy(a).to(device).long() for a in batch[:3])
    columns = torch.arange(ids.shape[1], device=device)[None]
    inside, types = columns < length[:, None], columns >= passage[:, None]
    inputs = {"input_ids": ids, "attention_mask": inside.long()}
    allowed = (types & (columns < length[:, None] - 1)) | (columns == 0)
    return inputs | {"token_type_ids": (types & inside).long(), "allowed": allowed}


def pointing_loss(logits: Tensor, allowed: Tensor, target: Tensor) -> Tensor:
    """Return minus the log of the probability that falls within the target, mean over rows.

    `logits` and `allowed` are (rows, length), `target` (rows, 2) is half-open: one token, or a
    whole sentence where no more is known (the marginal likelihood of Clark & Gardner 2018)."""
    columns = torch.arange(logits.shape[1], device=logits.device)[None]
    inside = (columns >= target[:, :1]) & (columns < target[:, 1:])
    scores = logits.float().masked_fill(~allowed, NEVER)
    right = scores.masked_fill(~inside, NEVER)
    return (scores.logsumexp(1) - right.logsumexp(1)).mean()


def batch_loss(model: Any, batch: Batch, device: str, agreement: float) -> Tensor:
    """Return the mean of the losses of first and last token.

    With `agreement`, each example is read twice, with different dropout, and the two readings are
    pulled together by so much (R-Drop, Liang et al. 2021): many rounds over few questions then
    teach more before the model knows them by heart."""
    inputs, target = to_device(batch, device), torch.from_numpy(batch.target).to(device)
    if agreement:
        inputs, target = {k: torch.cat([v, v]) for k, v in inputs.items()}, target.repeat(2, 1)
    allowed = inputs.pop("allowed")
    with autocast(device):
        out = model(**inputs)
    both = [out.start_logits.float(), out.end_logits.float()]
    ends = zip(both, (target[:, :2], target[:, 2:]), strict=True)
    losses = [pointing_loss(logits, allowed, where) for logits, where in ends]
    loss = torch.stack(losses).mean()
    return loss + agreement * disagreement(both, allowed) if agreement else loss


def disagreement(both: list[Tensor], allowed: Tensor) -> Tensor:
    """Return the symmetric KL divergence between the halves of a batch read twice, mean over
    rows, starts and ends."""
    parts = [logits.masked_fill(~allowed, NEVER).log_softmax(1).chunk(2) for logits in both]
    apart = [((p.exp() - q.exp()) * (p - q)).sum(1).mean() / 2 for p, q in parts]
    return torch.stack(apart).mean()


@torch.no_grad()
def mixed(model: Any, before: Any, share: float) -> Any:
    """Return a model, or a copy with its weights drawn by `share` towards the state it began from.

    What a reader has learned since and what it knew before are then both kept (weight-space
    ensembles, Wortsman et al. 2022)."""
    if not share:
        return model
    result = copy.deepcopy(model)
    for name, value in result.state_dict().items():
        value.lerp_(before[name], share)
    return result


def export(model: Any, encoder: Path, folder: Path) -> None:
    """Write a folder that `from_pretrained` loads: weights in fp16, the encoder's tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    half = copy.deepcopy(model).cpu().half()
    half.config.hidden_dropout_prob = half.config.attention_probs_dropout_prob = 0.0
    half.save_pretrained(folder)
    for name in TOKENIZER_FILES:
        if (encoder / name).exists():
            shutil.copy(encoder / name, folder / name)
