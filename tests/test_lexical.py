"""BM25: what is found, what is left out, and that a filter keeps the scores."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa import lexical
from qa.lexical import LexicalIndex

DOCUMENTS = [[["chat", "noir"], ["chat", "blanc"]], [["chien", "noir", "noir"], ["oiseau"]]]


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    lexical.write(tmp_path, DOCUMENTS)
    return LexicalIndex(tmp_path)


def test_best_first_and_only_rows_that_hold_a_term(index: LexicalIndex) -> None:
    found = index.search(["chat", "noir"], 10)
    assert next(iter(found)) == 0
    assert set(found) == {0, 1, 2}
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_a_filter_changes_neither_scores_nor_order(index: LexicalIndex) -> None:
    everywhere = index.search(["noir", "chat"], 10)
    inside = index.search(["noir", "chat"], 10, [(1, 2), (2, 4)])
    assert inside == {row: score for row, score in everywhere.items() if row >= 1}


def test_repeated_terms_of_a_query_count_once(index: LexicalIndex) -> None:
    assert index.search(["noir", "noir"], 10) == index.search(["noir"], 10)


def test_nothing_for_no_or_unknown_terms(index: LexicalIndex) -> None:
    assert index.search([], 10) == {}
    assert index.search(["zèbre"], 10) == {}
    assert not index.knows("zèbre")
    assert index.knows("oiseau")


def test_coverage_is_the_share_of_terms_near_a_row(index: LexicalIndex) -> None:
    assert index.coverage(["noir", "blanc"], 10)[0] == pytest.approx(1)
    assert index.coverage(["noir", "blanc"], 10)[1] == pytest.approx(1)
    assert 0 < index.coverage(["noir", "blanc"], 10)[3] < 1


def test_windows_end_with_their_document(index: LexicalIndex) -> None:
    assert set(index.coverage(["blanc"], 10)) == {0, 1}
    assert set(index.coverage(["oiseau"], 10)) == {2, 3}


def test_unknown_terms_lower_the_coverage(index: LexicalIndex) -> None:
    assert 0 < index.coverage(["oiseau", "zèbre"], 10)[3] < 0.6
    assert index.coverage([], 10) == {}
