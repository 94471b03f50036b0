"""Readers in a process of their own: what hangs, crashes or grows there is a reason, not an end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import mixed_files
import pytest
from programs import script

from qa.seeds import Readers, formats, isolation
from qa.seeds.formats import read

FUZZED = 30
"""Seconds."""
HOSTILE = """
import os
from qa.seeds import formats, isolation

def read_hostile(data):
    if data == b"hang":
        while True:
            pass
    if data == b"crash":
        os.abort()
    if data == b"grow":
        bytearray(8 << 30)
    if data == b"odd":
        raise LookupError("odd")
    print("not a reply")
    return formats.read_plain(data)

def serve():
    formats.FORMATS[".bad"] = "hostile.read_hostile"
    isolation.SECONDS = 1
    isolation.serve()
"""


@pytest.fixture
def readers() -> Iterator[Readers]:
    with Readers() as readers:
        yield readers


def test_it_reads_what_is_read_here(readers: Readers) -> None:
    for number, kind in enumerate(mixed_files.KINDS):
        made = kind(mixed_files.story(number))
        if made.status == "read":
            assert readers.read(made.suffix, made.data) == read(made.suffix, made.data)
        else:
            with pytest.raises(ValueError, match=r"\w"):
                readers.read(made.suffix, made.data)


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers: Readers) -> Readers:
    """A process whose reader of `.bad` files is hostile."""
    (tmp_path / "hostile.py").write_text(HOSTILE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(isolation, "_PROGRAM", "import hostile; hostile.serve()")
    monkeypatch.setattr(isolation, "SECONDS", 1)
    return readers


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"hang", "it takes longer than 1 s to read"),
        (b"crash", "its reader crashed"),
        (b"grow", "it needs more than 2 GB of memory"),
        (b"odd", "its reader failed (LookupError: odd)"),
    ],
)
def test_what_a_reader_does_is_a_reason(hostile: Readers, data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match="^" + reason.replace("(", r"\(").replace(")", r"\)")):
        hostile.read(".bad", data)
    assert hostile.read(".bad", "Après.".encode()).text == "Après."


def test_kinds_that_are_not_read_say_what_to_do() -> None:
    for suffix in formats.UNREAD:
        with pytest.raises(ValueError, match=r"save it as \.docx"):
            read(suffix, b"")


def test_damaged_files_harm_nothing(tmp_path: Path) -> None:
    mixed_files.write(tmp_path, 2 * len(mixed_files.KINDS))
    outcomes, longest, guilty = script("fuzz_seeds").fuzz(tmp_path, FUZZED, 1)
    assert guilty == []
    assert longest < isolation.SECONDS
    assert sum(outcomes.values()) > 100
