"""Exact search over unit vectors, one a row, in a memory-mapped FAISS index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from qa.types import Rows, Vectors


def write(path: Path, vectors: Vectors) -> None:
    """Store vectors of shape (rows, dimension) as an inner-product index."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    faiss.write_index(index, str(path))


class DenseIndex:
    """Searches what `write` wrote; safe for concurrent readers."""

    def __init__(self, path: Path) -> None:
        self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)

    def __len__(self) -> int:
        return int(self._index.ntotal)

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


def _selector(within: Sequence[Rows]) -> faiss.IDSelector:
    rows = np.concatenate([np.arange(start, end, dtype=np.int64) for start, end in within])
    return faiss.IDSelectorBatch(rows)
