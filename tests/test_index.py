"""The index folder: same seeds same id, whole or not at all, damage told by name."""

from __future__ import annotations

import fcntl
import json
import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from qa import Engine, Settings, build, verify
from qa.engine import rollback
from qa.errors import (
    IndexBusyError,
    IndexCorruptError,
    IndexMissingError,
    IndexStaleError,
    IndexWriteError,
    NoReadableSeedError,
)
from qa.index import load
from qa.index.layout import Layout


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Two small documents and an index of their own."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("Le chat dort. Le chien court.\n", encoding="utf-8")
    (seeds / "b.txt").write_text("La mer est bleue.\n", encoding="utf-8")
    return Settings(seeds=seeds, index=tmp_path / "index")


def test_same_seeds_same_id_anywhere(own: Settings, tmp_path: Path) -> None:
    shutil.copytree(own.seeds, tmp_path / "copy")
    elsewhere = Settings(seeds=tmp_path / "copy", index=tmp_path / "other")
    assert build(own).id == build(elsewhere).id


def test_a_change_gives_another_id_and_the_old_version_is_kept(own: Settings) -> None:
    old = build(own).id
    (own.seeds / "b.txt").write_text("La mer est verte.\n", encoding="utf-8")
    new = build(own).id
    assert new != old
    assert {path.name for path in Layout(own.index).versions.iterdir()} == {old, new}


def test_an_unchanged_folder_is_not_built_again(own: Settings) -> None:
    assert build(own) == build(own)


def test_rows_are_the_sentences_in_order(own: Settings) -> None:
    build(own)
    index = load(own)
    words = [document.words(sentence.span) for document, sentence in map(index.sentence, range(3))]
    assert words == ["Le chat dort.", "Le chien court.", "La mer est bleue."]
    assert index.rows(["b.txt"]) == [(2, 3)]
    assert index.neighbours(1) == [0]


@pytest.mark.parametrize(
    "name", ["documents.jsonl", "vectors.faiss", "manifest.json", "lexical/rows.npy"]
)
def test_damage_is_told_and_a_rebuild_mends_it(own: Settings, name: str) -> None:
    build(own)
    path = Layout(own.index).in_use().folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(IndexCorruptError, match="Run `qa index`"):
        verify(own)
    build(own)
    assert verify(own).documents == 2


def test_a_missing_file_is_named(own: Settings) -> None:
    build(own)
    Layout(own.index).in_use().vectors.unlink()
    with pytest.raises(IndexCorruptError, match=r"vectors\.faiss is missing"):
        verify(own)


def test_no_index_says_what_to_run(own: Settings) -> None:
    with pytest.raises(IndexMissingError, match="Run `qa index`"):
        Engine(own).load()


def test_another_format_is_stale(own: Settings) -> None:
    build(own)
    manifest = Layout(own.index).in_use().manifest
    value = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(value | {"format": 0}), encoding="utf-8")
    with pytest.raises(IndexStaleError):
        verify(own)


def test_another_embedder_is_stale(own: Settings) -> None:
    build(own)
    with pytest.raises(IndexStaleError, match="Run `qa index`"):
        Engine(replace(own, passage_prefix="passage: ")).load()


def test_unreadable_seeds_are_reported_and_the_others_indexed(own: Settings) -> None:
    (own.seeds / "c.txt").write_bytes(b"\x00\x01\x02")
    info = build(own)
    assert [one.path for one in info.failures] == ["c.txt"]
    assert info.documents == 2


def test_no_readable_seed_leaves_the_old_index(own: Settings) -> None:
    old = build(own)
    for path in own.seeds.iterdir():
        path.write_text("", encoding="utf-8")
    with pytest.raises(NoReadableSeedError):
        build(own)
    assert verify(own) == old


def test_two_builders_at_once(own: Settings) -> None:
    build(own)
    with Layout(own.index).lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(IndexBusyError):
            build(own)


def test_leftovers_of_a_killed_build_are_cleaned(own: Settings) -> None:
    build(own)
    left = Layout(own.index).versions / "tmp-left"
    left.mkdir()
    build(own)
    assert not left.exists()


def test_a_name_written_in_two_ways_is_one_document(own: Settings) -> None:
    for form in ("NFC", "NFD"):
        (own.seeds / unicodedata.normalize(form, "été.txt")).write_text(f"Un été {form}.")
    info = build(own)
    assert [one.status for one in info.files if one.path == "été.txt"] == ["read", "failed"]
    assert load(own).info.documents == info.documents


def test_what_others_put_there_is_left(own: Settings) -> None:
    layout = Layout(own.index)
    theirs = (layout.folder / "notes.tmp", layout.versions / "2023" / "rapport.txt")
    for path in theirs:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("à garder")
    build(own)
    (own.seeds / "autre.txt").write_text("Une autre phrase.")
    build(own)
    assert all(path.exists() for path in theirs)


def test_a_rollback_that_cannot_be_written_is_told(own: Settings) -> None:
    build(own)
    lock = Layout(own.index).lock
    lock.unlink()
    lock.mkdir()
    with pytest.raises(IndexWriteError):
        rollback(own)


def test_a_folder_that_cannot_be_written_is_told(own: Settings) -> None:
    own.index.write_text("a file where the folder should be")
    with pytest.raises(IndexWriteError):
        build(own)
