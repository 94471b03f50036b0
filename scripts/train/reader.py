"""Trains the reader: an encoder and a head that points at an answer, or at [CLS] for none.

    python scripts/train/reader.py --data DATA --encoder ENCODER --out OUT --minutes 3.5

Training ends when the minutes (from the start of the script, reading the data included) are over;
the learning rate follows. The weights are averaged as they go; five times, the average is tried
on the calibration part, and the best goes to OUT/model, which always loads. At the end, all
figures go to OUT/figures.json, and a card beside the model. Started again after a cut, the script
goes on from OUT/state.pt.

A reader can be trained further: ENCODER is its folder then, `--known` says how often the texts that
it has met come again, and `--kept` mixes its weights into the result. `--layers` cuts or grows
the encoder first.
"""

import argparse
import copy
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from data import Split, authored_documents, french_documents
from pooling import ends, load_tokenizer
from reader_card import origin, write_card
from reader_corpora import Range, scarcer, training_corpora
from reader_evaluation import TrialSet, evaluate, merit, some, trial_sets
from reader_examples import GROUP, Batch, Groups, loader
from reader_fronts import fronts_corpus
from reader_items import items
from reader_model import batch_loss, export, load_model, mixed, optimiser
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from training import Budget, Checkpoint, Log, seed_all, set_rate

STAGES = 5
"""Times that the model is tried, saved, and kept if it is the best."""

PARTS: tuple[Split, ...] = ("calibration", "evaluation")


@dataclass(frozen=True)
class Recipe:
    """What suits a device: examples a step, top learning rate of the layers, dropout (on a CPU its
    random numbers double the time), weight of agreement, averaging of the weights, processes that
    build batches, windows read at once, and questions of each set tried between stages."""

    batch: int
    rate: float
    dropout: float
    agreement: float
    averaging: float
    workers: int
    read: int
    tried: int


def recipe(device: str) -> Recipe:
    """Return the recipe of a device."""
    if device == "cuda":
        return Recipe(
            192, 4e-4, 0.1, 0.5, 0.998, max(1, min(8, (os.cpu_count() or 2) - 2)), 512, 500
        )
    return Recipe(32, 1.5e-4, 0.0, 0.0, 0.998, 0, 32, 150)


class Training:
    """The model, its average, and the loop."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.encoder, self.out, self.device = arguments.encoder, arguments.out, arguments.device
        self.seed, self.minutes = arguments.seed, arguments.minutes
        self.known, self.kept = arguments.known, arguments.kept
        self.layers, self.threads = arguments.layers, arguments.threads
        self.recipe, self.log = recipe(arguments.device), Log(self.out / "log.jsonl")
        self.tokenizer = load_tokenizer(self.encoder)
        self.ends: Range = ends(self.tokenizer)
        self.best = -1.0

    def groups(self, data: Path) -> Groups:
        """Read the data."""
        corpora = training_corpora(self.tokenizer, data, self.seed, self.known)
        documents = french_documents("train") + authored_documents(data, "train")
        fronts = fronts_corpus(self.tokenizer, documents, self.seed)
        corpora.append(scarcer(fronts, self.known))
        groups = Groups(
            *items(self.tokenizer, corpora, self.seed), self.ends, self.recipe.batch, self.seed
        )
        self.log.write(epoch=groups.examples, **asdict(self.recipe))
        return groups

    def prepare(self) -> int:
        """Make the model, or restore it; return the number of steps done."""
        self.model = load_model(self.encoder, self.device, self.recipe.dropout, self.layers)
        self.start = copy.deepcopy(self.model.state_dict())
        averaging = get_ema_multi_avg_fn(self.recipe.averaging)  # type: ignore[no-untyped-call]
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
        stage = min(STAGES, int(STAGES * done) + 1)
        for batch in self.batches(groups, step):
            self.step(batch, step)
            step += 1
            done = self.budget.fraction(0)
            if done >= stage / STAGES:
                self.try_out(tests, step)
                stage = min(STAGES, int(STAGES * self.budget.fraction(0)) + 1)
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
        loss = batch_loss(self.model, batch, self.device, self.recipe.agreement)
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.average.update_parameters(self.model)
        if step % (100 if self.device == "cuda" else 20) == 0:
            done = self.budget.fraction(0)
            self.log.write(step=step, loss=loss.item(), done=done, shape=list(batch.ids.shape))

    def try_out(self, tests: dict[str, TrialSet], step: int) -> None:
        """Try the average, mixed with what it began from, on some questions; keep the best."""
        few = {name: some(t, self.recipe.tried, self.seed) for name, t in tests.items()}
        model = mixed(self.average.module, self.start, self.kept)
        figures = self.figures(model, few)
        score = merit(figures)
        self.log.write(step=step, merit=score, calibration=figures)
        if score > self.best:
            self.best = score
            export(model, self.encoder, self.out / "model")
        self.checkpoint.save(self.both, self.optimiser, step, self.budget)

    def figures(self, model: Any, tests: dict[str, TrialSet]) -> dict[str, dict[str, float]]:
        """Return the figures of a model."""
        return evaluate(model, tests, self.ends, self.device, self.recipe.read)

    def finish(self, data: Path, most: int) -> None:
        """Measure what was kept, as it is stored, and write its figures and card."""
        folder = self.out / "model"
        model = load_model(folder, self.device, 0.0)
        parts: dict[str, dict[str, dict[str, float]]] = {}
        for part in PARTS:
            tests = trial_sets(self.tokenizer, data, part)
            few = {name: some(t, most, self.seed) for name, t in tests.items()}
            parts[part] = self.figures(model, few)
            self.log.write(**{part: parts[part]})
        (self.out / "figures.json").write_text(json.dumps(parts, indent=2) + "\n")
        write_card(folder, parts, **self.facts(model))
        self.checkpoint.remove()

    def facts(self, model: Any) -> dict[str, str]:
        """Return what the card says of the model and its making."""
        config = model.config
        command = (
            "python scripts/train/reader.py --data DATA --encoder ENCODER --out OUT "
            f"--known {self.known:g} --kept {self.kept:g} --layers {config.num_hidden_layers} "
            f"--minutes {self.minutes:g} --threads {self.threads} --seed {self.seed}"
        )
        return {
            "command": command,
            "origin": origin(self.encoder),
            "device": torch.cuda.get_device_name() if self.device == "cuda" else "a CPU",
            "parameters": f"{sum(p.numel() for p in model.parameters()) / 1e6:.1f} M",
            "layers": str(config.num_hidden_layers),
            "width": str(config.hidden_size),
            "entries": f"{config.vocab_size:,}",
        }


def layer_count(text: str) -> int:
    """Read a number of layers: two at least, the first and the last."""
    layers = int(text)
    if layers < 2:
        raise argparse.ArgumentTypeError("give two layers or more")
    return layers


def parse() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the training data")
    parser.add_argument(
        "--encoder", type=Path, required=True, help="an encoder's or reader's folder"
    )
    parser.add_argument("--known", type=float, default=1.0, help="share of what such a reader met")
    parser.add_argument(
        "--kept", type=float, default=0.0, help="share of its weights in the result"
    )
    parser.add_argument("--layers", type=layer_count, help="of the reader, if not the encoder's")
    parser.add_argument("--out", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--device", default="auto", choices=["auto", "cpu", "cuda"])
    parser.add_argument("--minutes", type=float, default=3.5, help="time for training")
    parser.add_argument("--questions", type=int, default=10**9, help="most of a set, at the end")
    parser.add_argument("--threads", type=int, default=1, help="of a CPU")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def main() -> None:
    arguments = parse()
    if arguments.device == "auto":
        arguments.device = "cuda" if torch.cuda.is_available() else "cpu"
    # Worker processes are forked after the tokenizer ran in parallel, and do not use it.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    torch.set_num_threads(arguments.threads)
    torch.set_float32_matmul_precision("high")
    seed_all(arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    training = Training(arguments)
    groups = training.groups(arguments.data)
    training.run(groups, trial_sets(training.tokenizer, arguments.data, "calibration"))
    training.finish(arguments.data, arguments.questions)


if __name__ == "__main__":
    main()
