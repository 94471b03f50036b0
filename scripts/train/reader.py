"""Trains the reader: an encoder and a head that points at an answer, or at [CLS] for none.

    python scripts/train/reader.py --data DATA --encoder ENCODER --out OUT --minutes 3.5

Training ends when the minutes (from the start of the script, reading the data included) are over;
the learning rate follows. The weights are averaged as they go; five times, the average is tried
on the calibration part, and the best goes to OUT/model, which always loads. At the end, all
figures go to OUT/figures.json, and a card beside the model. Started again after a cut, the script
goes on from OUT/state.pt.
"""

import argparse
import copy
import json
import os
import shlex
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from pooling import ends, load_tokenizer
from reader_card import write_card
from reader_corpora import Range, items, training_corpora
from reader_evaluation import NEVER, TrialSet, evaluate, merit, some, to_device, trial_sets
from reader_examples import GROUP, Batch, Groups, loader
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from training import Budget, Checkpoint, Log, autocast, seed_all, set_rate
from transformers import AutoModelForQuestionAnswering

STAGES = 5
"""Times that the model is tried, saved, and kept if it is the best."""

TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json")


@dataclass(frozen=True)
class Recipe:
    """What suits a device: examples a step, top learning rate of the layers, dropout (on a CPU its
    random numbers double the time), averaging of the weights, processes that build batches,
    windows read at once, and questions of each set tried between stages."""

    batch: int
    rate: float
    dropout: float
    averaging: float
    workers: int
    read: int
    tried: int


def recipe(device: str) -> Recipe:
    """Return the recipe of a device."""
    if device == "cuda":
        return Recipe(192, 4e-4, 0.1, 0.998, max(1, min(8, (os.cpu_count() or 2) - 2)), 512, 500)
    return Recipe(32, 2e-4, 0.0, 0.99, 0, 32, 60)


def load_model(encoder: Path, device: str, dropout: float) -> Any:
    """Load the encoder with a new head; on a CPU, eager attention is the faster one here."""
    kind = "sdpa" if device == "cuda" else "eager"
    model = AutoModelForQuestionAnswering.from_pretrained(
        encoder, dtype=torch.float32, attn_implementation=kind,
        hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout,
    )
    return model.to(device)


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


def pointing_loss(logits: Tensor, allowed: Tensor, target: Tensor) -> Tensor:
    """Return minus the log of the probability that falls within the target, mean over rows.

    `logits` and `allowed` are (rows, length), `target` (rows, 2) is half-open: one token, or a
    whole sentence where no more is known (the marginal likelihood of Clark & Gardner 2018)."""
    columns = torch.arange(logits.shape[1], device=logits.device)[None]
    inside = (columns >= target[:, :1]) & (columns < target[:, 1:])
    scores = logits.float().masked_fill(~allowed, NEVER)
    right = scores.masked_fill(~inside, NEVER)
    return (scores.logsumexp(1) - right.logsumexp(1)).mean()


def batch_loss(model: Any, batch: Batch, device: str) -> Tensor:
    """Return the mean of the losses of first and last token."""
    inputs = to_device(batch, device)
    allowed, target = inputs.pop("allowed"), torch.from_numpy(batch.target).to(device)
    with autocast(device):
        out = model(**inputs)
    first = pointing_loss(out.start_logits, allowed, target[:, :2])
    return (first + pointing_loss(out.end_logits, allowed, target[:, 2:])) / 2


def export(model: Any, encoder: Path, folder: Path) -> None:
    """Write a folder that `from_pretrained` loads: weights in fp16, the encoder's tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    half = copy.deepcopy(model).cpu().half()
    half.config.hidden_dropout_prob = half.config.attention_probs_dropout_prob = 0.0
    half.save_pretrained(folder)
    for name in TOKENIZER_FILES:
        if (encoder / name).exists():
            shutil.copy(encoder / name, folder / name)


class Training:
    """The model, its average, and the loop."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.encoder, self.out, self.device = arguments.encoder, arguments.out, arguments.device
        self.seed, self.minutes = arguments.seed, arguments.minutes
        self.recipe, self.log = recipe(arguments.device), Log(self.out / "log.jsonl")
        self.tokenizer = load_tokenizer(self.encoder)
        self.ends: Range = ends(self.tokenizer)
        self.best = -1.0

    def groups(self, data: Path) -> Groups:
        """Read the data."""
        corpora = training_corpora(self.tokenizer, data, self.seed)
        groups = Groups(
            *items(self.tokenizer, corpora, self.seed), self.ends, self.recipe.batch, self.seed
        )
        self.log.write(epoch=groups.examples, **asdict(self.recipe))
        return groups

    def prepare(self) -> int:
        """Make the model, or restore it; return the number of steps done."""
        self.model = load_model(self.encoder, self.device, self.recipe.dropout)
        averaging = get_ema_multi_avg_fn(self.recipe.averaging)
        self.average = AveragedModel(self.model, multi_avg_fn=averaging)
        self.optimiser = optimiser(self.model, self.recipe.rate)
        self.checkpoint = Checkpoint(self.out / "state.pt")
        self.both = torch.nn.ModuleDict({"model": self.model, "average": self.average})
        left = self.minutes - (time.monotonic() - self.log.started) / 60
        self.budget = Budget(steps=10**9, minutes=max(left, 0.1))
        return self.checkpoint.load(self.both, self.optimiser, self.budget)

    def run(self, groups: Groups, tests: dict[str, TrialSet]) -> None:
        """Train until the budget is spent; try the average after each fifth of it."""
        step = self.prepare()
        done = self.budget.fraction(0)
        stage = int(STAGES * done) + 1
        for batch in self.batches(groups, step):
            self.step(batch, step)
            step += 1
            done = self.budget.fraction(0)
            if done >= stage / STAGES:
                self.try_out(tests, step)
                stage = int(STAGES * self.budget.fraction(0)) + 1
            if done >= 1:
                return

    def batches(self, groups: Groups, step: int) -> Iterator[Batch]:
        """Yield the batches from step number `step` on."""
        for group in loader(groups, step // GROUP, self.recipe.workers):
            yield from group

    def step(self, batch: Batch, step: int) -> None:
        """Take one step."""
        self.model.train()
        set_rate(self.optimiser, self.budget.rate(0))
        loss = batch_loss(self.model, batch, self.device)
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.average.update_parameters(self.model)
        if step % (100 if self.device == "cuda" else 20) == 0:
            done = self.budget.fraction(0)
            self.log.write(step=step, loss=loss.item(), done=done, shape=list(batch.ids.shape))

    def try_out(self, tests: dict[str, TrialSet], step: int) -> None:
        """Try the average on some questions; keep it if it is the best so far."""
        few = {name: some(t, self.recipe.tried, self.seed) for name, t in tests.items()}
        figures = self.figures(self.average.module, few)
        score = merit(figures)
        self.log.write(step=step, merit=score, calibration=figures)
        if score > self.best:
            self.best = score
            export(self.average.module, self.encoder, self.out / "model")
        self.checkpoint.save(self.both, self.optimiser, step, self.budget)

    def figures(self, model: Any, tests: dict[str, TrialSet]) -> dict[str, dict[str, float]]:
        """Return the figures of a model."""
        return evaluate(model, tests, self.ends, self.device, self.recipe.read)

    def finish(self, data: Path, most: int) -> None:
        """Measure what was kept, as it is stored, and write its figures and card."""
        folder = self.out / "model"
        model = load_model(folder, self.device, 0.0)
        parts: dict[str, dict[str, dict[str, float]]] = {}
        for part in ("calibration", "evaluation"):
            tests = trial_sets(self.tokenizer, data, part)  # type: ignore[arg-type]
            few = {name: some(t, most, self.seed) for name, t in tests.items()}
            parts[part] = self.figures(model, few)
            self.log.write(**{part: parts[part]})
        (self.out / "figures.json").write_text(json.dumps(parts, indent=2) + "\n")
        write_card(folder, parts, **self.facts(model))
        self.checkpoint.remove()

    def facts(self, model: Any) -> dict[str, str]:
        """Return what the card says of the model and its making."""
        config = model.config
        command = shlex.join(["python", "scripts/train/reader.py", "--data", "DATA", "--encoder",
                              "ENCODER", "--out", "OUT", "--minutes", f"{self.minutes:g}", "--seed",
                              str(self.seed)])
        return {
            "command": command,
            "device": torch.cuda.get_device_name() if self.device == "cuda" else "a CPU",
            "parameters": f"{sum(p.numel() for p in model.parameters()) / 1e6:.1f} M",
            "layers": str(config.num_hidden_layers),
            "width": str(config.hidden_size),
            "entries": f"{config.vocab_size:,}",
        }


def parse() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the training data")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the encoder")
    parser.add_argument("--out", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda"])
    parser.add_argument("--minutes", type=float, default=3.5, help="time for training")
    parser.add_argument("--questions", type=int, default=10**9, help="of a set, measured at the end")
    parser.add_argument("--threads", type=int, default=1, help="of a CPU")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def main() -> None:
    arguments = parse()
    if arguments.device == "auto":
        arguments.device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(arguments.threads)
    torch.set_float32_matmul_precision("high")
    seed_all(arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    training = Training(arguments)
    groups = training.groups(arguments.data)
    training.run(groups, trial_sets(training.tokenizer, arguments.data, "calibration"))
    training.finish(arguments.data, arguments.questions)


if __name__ == "__main__":
    sys.exit(main())
