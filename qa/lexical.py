"""BM25 over our own terms (Robertson & Zaragoza 2009), as arrays on disk that are memory-mapped.

A row is a sentence's rank over all documents of the index; its window is the sentence with those
before and after it. The terms of each row are kept beside the postings, so that an index can be
made anew from another's rows without analysing them again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.types import Rows

Integers = NDArray[np.int32]
Scores = NDArray[np.float64]

K1, B = 1.2, 0.75
"""Saturation of a term's count, and the weight of a row's length: the usual values."""


class LexicalWriter:
    """Takes documents in order, new ones and rows of an index that was; then writes the index."""

    def __init__(self, kept: LexicalIndex | None = None) -> None:
        self._kept = kept
        self._numbers = {
            term: number for number, term in enumerate(kept.vocabulary if kept else ())
        }
        self._tokens: list[Integers] = []
        self._lengths: list[Integers] = []

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """The terms of each sentence of a new document."""
        number = self._numbers
        numbered = [[number.setdefault(term, len(number)) for term in terms] for terms in rows]
        tokens = [token for row in numbered for token in row]
        self._append(np.array(tokens, np.int32), np.array([*map(len, numbered)], np.int32))

    def keep(self, rows: Rows) -> None:
        """The sentences of a document of the index that was."""
        if self._kept is None:
            raise ValueError("there is no index to keep rows of")
        self._append(*self._kept.rows(rows))

    def write(self, folder: Path) -> None:
        """Write all that was taken into an empty folder; the same rows give the same files."""
        lengths = np.concatenate([_NONE, *self._lengths])
        tokens = np.concatenate([_NONE, *self._tokens])
        names = list(self._numbers)
        used = np.flatnonzero(np.bincount(tokens, minlength=len(names))).tolist()
        alphabetical = sorted(used, key=names.__getitem__)
        ranks = np.zeros(len(names), np.int32)
        ranks[alphabetical] = np.arange(len(alphabetical), dtype=np.int32)
        vocabulary = [names[number] for number in alphabetical]
        _write(folder, vocabulary, ranks[tokens], lengths, self._starts())

    def _append(self, tokens: Integers, lengths: Integers) -> None:
        self._tokens.append(tokens)
        self._lengths.append(lengths)

    def _starts(self) -> Integers:
        """The first row of each document, and the number of rows."""
        return np.cumsum([0, *map(len, self._lengths)], dtype=np.int32)


class LexicalIndex:
    """Searches what a `LexicalWriter` wrote; safe for concurrent readers."""

    def __init__(self, folder: Path) -> None:
        text = (folder / "vocabulary.txt").read_text(encoding="utf-8")
        self.vocabulary = text.split("\n")[:-1]
        self._number = {term: number for number, term in enumerate(self.vocabulary)}
        self._tokens, self._offsets, self._starts, self._heads, self._rows, self._counts = (
            np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS
        )
        self._lengths = np.diff(self._offsets)
        self._mean_length = float(self._lengths.mean()) if len(self._lengths) else 0.0

    def __len__(self) -> int:
        return len(self._lengths)

    def rows(self, rows: Rows) -> tuple[Integers, Integers]:
        """The numbered terms of some rows, one row after the other, and each row's length."""
        first, last = rows
        return self._tokens[self._offsets[first] : self._offsets[last]], self._lengths[first:last]

    def search(
        self, terms: Sequence[str], limit: int, within: Sequence[Rows] = ()
    ) -> dict[int, float]:
        """BM25 of the best `limit` rows that hold a term, best first; `within` none: of all."""
        scores = np.zeros(len(self))
        for term in dict.fromkeys(terms):
            rows, counts = self._postings(term)
            norm = K1 * (1 - B + B * self._lengths[rows] / self._mean_length)
            scores[rows] += self._rarity(term) * counts * (K1 + 1) / (counts + norm)
        return _best(scores, limit, within)

    def coverage(
        self, terms: Sequence[str], limit: int, within: Sequence[Rows] = ()
    ) -> dict[int, float]:
        """The share (0 to 1) of the terms' inverse document frequency that a row's window holds.

        It asks what BM25 cannot tell: whether the question's words are all together somewhere.
        """
        rarity = {term: self._rarity(term) for term in dict.fromkeys(terms)}
        scores = np.zeros(len(self))
        for term, value in rarity.items():
            scores[self._near(self._postings(term)[0])] += value / sum(rarity.values())
        return _best(scores, limit, within)

    def knows(self, term: str) -> bool:
        """Whether any row holds the term."""
        return term in self._number

    def _postings(self, term: str) -> tuple[Integers, Integers]:
        """The rows that hold a term, ascending, and how often each does."""
        number = self._number.get(term)
        if number is None:
            return _NONE, _NONE
        place = slice(self._heads[number], self._heads[number + 1])
        return self._rows[place], self._counts[place]

    def _rarity(self, term: str) -> float:
        """BM25's inverse document frequency, highest for a term that no row holds."""
        holding = len(self._postings(term)[0])
        return math.log(1 + (len(self) - holding + 0.5) / (holding + 0.5))

    def _near(self, rows: Integers) -> Integers:
        """The rows, and those just before and after them in the same document."""
        ranks = np.searchsorted(self._starts, rows, side="right")
        before = rows[rows > self._starts[ranks - 1]] - 1
        after = rows[rows + 1 < self._starts[ranks]] + 1
        near: Integers = np.unique(np.concatenate([before, rows, after]))
        return near


_ARRAYS = ("tokens", "offsets", "starts", "heads", "rows", "counts")
"""Terms by row, each row's place in them, the documents' rows; each term's place in the postings,
the postings' rows and counts."""
_NONE = np.array([], np.int32)


def _write(
    folder: Path, vocabulary: list[str], tokens: Integers, lengths: Integers, starts: Integers
) -> None:
    rows = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    # One number a pair, so that one sort groups them by term, then by row: too large for 32 bits.
    by_term = tokens.astype(np.int64) * max(len(lengths), 1)
    pairs, counts = np.unique(by_term + rows, return_counts=True)
    numbers, holding = np.divmod(pairs, max(len(lengths), 1))
    heads = np.searchsorted(numbers, np.arange(len(vocabulary) + 1))
    offsets = np.cumsum([0, *lengths], dtype=np.int64)
    arrays = (tokens, offsets, starts, heads, holding.astype(np.int32), counts.astype(np.int32))
    for name, array in zip(_ARRAYS, arrays, strict=True):
        np.save(folder / f"{name}.npy", array)
    text = "".join(f"{term}\n" for term in vocabulary)
    (folder / "vocabulary.txt").write_text(text, encoding="utf-8")


def _best(scores: Scores, limit: int, within: Sequence[Rows]) -> dict[int, float]:
    """The highest scores above 0 by row, highest first, the lower row first among equals."""
    inside = [np.arange(*rows) for rows in within] or [np.arange(len(scores))]
    rows = np.concatenate(inside)
    rows = rows[scores[rows] > 0]
    if len(rows) > limit:
        least = np.partition(scores[rows], len(rows) - limit)[len(rows) - limit]
        rows = rows[scores[rows] >= least]
    order = np.argsort(-scores[rows], kind="stable")[:limit]
    return dict(zip(rows[order].tolist(), scores[rows[order]].tolist(), strict=True))
