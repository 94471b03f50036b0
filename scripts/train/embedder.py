"""Trains the static embedder: one vector a token, their mean, of length 1.

    python scripts/train/embedder.py --data DATA --work WORK [--device cuda] [--dimensions 256]

First the parallel texts: InfoNCE between the languages, and of each with the teacher's vector of
the English side (van den Oord et al. 2018; distillation after Reimers & Gurevych 2020). Then
questions with the sentence that answers them, against all sentences of the batch and against its
neighbours in the text, mixed with the parallel loss so that the languages stay together. Token
weights need no parameter of their own: they are the lengths of the vectors.
Writes WORK/embedder-DIMENSIONS (fp16), the best by the calibration part. `--start` takes up an
embedder that this script made before: questions alone, with its own vectors for the teacher's.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from data import Pair, training_pairs
from pooling import ends, framed, load_encoder, load_tokenizer, mean_vectors
from questions import Group, batches, training_groups
from retrieval import Encode, Vectors, calibration_score, figures, report
from sentence_transformers import SentenceTransformer, models
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, embedding_bag, normalize
from tqdm import tqdm
from training import Budget, Checkpoint, Log, Tokens, autocast, seed_all, set_rate

TEMPERATURE = 0.05
NEIGHBOURS = 0.5
"""Weight of the loss among the sentences of the question's own text."""
PARALLEL = 0.5
"""Weight of the parallel loss while questions are learned."""
LIMIT = 96
"""Tokens of a text at most."""
RARE = 1e-3
"""A token of this frequency starts with half the weight of a rare one."""


class Static(nn.Module):
    """One vector a token (entries, dimensions)."""

    def __init__(self, initial: Tensor) -> None:
        super().__init__()
        self.weight = nn.Parameter(initial.clone())

    def forward(self, tokens: Tokens, rows: Tensor) -> Tensor:
        """Return the vectors of the texts `rows` (rows, dimensions), of length 1."""
        ids, starts = tokens.bags(rows)
        return normalize(embedding_bag(ids, self.weight, starts, mode="mean"), dim=1)


@torch.no_grad()
def token_vectors(folder: Path, device: str) -> Tensor:
    """Return what the encoder gives for `[CLS] token [SEP]`, centred, of length 1."""
    model, tokenizer = load_encoder(folder, device).eval(), load_tokenizer(folder)
    out = []
    entries = torch.arange(tokenizer.get_vocab_size(), device=device)
    for ids in torch.split(entries, 1024):
        inside = torch.ones_like(ids[:, None], dtype=torch.bool)
        with autocast(device):
            framed_ids, mask = framed(ids[:, None], inside, *ends(tokenizer))
            out.append(mean_vectors(model, framed_ids, mask))
    vectors = torch.cat(out)
    return normalize(vectors - vectors.mean(0), dim=1)


def principal(vectors: Tensor, dimensions: int) -> Tensor:
    """Return the axes (old, new dimensions) that keep most of the vectors: uncentred PCA."""
    if dimensions == vectors.shape[1]:
        return torch.eye(dimensions, device=vectors.device)
    sample = vectors[:: max(1, len(vectors) // 50_000)].float()
    values, axes = torch.linalg.eigh(sample.T @ sample)
    kept: Tensor = axes[:, values.argsort(descending=True)[:dimensions]]
    return kept


def rarity(texts: list[Tokens], entries: int) -> Tensor:
    """Return the weight of each token, rare ones near 1: smooth inverse frequency (Arora et al.
    2017)."""
    counts = sum(torch.bincount(side.ids[:-1].long(), minlength=entries) for side in texts)
    share = torch.as_tensor(counts) / sum(len(side.ids) for side in texts)
    return RARE / (RARE + share)


def info_nce(a: Tensor, b: Tensor) -> Tensor:
    """InfoNCE both ways: row i of `a` and of `b` belong together, the others do not."""
    scores = a @ b.T / TEMPERATURE
    own = torch.arange(len(a), device=a.device)
    return (cross_entropy(scores, own) + cross_entropy(scores.T, own)) / 2


def parallel_loss(english: Tensor, french: Tensor, teacher: Tensor) -> Tensor:
    """Both languages together, and each near the teacher's vector of the English text."""
    nce = info_nce(english, french) + info_nce(english, teacher) + info_nce(french, teacher)
    near = (english * teacher).sum(1).mean() + (french * teacher).sum(1).mean()
    return nce + 5 * (1 - near / 2)


class Texts(NamedTuple):
    """The parallel texts as tokens, the teacher's vectors (fp16), and the axes they are read on."""

    english: Tokens
    french: Tokens
    teacher: Tensor
    axes: Tensor

    def loss(self, model: Static, rows: Tensor) -> Tensor:
        """Return the parallel loss of some pairs."""
        teacher = normalize(self.teacher[rows].float() @ self.axes, dim=1)
        return parallel_loss(model(self.english, rows), model(self.french, rows), teacher)


def typographic(pairs: list[Pair]) -> list[str]:
    """Return the French sides, every second one with the typographic apostrophe, which the
    collected texts lack and real documents have."""
    sides = [pair.french for pair in pairs]
    return [text.replace("'", "’") if n % 2 else text for n, text in enumerate(sides)]


def parallel_texts(a: argparse.Namespace, tokenizer: Tokenizer, start: Static | None) -> Texts:
    """Tokenise the first training pairs, and load the teacher's vectors of them; those of `start`
    take their place."""
    pairs = training_pairs(a.data)[: a.pairs]
    english = Tokens(tokenizer, [p.english for p in pairs], LIMIT, a.device)
    french = Tokens(tokenizer, typographic(pairs), LIMIT, a.device)
    teacher = own_vectors(start, english) if start else loaded(a.work, len(pairs), a.device)
    return Texts(english, french, teacher, principal(teacher, a.dimensions))


@torch.no_grad()
def own_vectors(start: Static, tokens: Tokens) -> Tensor:
    """Return the vectors that a trained embedder gives texts (fp16)."""
    rows = torch.arange(len(tokens), device=tokens.ids.device)
    return torch.cat([start(tokens, part).half() for part in torch.split(rows, 4096)])


def loaded(work: Path, rows: int, device: str) -> Tensor:
    """Return the first vectors of the teacher's cache."""
    return torch.from_numpy(np.load(work / "teacher.npy")[:rows]).to(device)


def trained(folder: Path, device: str) -> Static:
    """Load an embedder that was made here."""
    module = SentenceTransformer(str(folder), device="cpu")[0]
    return Static(module.embedding.weight.detach().float()).to(device)


def shuffled(rows: int, batch: int, seed: int, device: str) -> Iterator[Tensor]:
    """Yield, without end, batches of row numbers, each row once an epoch."""
    generator = torch.Generator().manual_seed(seed)
    while True:
        order = torch.randperm(rows, generator=generator).to(device)
        yield from torch.split(order, batch)[: max(1, rows // batch)]


class Asking:
    """The groups as tokens, and the question loss of a batch of groups."""

    def __init__(self, groups: list[Group], tokenizer: Tokenizer, device: str) -> None:
        self.groups, self.device = groups, device
        sentences = [s for g in groups for side in g.sentences for s in side]
        questions = [q for g in groups for side in g.questions for q in side]
        self.sentences = Tokens(tokenizer, sentences, LIMIT, device)
        self.questions = Tokens(tokenizer, questions, LIMIT, device)
        self.first_sentence = np.cumsum(
            [0] + [len(g.sentences) * len(g.sentences[0]) for g in groups]
        )
        self.first_question = np.cumsum([0] + [len(g.questions) * len(g.right) for g in groups])

    def rows(self, batch: list[int], chance: np.random.Generator) -> tuple[Tensor, ...]:
        """Draw the languages of a batch's texts and questions, and return the rows of the
        questions and sentences, the column of the right sentence of each question, and for both
        the number of their group."""
        parts: list[list[int]] = [[], [], [], [], []]
        for n, number in enumerate(batch):
            group, column = self.groups[number], len(parts[1])
            text, asked = (
                chance.integers(len(group.sentences)),
                chance.integers(len(group.questions)),
            )
            for part, length, first, side in (
                (parts[0], len(group.right), self.first_question[number], asked),
                (parts[1], len(group.sentences[0]), self.first_sentence[number], text),
            ):
                part.extend(range(first + side * length, first + (side + 1) * length))
            parts[2].extend(column + right for right in group.right)
            parts[3].extend([n] * len(group.right))
            parts[4].extend([n] * len(group.sentences[0]))
        return tuple(torch.tensor(part, device=self.device) for part in parts)

    def loss(self, model: Static, batch: list[int], chance: np.random.Generator) -> Tensor:
        """InfoNCE of each question with its sentence: among all, and among its neighbours."""
        asked, sentences, right, own, of = self.rows(batch, chance)
        scores = model(self.questions, asked) @ model(self.sentences, sentences).T / TEMPERATURE
        near = scores.masked_fill(own[:, None] != of[None], -1e4)
        return cross_entropy(scores, right) + NEIGHBOURS * cross_entropy(near, right)


def to_sentence_transformer(weight: Tensor, tokenizer: Tokenizer) -> SentenceTransformer:
    """Wrap the vectors, so that `SentenceTransformer(path)` loads them."""
    static = models.StaticEmbedding(tokenizer, embedding_weights=weight.detach().cpu())
    return SentenceTransformer(modules=[static, models.Normalize()], device="cpu")


def save(weight: Tensor, tokenizer: Tokenizer, folder: Path) -> None:
    """Save the vectors in fp16. The modules are named as sentence-transformers 5 and 6 both know
    them."""
    to_sentence_transformer(weight.half(), tokenizer).save(str(folder))
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    for module in modules:
        module["type"] = "sentence_transformers.models." + module["type"].rsplit(".", 1)[1]
    (folder / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", encoding="utf-8")


def encoder(model: Static, tokenizer: Tokenizer, device: str) -> Encode:
    """Return the function that embeds texts with the model."""

    @torch.no_grad()
    def encode(texts: list[str]) -> Vectors:
        tokens = Tokens(tokenizer, texts, LIMIT, device)
        found: Vectors = model(tokens, torch.arange(len(texts), device=device)).cpu().numpy()
        return found

    return encode


def optimiser(model: Static, rate: float) -> torch.optim.Adam:
    return torch.optim.Adam([{"params": model.parameters(), "base": rate, "lr": rate}])


def step_once(optimiser_: torch.optim.Optimizer, loss: Tensor) -> None:
    optimiser_.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    optimiser_.step()


class Run(NamedTuple):
    """What both stages need."""

    data: Path
    folder: Path
    log: Log
    device: str
    seed: int
    every: int


def align(model: Static, texts: Texts, run: Run, budget: Budget, batch: int, rate: float) -> None:
    """First stage: the parallel texts."""
    state = Checkpoint(run.folder.with_suffix(".align.pt"))
    adam = optimiser(model, rate)
    step = state.load(model, adam, budget)
    rows = shuffled(len(texts.english), batch, run.seed + step, run.device)
    bar = tqdm(desc="align", initial=step, total=budget.steps)
    while budget.fraction(step) < 1:
        set_rate(adam, budget.rate(step))
        loss = texts.loss(model, next(rows))
        step_once(adam, loss)
        step += 1
        bar.update()
        if step % run.every == 0:
            state.save(model, adam, step, budget)
            run.log.write(stage="align", step=step, loss=float(loss.detach()))
    state.save(model, adam, budget.steps, budget)


def ask(
    model: Static, texts: Texts, asking: Asking, run: Run, budget: Budget, batch: int, rate: float
) -> None:
    """Second stage: questions; keeps the vectors that are best on the calibration part."""
    encode = encoder(model, load_tokenizer(run.folder.parent / "tokenizer"), run.device)
    adam, chance = optimiser(model, rate), np.random.default_rng(run.seed)
    groups = batches(asking.groups, batch, run.seed)
    pairs = shuffled(len(texts.english), 2 * batch, run.seed, run.device)
    best, kept, step = -1.0, model.weight.detach().clone(), 0
    bar = tqdm(desc="ask", total=budget.steps)
    while budget.fraction(step) < 1:
        set_rate(adam, budget.rate(step))
        loss = asking.loss(model, next(groups), chance)
        step_once(adam, loss + PARALLEL * texts.loss(model, next(pairs)))
        step += 1
        bar.update()
        if step % run.every == 0 or budget.fraction(step) >= 1:
            found = figures(run.data, encode, "calibration")
            score = calibration_score(found)
            run.log.write(stage="ask", step=step, loss=float(loss.detach()), score=score, **found)
            if score > best:
                best, kept = score, model.weight.detach().clone()
    model.weight.data.copy_(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the training data")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--start", type=Path, help="embedder to go on from")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--dimensions", type=int, default=384, help="of a vector, at most 384")
    parser.add_argument("--pairs", type=int, help="use the first so many pairs only")
    parser.add_argument("--epochs", type=float, default=4, help="over the pairs (GPU: 20)")
    parser.add_argument("--steps", type=int, default=600, help="of questions (GPU: 1500)")
    parser.add_argument("--batch", type=int, default=1024, help="pairs; half of it questions")
    parser.add_argument("--minutes", type=float, default=60, help="at most, for each stage")
    parser.add_argument("--rate", type=float, default=3e-3, help="learning rate, first stage")
    parser.add_argument("--ask-rate", type=float, default=1e-3, help="learning rate, questions")
    parser.add_argument("--every", type=int, default=100, help="steps between figures")
    parser.add_argument("--seed", type=int, default=0)
    train(parser.parse_args())


def untrained(a: argparse.Namespace, texts: Texts) -> Static:
    """Return the vectors of single tokens, rare ones the longest."""
    initial = token_vectors(a.work / "encoder-initial", a.device) @ texts.axes
    return Static(initial * rarity([texts.english, texts.french], len(initial))[:, None])


def train(a: argparse.Namespace) -> None:
    """Run both stages and report."""
    seed_all(a.seed)
    folder = a.work / f"embedder-{a.dimensions}"
    run = Run(a.data, folder, Log(a.work / "log.jsonl"), a.device, a.seed, a.every)
    tokenizer = load_tokenizer(a.work / "tokenizer")
    model = trained(a.start, a.device) if a.start else None
    texts = parallel_texts(a, tokenizer, model)
    model = model or untrained(a, texts)
    encode = encoder(model, tokenizer, a.device)
    run.log.write(stage="initial", dimensions=a.dimensions, **report(a.data, encode))
    if not a.start:
        steps = max(1, int(a.epochs * len(texts.english) / a.batch))
        align(model, texts, run, Budget(steps, a.minutes), a.batch, a.rate)
        run.log.write(stage="aligned", dimensions=a.dimensions, **report(a.data, encode))
    asking = Asking(training_groups(a.data), tokenizer, a.device)
    ask(model, texts, asking, run, Budget(a.steps, a.minutes), a.batch // 2, a.ask_rate)
    found = report(a.data, encode)
    run.log.write(stage="embedder", dimensions=a.dimensions, **found)
    save(model.weight, tokenizer, folder)
    (folder / "figures.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    Checkpoint(folder.with_suffix(".align.pt")).remove()


if __name__ == "__main__":
    main()
