"""BM25: what is found, what is left out, and that a filter keeps the scores."""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.lexical import LexicalIndex, LexicalWriter

DOCUMENTS = [[["chat", "noir"], ["chat", "blanc"]], [["chien", "noir", "noir"], ["oiseau"]]]


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    return written(tmp_path, DOCUMENTS)


def written(folder: Path, documents: list[list[list[str]]]) -> LexicalIndex:
    writer = LexicalWriter()
    for document in documents:
        writer.add(document)
    writer.write(folder)
    return LexicalIndex(folder)


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


def test_large_collections_keep_every_posting(tmp_path: Path) -> None:
    """Rows times terms exceed 32 bits here."""
    count = 50_000
    index = written(tmp_path, [[[f"t{row}"] for row in range(count)]])
    wrong = [row for row in range(count) if list(index.search([f"t{row}"], 2)) != [row]]
    assert not wrong


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


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    empty = written(tmp_path, [])
    assert len(empty) == 0
    assert empty.search(["chat"], 10) == empty.coverage(["chat"], 10) == {}


def test_bm25_is_the_formula(index: LexicalIndex) -> None:
    rarity = math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))
    norm = 1.2 * (0.25 + 0.75 * 3 / 2)
    assert index.search(["noir"], 10)[2] == pytest.approx(rarity * 2 * 2.2 / (2 + norm))


@given(st.lists(st.lists(st.lists(st.sampled_from("abcdef"), max_size=5), max_size=4), max_size=5))
def test_kept_rows_give_the_files_of_a_full_build(documents: list[list[list[str]]]) -> None:
    with TemporaryDirectory() as place:
        old, new, full = (Path(place) / name for name in ("old", "new", "full"))
        for folder in (old, new, full):
            folder.mkdir()
        was = written(old, [*documents, [["z", "a"]]])
        writer, row = LexicalWriter(was), 0
        writer.add([["y", "a"]])
        for document in documents:
            writer.keep((row, row + len(document)))
            row += len(document)
        writer.write(new)
        written(full, [[["y", "a"]], *documents])
        assert {one.name: one.read_bytes() for one in new.iterdir()} == {
            one.name: one.read_bytes() for one in full.iterdir()
        }
