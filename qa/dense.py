"""Exhaustive search over unit vectors, one a row, in a memory-mapped FAISS index.

Vectors are stored in half precision: cosines move by less than 0.001, and a search reads half.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from qa.types import Rows, Vectors


class DenseWriter:
    """Takes vectors in order, then writes them as an inner-product index."""

    def __init__(self) -> None:
        self._index: Any = None

    def add(self, vectors: Vectors) -> None:
        """Vectors of shape (rows, dimension); no rows are nothing."""
        if not len(vectors):
            return
        if self._index is None:
            self._index = _empty(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def write(self, path: Path) -> None:
        """Write all that was taken; raises `OSError` when it cannot be."""
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

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows; a writer stores them again bit by bit."""
        first, last = rows
        found: Vectors = self._index.reconstruct_n(first, last - first)
        return found

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
