"""Exhaustive search over unit vectors, one a row, in a memory-mapped FAISS index.

Vectors are stored in half precision: cosines move by less than 0.001, and a search reads half.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from qa.types import Rows, Vectors

_BLOCK = 10_000
"""Rows that are taken over at once."""


class DenseWriter:
    """Takes vectors in order, new ones and rows of an index that was; then writes the index."""

    def __init__(self, kept: DenseIndex | None = None) -> None:
        self._kept = kept
        self._rows = (0, 0)
        self._index: Any = None

    def add(self, vectors: Vectors) -> None:
        """Vectors of shape (rows, dimension); no rows are nothing."""
        self._flush()
        if len(vectors):
            self._sized(vectors.shape[1]).add(np.ascontiguousarray(vectors, dtype=np.float32))

    def keep(self, rows: Rows) -> None:
        """Rows of the index that was; they are stored again bit by bit."""
        first, last = self._rows
        if rows[0] != last or last - first > _BLOCK:
            self._flush()
            first = rows[0]
        self._rows = (first, rows[1])

    def _flush(self) -> None:
        """Take over the rows that were kept one after the other, at once."""
        first, last = self._rows
        if self._kept and last > first:
            self._sized(self._kept.dimension).add_sa_codes(self._kept.codes(self._rows))
        self._rows = (last, last)

    def _sized(self, dimension: int) -> Any:
        self._index = self._index or _empty(dimension)
        return self._index

    def write(self, path: Path) -> None:
        """Write all that was taken; raises `OSError` when it cannot be."""
        self._flush()
        # Through a file of ours: FAISS's own says nothing when the disk is full at its close.
        with path.open("wb") as file:
            try:
                faiss.write_index(self._index or _empty(1), faiss.PyCallbackIOWriter(file.write))
            except RuntimeError as error:  # FAISS has no other
                raise OSError(str(error)) from error


class DenseIndex:
    """Searches what a `DenseWriter` wrote; safe for concurrent readers."""

    def __init__(self, path: Path) -> None:
        self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def codes(self, rows: Rows) -> NDArray[np.uint8]:
        """The vectors of some rows as they are stored, not copied."""
        size = self._index.code_size
        whole = faiss.rev_swig_ptr(self._index.codes.data(), len(self) * size)
        return np.asarray(whole).reshape(len(self), size)[slice(*rows)]

    def search(self, vector: Vectors, limit: int, within: Sequence[Rows] = ()) -> dict[int, float]:
        """Cosine of the `limit` nearest rows, nearest first; `within` none: of all."""
        parameters = faiss.SearchParameters(sel=_selector(within)) if within else None
        scores, rows = self._index.search(
            vector.reshape(1, -1), min(limit, len(self)), params=parameters
        )
        found = zip(rows[0].tolist(), scores[0].tolist(), strict=True)
        return {row: score for row, score in found if row >= 0}

    def cosines(self, vector: Vectors, rows: Sequence[int]) -> list[float]:
        """Cosine of each of the rows named."""
        if not rows:
            return []
        chosen = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return [float(value) for value in chosen @ vector]


def _empty(dimension: int) -> Any:
    half = faiss.ScalarQuantizer.QT_fp16
    return faiss.IndexScalarQuantizer(dimension, half, faiss.METRIC_INNER_PRODUCT)


def _selector(within: Sequence[Rows]) -> faiss.IDSelector:
    rows = np.concatenate([np.arange(start, end, dtype=np.int64) for start, end in within])
    return faiss.IDSelectorBatch(rows)
