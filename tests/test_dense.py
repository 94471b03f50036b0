"""Exhaustive search: the same as a product of matrices, filtered or not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qa.dense import DenseIndex, DenseWriter
from qa.types import Vectors


@pytest.fixture
def vectors() -> Vectors:
    made = np.random.default_rng(0).normal(size=(40, 8)).astype(np.float32)
    unit: Vectors = made / np.linalg.norm(made, axis=1, keepdims=True)
    return unit


@pytest.fixture
def index(tmp_path: Path, vectors: Vectors) -> DenseIndex:
    return written(tmp_path / "vectors", vectors[:30], vectors[30:])


def written(path: Path, *parts: Vectors) -> DenseIndex:
    writer = DenseWriter()
    for part in parts:
        writer.add(part)
    writer.write(path)
    return DenseIndex(path)


def test_search_is_exhaustive(index: DenseIndex, vectors: Vectors) -> None:
    query = vectors[7]
    found = index.search(query, 5)
    expected = np.argsort(-(vectors @ query))[:5]
    assert list(found) == expected.tolist()
    assert list(found.values()) == pytest.approx((vectors[expected] @ query).tolist(), abs=1e-3)


def test_a_filter_finds_only_its_rows(index: DenseIndex, vectors: Vectors) -> None:
    found = index.search(vectors[7], 100, [(3, 6), (10, 12)])
    assert sorted(found) == [3, 4, 5, 10, 11]


def test_cosines_of_named_rows(index: DenseIndex, vectors: Vectors) -> None:
    assert index.cosines(vectors[0], [3, 0]) == pytest.approx(
        [vectors[3] @ vectors[0], 1.0], abs=1e-3
    )
    assert index.cosines(vectors[0], []) == []
    assert len(index) == 40


def test_rows_kept_are_stored_again_bit_by_bit(
    index: DenseIndex, vectors: Vectors, tmp_path: Path
) -> None:
    writer = DenseWriter(index)
    for rows in ((0, 5), (5, 5), (5, 12)):
        writer.keep(rows)
    writer.add(vectors[12:14])
    writer.keep((14, 40))
    writer.write(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "vectors").read_bytes()


def test_an_empty_index_has_no_rows(tmp_path: Path) -> None:
    assert len(written(tmp_path / "empty")) == 0


def test_a_full_disk_is_an_os_error(vectors: Vectors) -> None:
    writer = DenseWriter()
    writer.add(vectors)
    with pytest.raises(OSError, match="No space left"):
        writer.write(Path("/dev/full"))
