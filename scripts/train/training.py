"""What every training loop here shares: seed, budget, checkpoints, the log of figures, and texts
held as tokens on the device."""

import json
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

BLOCK = 20_000
"""Texts tokenised at a time: the encodings of all at once would take gigabytes."""


def seed_all(seed: int) -> None:
    """Fix the seeds of Python, NumPy and torch."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def autocast(device: str) -> torch.autocast:
    """Return bfloat16 autocast on a GPU, and on a CPU that multiplies it natively: there it is
    twice as fast as fp32, elsewhere fifty times slower."""
    native = device == "cuda" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device, dtype=torch.bfloat16, enabled=native)


@dataclass
class Log:
    """Writes figures to standard error and, one JSON object a line, to `path`."""

    path: Path
    started: float = field(default_factory=time.monotonic)

    def write(self, **figures: Any) -> None:
        """Write one line of figures, with the seconds since the start."""
        row = {k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}
        line = json.dumps({"seconds": round(time.monotonic() - self.started, 1)} | row)
        print(line, file=sys.stderr, flush=True)
        with self.path.open("a", encoding="utf-8") as out:
            out.write(line + "\n")


@dataclass
class Budget:
    """Ends training after `steps`, or after `minutes` of wall-clock time, whichever is first; the
    learning rate follows whichever is further."""

    steps: int
    minutes: float
    warm_up: float = 0.04
    spent: float = 0.0
    started: float = field(default_factory=time.monotonic)

    def seconds(self) -> float:
        """Seconds of training so far, those before a resumption included."""
        return self.spent + time.monotonic() - self.started

    def fraction(self, step: int) -> float:
        """Return how much of the budget is spent, from 0 to 1."""
        return min(1.0, max(step / self.steps, self.seconds() / 60 / self.minutes))

    def rate(self, step: int) -> float:
        """Return the factor of the learning rate: linear warm-up, then linear decay to 0."""
        done = self.fraction(step)
        return min(max(done, step / self.steps) / self.warm_up, (1 - done) / (1 - self.warm_up))


def set_rate(optimiser: torch.optim.Optimizer, factor: float) -> None:
    """Set each group's learning rate to its `base` times `factor`."""
    for group in optimiser.param_groups:
        group["lr"] = group["base"] * factor


@dataclass
class Checkpoint:
    """A resumable state on disk: model, optimiser, step and seconds spent."""

    path: Path

    def save(self, model: torch.nn.Module, optimiser: Any, step: int, budget: Budget) -> None:
        """Write the state aside, then put it in place, so that a cut leaves the old one whole."""
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        aside = self.path.with_suffix(".new")
        torch.save(state | {"step": step, "seconds": budget.seconds()}, aside)
        aside.replace(self.path)

    def load(self, model: torch.nn.Module, optimiser: Any, budget: Budget) -> int:
        """Restore a saved state, if there is one, and return its step (else 0)."""
        if not self.path.exists():
            return 0
        state = torch.load(self.path, map_location="cpu", weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        budget.spent, step = state["seconds"], int(state["step"])
        return step

    def remove(self) -> None:
        """Delete the state: training ended."""
        self.path.unlink(missing_ok=True)


def token_id(tokenizer: Tokenizer, token: str) -> int:
    """Return the id of an entry of the vocabulary."""
    found = tokenizer.token_to_id(token)
    if found is None:
        raise KeyError(token)
    return found


class Tokens:
    """Texts as token ids, without special tokens: one flat vector on the device, and where each
    text starts and how long it is. Texts are cut at `limit` tokens."""

    def __init__(self, tokenizer: Tokenizer, texts: list[str], limit: int, device: str) -> None:
        ids, lengths = _encode(tokenizer, texts, limit)
        self.lengths = torch.from_numpy(lengths).to(device)
        self.starts = self.lengths.cumsum(0) - self.lengths
        # One more at the end: a padded read beyond the last text stays inside.
        self.ids = torch.from_numpy(np.append(ids, 0)).to(device)

    def __len__(self) -> int:
        return len(self.lengths)

    def padded(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Return ids (rows, longest), 0 beyond each text, and the mask of what is inside."""
        lengths = self.lengths[rows, None]
        columns = torch.arange(max(1, int(lengths.max())), device=rows.device)[None]
        inside = columns < lengths
        where = (self.starts[rows, None] + columns).clamp(max=len(self.ids) - 1)
        return self.ids[where].long() * inside, inside

    def bags(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Return the ids of the rows one after another, and where each row starts."""
        ids, inside = self.padded(rows)
        lengths = self.lengths[rows]
        return ids[inside], lengths.cumsum(0) - lengths


def _encode(
    tokenizer: Tokenizer, texts: list[str], limit: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    ids: list[NDArray[np.int32]] = []
    lengths: list[int] = []
    for start in range(0, len(texts), BLOCK):
        block = tokenizer.encode_batch_fast(texts[start : start + BLOCK], add_special_tokens=False)
        rows = [encoding.ids[:limit] for encoding in block]
        ids.append(np.fromiter((number for row in rows for number in row), np.int32))
        lengths += [len(row) for row in rows]
    return np.concatenate(ids), np.array(lengths, dtype=np.int64)
