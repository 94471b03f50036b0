"""Builds the reader's batches: a question and a fresh window of whole sentences, each time.

About half of the windows do not answer: the question's own text does not say; or the sentence
that answers lies outside the window, or was taken out of it; or the window is another text's; or
the question was changed. Batches depend on the seed and their number only, so a run can go on
where it stopped, and worker processes can build them.
"""

import random
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from reader_corpora import Range, Text, Tokens
from reader_items import Item
from torch.utils.data import DataLoader, Dataset

WINDOWS = {2: 0.03, 3: 0.09, 4: 0.18, 5: 0.22, 6: 0.2, 7: 0.12, 8: 0.09, 9: 0.07}
"""Sentences of a window and their chances: five or six is what the product reads."""

VIEWS = {"answer": 0.56, "away": 0.15, "removed": 0.11, "other": 0.13, "swapped": 0.05}
"""How an answerable question is shown, and the chances."""

FORMS = (0.8, 0.1, 0.05, 0.05)
"""Chances of a question as written, without punctuation, as key words, with a slip."""

PASSAGE_TOKENS = 256
HEADED = 0.25
"""Chance that a window stands below its text's title."""

GROUP = 16
"""Batches built together: their examples are sorted by length first."""

NULL: tuple[Range, Range] = ((0, 1), (0, 1))


class Example(NamedTuple):
    """Token ids of `[CLS] question [SEP] passage [SEP]`, where the passage starts, and the ranges
    of the answer's first and last token ([CLS] for none)."""

    ids: Tokens
    passage: int
    target: tuple[Range, Range]


class Batch(NamedTuple):
    """Examples padded with 0: `ids` (examples, length), `passage` and `length` (examples,),
    `target` (examples, 4)."""

    ids: NDArray[np.int32]
    passage: NDArray[np.int32]
    length: NDArray[np.int32]
    target: NDArray[np.int32]


def join(question: Tokens, passage: Sequence[Tokens], ends: Range) -> tuple[Tokens, int]:
    """Put a question and pieces of a passage together; return the ids and the passage's start.
    `ends` are the ids of [CLS] and [SEP]."""
    cls, sep = (np.array([end], np.int32) for end in ends)
    return np.concatenate([cls, question, sep, *passage, sep]), len(question) + 2


def pad(examples: Sequence[Example]) -> Batch:
    """Pad examples to a common length, a multiple of 8 (what matrix units like)."""
    lengths = np.array([len(example.ids) for example in examples], np.int32)
    ids = np.zeros((len(examples), -(-int(lengths.max()) // 8) * 8), np.int32)
    for row, example in zip(ids, examples, strict=True):
        row[: len(example.ids)] = example.ids
    targets = np.array([e.target for e in examples], np.int32).reshape(-1, 4)
    return Batch(ids, np.array([e.passage for e in examples], np.int32), lengths, targets)


def window(text: Text, sentence: int, rng: random.Random) -> Range:
    """Choose a window of sentences (half-open) around one, within `PASSAGE_TOKENS`."""
    count = len(text.bounds) - 1
    size = min(count, rng.choices(list(WINDOWS), list(WINDOWS.values()))[0])
    first = rng.randint(max(0, sentence - size + 1), min(sentence, count - size))
    last = first + size
    while last - first > 1 and text.bounds[last] - text.bounds[first] > PASSAGE_TOKENS:
        behind = last - 1 - sentence >= sentence - first
        first, last = (first, last - 1) if behind else (first + 1, last)
    return first, last


def answer(item: Item, texts: Sequence[Text], rng: random.Random) -> tuple[Text, list[Range]]:
    """Show the window with the answer (any window, where there is none)."""
    text = texts[item.text]
    sentence = item.sentence if item.target else rng.randrange(len(text.bounds) - 1)
    return text, [window(text, sentence, rng)]


def away(item: Item, texts: Sequence[Text], rng: random.Random) -> tuple[Text, list[Range]]:
    """Show a window of the text without any sentence that holds the answer's words."""
    text = texts[item.text]
    free = [n for n in range(len(text.bounds) - 1) if n not in item.holds]
    if not free:
        return text, []
    sentence = rng.choice(free)
    first, last = window(text, sentence, rng)
    first = max([first, *(held + 1 for held in item.holds if held < sentence)])
    return text, [(first, min([last, *(held for held in item.holds if held > sentence)]))]


def removed(item: Item, texts: Sequence[Text], rng: random.Random) -> tuple[Text, list[Range]]:
    """Show the window around the answer with all sentences that hold its words taken out."""
    text = texts[item.text]
    first, last = window(text, item.sentence, rng)
    return text, [(n, n + 1) for n in range(first, last) if n not in item.holds]


def other(item: Item, texts: Sequence[Text], rng: random.Random) -> tuple[Text, list[Range]]:
    """Show a window of another text, half the time a near one (same article or series)."""
    near = [n for n in range(item.text - 4, item.text + 5) if n in item.kin and n != item.text]
    number = rng.choice(near if near and rng.random() < 0.5 else item.kin)
    text = texts[number]
    if number == item.text or item.answer in text.string.lower():
        return text, []
    return text, [window(text, rng.randrange(len(text.bounds) - 1), rng)]


_SHOW = {"answer": answer, "away": away, "removed": removed, "other": other, "swapped": answer}


class Groups(Dataset[list[Batch]]):
    """Batches by number of group: `GROUP` batches of `size` examples each."""

    def __init__(
        self, texts: list[Text], items: list[Item], ends: Range, size: int, seed: int
    ) -> None:
        self._texts, self._items, self._ends = texts, items, ends
        self._size, self._seed = size, seed
        self._shares = np.array([item.share for item in items])
        self.examples = int(self._shares.sum())
        """Examples of an epoch."""
        self._order = lru_cache(2)(self._shuffled)

    def __len__(self) -> int:
        return 10**9

    def __getitem__(self, number: int) -> list[Batch]:
        rng = random.Random(f"{self._seed} {number}")
        wanted = self._size * GROUP
        epoch, first = divmod(number * wanted, self.examples)
        numbers = [*self._order(epoch)[first : first + wanted]]
        numbers += [*self._order(epoch + 1)[: wanted - len(numbers)]]
        examples = [self._example(self._items[n], rng) for n in numbers]
        examples.sort(key=lambda example: len(example.ids))
        cuts = range(0, len(examples), self._size)
        batches = [pad(examples[n : n + self._size]) for n in cuts]
        rng.shuffle(batches)
        return batches

    def _shuffled(self, epoch: int) -> NDArray[np.int64]:
        """Draw an epoch, without replacement: the smaller an item's share, the later its turn
        (Efraimidis & Spirakis 2006); the last do not come. Shuffle the rest."""
        rng = np.random.default_rng([self._seed, epoch])
        turns = rng.exponential(size=len(self._shares)) / self._shares
        return rng.permutation(np.argsort(turns)[: self.examples])

    def _example(self, item: Item, rng: random.Random) -> Example:
        view = rng.choices(list(VIEWS), list(VIEWS.values()))[0] if item.target else "answer"
        view = "answer" if view == "swapped" and item.swapped is None else view
        text, shown = _SHOW[view](item, self._texts, rng)
        if not shown:
            view, (text, shown) = "answer", answer(item, self._texts, rng)
        question = rng.choices(item.asked, FORMS[: len(item.asked)])[0]
        if view == "swapped" and item.swapped is not None:
            question = item.swapped
        return self._joined(question, text, shown, item.target if view == "answer" else None, rng)

    def _joined(
        self,
        question: Tokens,
        text: Text,
        shown: list[Range],
        target: tuple[Range, Range] | None,
        rng: random.Random,
    ) -> Example:
        title = [text.title] if rng.random() < HEADED else []
        pieces = [text.ids[text.bounds[a] : text.bounds[b]] for a, b in shown]
        if not target:
            pieces = [np.concatenate(pieces)[:PASSAGE_TOKENS]]
        ids, passage = join(question, [*title, *pieces], self._ends)
        shift = passage + sum(map(len, title)) - text.bounds[shown[0][0]]
        return Example(ids, passage, _moved(target, shift) if target else NULL)


def _moved(target: tuple[Range, Range], shift: int) -> tuple[Range, Range]:
    (a, b), (c, d) = target
    return (a + shift, b + shift), (c + shift, d + shift)


def _same(group: Any) -> Any:
    """Keep arrays as they are: DataLoader would make tensors in shared memory, which is small in
    many containers."""
    return group


def loader(groups: Groups, first: int, workers: int) -> DataLoader[list[Batch]]:
    """Return a loader of groups from number `first` on, built by worker processes (0: here)."""
    numbers = range(first, len(groups))
    context = "fork" if workers else None
    return DataLoader(
        groups,
        batch_size=None,
        sampler=numbers,
        num_workers=workers,
        collate_fn=_same,
        multiprocessing_context=context,
    )
