"""French sentences: one case a line, and what must hold for any text."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.sentences import LONGEST, segment
from qa.types import Span

TABLE = Path(__file__).parent / "data" / "sentences.txt"


def unescaped(line: str) -> str:
    """The case with the characters that cannot be seen in an editor."""
    return re.sub(
        r"\\(?:u[0-9a-f]{4}|n)", lambda one: one[0].encode().decode("unicode_escape"), line
    )


CASES = [
    unescaped(line)
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
TEXTS = st.text(st.sampled_from("ab ÀÉ.!?…»«\"'()\n\u00a0\u202f1M–-’"), max_size=80) | st.text()


@pytest.mark.parametrize("case", CASES)
def test_table(case: str) -> None:
    pieces = case.split("|")
    text = "".join(pieces)
    found = [span.of(text) for span in segment(text, Span(0, len(text)))]
    assert found == pieces[::2]


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 120


@given(TEXTS, st.integers(0, 20), st.integers(0, 20))
def test_sentences_and_gaps_rebuild_the_text(text: str, before: int, after: int) -> None:
    if not before < len(text) - after:
        return
    block = Span(before, len(text) - after)
    end = block.start
    for span in segment(text, block):
        assert not text[end : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        end = span.end
    assert end <= block.end
    assert not text[end : block.end].strip()


@given(st.lists(st.sampled_from(["mot ", "mot, ", "mot ; ", "x" * 900, "\n" * 1500]), max_size=900))
def test_no_sentence_is_longer_than_a_reader_takes_in(pieces: list[str]) -> None:
    text = "Un " + "".join(pieces)
    found = segment(text, Span(0, len(text)))
    assert max(map(len, found)) <= LONGEST
    assert "".join("".join(span.of(text).split()) for span in found) == "".join(text.split())


def test_a_long_sentence_is_cut_where_it_pauses() -> None:
    text = "un mot ; " * 400
    assert {span.of(text)[-1] for span in segment(text, Span(0, len(text)))} == {";"}


@pytest.mark.parametrize(
    "piece", ["a", "a.", ".", '"', "« ", ". ", "M. ", "A.", "? ! ", '. "', ".» "]
)
def test_long_texts_of_one_kind_take_linear_work(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = time.process_time()
    segment(text, Span(0, len(text)))
    assert time.process_time() - start < 5  # quadratic work would take minutes
