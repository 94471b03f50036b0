"""Exact search: the same as a product of matrices, filtered or not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qa import dense
from qa.dense import DenseIndex
from qa.types import Vectors


@pytest.fixture
def vectors() -> Vectors:
    made = np.random.default_rng(0).normal(size=(40, 8)).astype(np.float32)
    unit: Vectors = made / np.linalg.norm(made, axis=1, keepdims=True)
    return unit


@pytest.fixture
def index(tmp_path: Path, vectors: Vectors) -> DenseIndex:
    dense.write(tmp_path / "vectors", vectors)
    return DenseIndex(tmp_path / "vectors")


def test_search_is_exact(index: DenseIndex, vectors: Vectors) -> None:
    query = vectors[7]
    found = index.search(query, 5)
    expected = np.argsort(-(vectors @ query))[:5]
    assert list(found) == expected.tolist()
    assert list(found.values()) == pytest.approx((vectors[expected] @ query).tolist())


def test_a_filter_finds_only_its_rows(index: DenseIndex, vectors: Vectors) -> None:
    found = index.search(vectors[7], 100, [(3, 6), (10, 12)])
    assert sorted(found) == [3, 4, 5, 10, 11]


def test_cosines_of_named_rows(index: DenseIndex, vectors: Vectors) -> None:
    assert index.cosines(vectors[0], [3, 0]) == pytest.approx([vectors[3] @ vectors[0], 1.0])
    assert index.cosines(vectors[0], []) == []
    assert len(index) == 40
