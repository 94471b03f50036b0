"""Distils the bilingual encoder, from which the reader starts.

    python scripts/train/encoder.py --data DATA --work WORK [--device cuda --batch 1024]

Two losses a step. Distillation: the sentence vector of a French text (every fourth step of an
English one) towards the teacher's vector of the English text, 10·(1 - cosine) + 0.3·InfoNCE
(Reimers & Gurevych 2020). Translation language modelling: masked tokens of `English [SEP] French`,
in either order, predicted from both (Conneau & Lample 2019), with a small head on the tied input
embeddings that is dropped at the end; every other step of longer passages, in two languages or
one, as the reader will meet them. Training ends after --steps or --minutes, whichever is first.
Writes WORK/encoder, which `AutoModel.from_pretrained` loads. `--start` takes up an encoder that
this script made before; its own vectors may then stand for the teacher's (teacher.py --teacher).
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from data import Pair, passage_pairs, training_pairs
from pooling import encode, ends, framed, load_encoder, load_tokenizer, mean_vectors
from retrieval import report
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, gelu, linear
from tqdm import tqdm
from training import Budget, Checkpoint, Log, Tokens, autocast, seed_all, set_rate, token_id
from vocabulary import SPECIAL, save_tokenizer

TEMPERATURE = 0.05
LIMIT = 62
"""Tokens of one text of a pair at most."""
PASSAGE_LIMIT = 126
"""Tokens of one passage of a pair at most."""
MASKED = 0.2
"""Share of the tokens that are masked: more than BERT's, as the other language helps."""
POOL = 32
"""Batches that are drawn together and cut by length, so that a batch holds like lengths."""


class Student(nn.Module):
    """The encoder, and a head that predicts masked tokens."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder = encoder
        self.dense, self.norm = nn.Linear(size, size), nn.LayerNorm(size)
        self.bias = nn.Parameter(torch.zeros(encoder.config.vocab_size))

    def words(self) -> Tensor:
        """Return the input embeddings (entries, dimensions), tied to the head's output."""
        weight: Tensor = self.encoder.embeddings.word_embeddings.weight
        return weight

    def predict(self, ids: Tensor, mask: Tensor, types: Tensor, where: Tensor) -> Tensor:
        """Return the scores (masked tokens, entries) at the positions where `where` is true."""
        out = self.encoder(input_ids=ids, attention_mask=mask.long(), token_type_ids=types)
        hidden = self.norm(gelu(self.dense(out.last_hidden_state[where])))
        return linear(hidden, self.words(), self.bias)


class Pairs(NamedTuple):
    """Pairs of texts as tokens."""

    english: Tokens
    french: Tokens

    @property
    def lengths(self) -> Tensor:
        return self.english.lengths + self.french.lengths


class Texts(NamedTuple):
    """The pairs, the teacher's vectors (fp16) of their English side, and pairs of passages."""

    pairs: Pairs
    teacher: Tensor
    passages: Pairs


def load_texts(data: Path, work: Path, limit: int | None, device: str) -> Texts:
    """Tokenise the first `limit` training pairs, and load the teacher's vectors of them."""
    tokenizer, pairs = load_tokenizer(work / "tokenizer"), training_pairs(data)[:limit]
    teacher = torch.from_numpy(np.load(work / "teacher.npy")[: len(pairs)])
    short = load_pairs(tokenizer, pairs, LIMIT, device)
    long = load_pairs(tokenizer, passage_pairs(data)[:limit], PASSAGE_LIMIT, device)
    return Texts(short, teacher.to(device), long)


def load_pairs(tokenizer: Tokenizer, pairs: list[Pair], limit: int, device: str) -> Pairs:
    """Tokenise pairs."""
    english = Tokens(tokenizer, [pair.english for pair in pairs], limit, device)
    return Pairs(english, Tokens(tokenizer, [pair.french for pair in pairs], limit, device))


def distillation_loss(student: Tensor, teacher: Tensor) -> Tensor:
    """Return 10·(1 - cosine) + 0.3·InfoNCE of vectors of length 1 (rows, dimensions)."""
    own = torch.arange(len(student), device=student.device)
    nce = cross_entropy(student @ teacher.T / TEMPERATURE, own)
    return 10 * (1 - (student * teacher).sum(1).mean()) + 0.3 * nce


def joined(
    first: tuple[Tensor, Tensor], second: tuple[Tensor, Tensor], cls: int, sep: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Return `[CLS] first [SEP] second [SEP]` as ids, mask and types (rows, longest)."""
    lengths = [inside.sum(1, keepdim=True) for _, inside in (first, second)]
    columns = torch.arange(int((lengths[0] + lengths[1]).max()) + 3, device=first[0].device)[None]
    types = columns >= lengths[0] + 2
    mask = columns < lengths[0] + lengths[1] + 3
    left = first[0].gather(1, (columns - 1).clamp(0, first[0].shape[1] - 1).expand_as(mask))
    after = (columns - lengths[0] - 2).clamp(0, second[0].shape[1] - 1)
    ids = torch.where(types, second[0].gather(1, after), left)
    ids[:, 0] = cls
    ids.scatter_(1, lengths[0] + 1, sep)
    ids.scatter_(1, lengths[0] + lengths[1] + 2, sep)
    return ids * mask, mask, (types & mask).long()


def masked(ids: Tensor, entries: int, mask_id: int) -> tuple[Tensor, Tensor]:
    """Hide a share of the tokens that are not special: 80 % [MASK], 10 % another token, 10 % left
    (Devlin et al. 2019). Returns the new ids and where to predict."""
    where = (torch.rand(ids.shape, device=ids.device) < MASKED) & (ids >= len(SPECIAL))
    how = torch.rand(ids.shape, device=ids.device)
    ids = torch.where(where & (how < 0.8), mask_id, ids)
    other = torch.randint(len(SPECIAL), entries, ids.shape, device=ids.device)
    return torch.where(where & (how > 0.9), other, ids), where


def translation_loss(
    student: Student, pairs: Pairs, rows: Tensor, tokenizer: Tokenizer, turn: bool
) -> Tensor:
    """Return the loss of the masked tokens of some pairs; `turn`: French first."""
    sides = [pairs.english.padded(rows), pairs.french.padded(rows)]
    first, second = sides[::-1] if turn else sides
    ids, mask, types = joined(first, second, *ends(tokenizer))
    mask_id = token_id(tokenizer, "[MASK]")
    hidden, where = masked(ids, tokenizer.get_vocab_size(), mask_id)
    return cross_entropy(student.predict(hidden, mask, types, where).float(), ids[where])


def by_length(lengths: Tensor, batch: int, seed: int) -> Iterator[Tensor]:
    """Yield, without end, batches of rows of like length, in random order."""
    generator = torch.Generator().manual_seed(seed)
    while True:
        order = torch.randperm(len(lengths), generator=generator).to(lengths.device)
        for pool in torch.split(order, POOL * batch):
            parts = torch.split(pool[lengths[pool].argsort()], batch)
            for number in torch.randperm(len(parts), generator=generator).tolist():
                if len(parts[number]) == batch or len(parts) == 1:
                    yield parts[number]


def groups(student: Student, embeddings: float, layers: float) -> torch.optim.AdamW:
    """Return AdamW with a rate for the input embeddings and one for all the rest."""
    words = student.words()
    rest = [p for p in student.parameters() if p is not words]
    chosen = [(embeddings, [words]), (layers, rest)]
    return torch.optim.AdamW(
        [{"params": p, "base": rate, "lr": rate} for rate, p in chosen], weight_decay=0.01
    )


def train(a: argparse.Namespace) -> None:
    """Distil, report before and after, and save."""
    seed_all(a.seed)
    log = Log(a.work / "log.jsonl")
    tokenizer = load_tokenizer(a.work / "tokenizer")
    texts = load_texts(a.data, a.work, a.pairs, a.device)
    start = a.start or a.work / "encoder-initial"
    student = Student(load_encoder(start, a.device)).to(a.device)
    measure(student, tokenizer, log, a, start.name)
    optimise(student, texts, tokenizer, log, a)
    found = measure(student, tokenizer, log, a, "encoder")
    save(student, tokenizer, a.work / "encoder", found)


def measure(
    student: Student, tokenizer: Tokenizer, log: Log, a: argparse.Namespace, stage: str
) -> dict[str, object]:
    """Report the retrieval figures of the mean of the outputs."""
    student.eval()
    found = report(
        a.data, lambda texts: encode(student.encoder, tokenizer, texts, a.device, a.batch)
    )
    log.write(stage=stage, **found)
    student.train()
    return found


def optimise(
    student: Student, texts: Texts, tokenizer: Tokenizer, log: Log, a: argparse.Namespace
) -> None:
    """Train until the budget is spent; goes on from a checkpoint, if there is one."""
    adam = groups(student, a.embeddings_rate, a.layers_rate)
    budget, state = Budget(a.steps, a.minutes), Checkpoint(a.work / "encoder.pt")
    step = state.load(student, adam, budget)
    batches = by_length(texts.pairs.lengths, a.batch, a.seed + step)
    passages = by_length(texts.passages.lengths, max(1, a.batch // 4), a.seed + step)
    bar = tqdm(desc="encoder", initial=step, total=a.steps)
    while budget.fraction(step) < 1:
        set_rate(adam, budget.rate(step))
        masks = (texts.passages, passages) if step % 2 else (texts.pairs, batches)
        losses = step_once(student, texts, tokenizer, adam, batches, masks, step, a.device)
        step += 1
        bar.update()
        if step % a.every == 0:
            close, words = (float(loss) for loss in losses)
            log.write(stage="distil", step=step, distillation=close, translation=words)
        if step % a.keep == 0:
            state.save(student, adam, step, budget)
    state.remove()


def step_once(
    student: Student,
    texts: Texts,
    tokenizer: Tokenizer,
    adam: torch.optim.Optimizer,
    batches: Iterator[Tensor],
    masks: tuple[Pairs, Iterator[Tensor]],
    step: int,
    device: str,
) -> tuple[Tensor, Tensor]:
    """Make one step on both losses, each on a batch of its own, and return them."""
    adam.zero_grad(set_to_none=True)
    rows, (pairs, others) = next(batches), masks
    side = texts.pairs.english if step % 4 == 3 else texts.pairs.french
    with autocast(device):
        ids, mask = framed(*side.padded(rows), *ends(tokenizer))
        vectors = mean_vectors(student.encoder, ids, mask)
    close = distillation_loss(vectors, texts.teacher[rows].float())
    close.backward()  # type: ignore[no-untyped-call]
    with autocast(device):
        words = translation_loss(student, pairs, next(others), tokenizer, step % 4 > 1)
    words.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(student.parameters(), 5.0)
    adam.step()
    return close.detach(), words.detach()


def save(student: Student, tokenizer: Tokenizer, folder: Path, found: dict[str, object]) -> None:
    """Save the encoder without the head, its tokenizer and its figures."""
    student.encoder.save_pretrained(folder)
    save_tokenizer(tokenizer, folder)
    (folder / "figures.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the training data")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--start", type=Path, help="encoder to go on from")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--pairs", type=int, help="use the first so many pairs only")
    parser.add_argument("--batch", type=int, default=128, help="pairs (GPU: 1024)")
    parser.add_argument("--steps", type=int, default=4000, help="at most")
    parser.add_argument("--minutes", type=float, default=600, help="of training, at most")
    parser.add_argument("--embeddings-rate", type=float, default=1e-3)
    parser.add_argument("--layers-rate", type=float, default=3e-4)
    parser.add_argument("--every", type=int, default=50, help="steps between log lines")
    parser.add_argument("--keep", type=int, default=500, help="steps between checkpoints")
    parser.add_argument("--seed", type=int, default=0)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
