"""Incremental builds: what is unchanged is taken over, and the outcome is that of a full build."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from qa import Settings
from qa.embedding import SentenceEmbedder
from qa.engine import silent
from qa.index import build
from qa.index.layout import Layout
from qa.seeds import formats, isolation
from qa.types import Embedder, Vectors

TEXTS = st.sampled_from(["Le chat dort.", "La mer monte. Le vent tombe.", "Un été à Séoul.", ""])
FOLDERS = st.dictionaries(st.sampled_from(["a.txt", "b.txt", "b/a.txt", "b-a.txt", "c.txt"]), TEXTS)


class Counting:
    """The real embedder, and the texts that it was given."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.embedded: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return self._embedder.embed_passages(texts)


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    return SentenceEmbedder(Settings())


FLAKY = """
import os
from pathlib import Path
from qa.seeds import formats, isolation

def read_flaky(data):
    if Path(__file__).with_name("ill").exists():
        os.abort()
    return formats.read_plain(data)

def serve():
    formats.FORMATS[".flaky"] = "flaky.read_flaky"
    isolation.serve()
"""


def fill(folder: Path, texts: dict[str, str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    folder.mkdir(exist_ok=True)


def content(settings: Settings) -> dict[str, bytes]:
    """Every file of the version in use but the manifest, which tells when it was built."""
    version = Layout(settings.index).in_use()
    return {path.name: path.read_bytes() for path in version.files()}


@budget(max_examples=25)
@given(before=FOLDERS, after=FOLDERS)
def test_it_is_a_full_build_to_the_byte(
    tmp_path_factory: pytest.TempPathFactory,
    embedder: SentenceEmbedder,
    before: dict[str, str],
    after: dict[str, str],
) -> None:
    place = tmp_path_factory.mktemp("builds")
    grown = Settings(seeds=place / "seeds", index=place / "grown")
    full = replace(grown, index=place / "full")
    for texts in ({"z.txt": "Une phrase."} | before, {"z.txt": "Une phrase."} | after):
        fill(grown.seeds, texts)
        told = build(grown, embedder, silent)
    assert told == replace(build(full, embedder, silent), built_at=told.built_at)
    assert content(grown) == content(full)


def test_only_what_has_changed_is_read_and_embedded(
    tmp_path: Path, embedder: SentenceEmbedder
) -> None:
    settings = Settings(seeds=tmp_path / "seeds", index=tmp_path / "index")
    fill(settings.seeds, {"a.txt": "Un.", "b.txt": "Deux.", "c.txt": ""})
    build(settings, embedder, silent)
    (settings.seeds / "b.txt").write_text("Trois.", encoding="utf-8")
    (settings.seeds / "d.txt").write_text("Quatre.", encoding="utf-8")
    counting = Counting(embedder)
    info = build(settings, counting, silent)
    assert counting.embedded == ["Trois.", "Quatre."]
    assert {one.path: one.status for one in info.files} == {
        "a.txt": "unchanged", "b.txt": "read", "c.txt": "no_text", "d.txt": "read"
    }  # fmt: skip


def test_a_touched_file_is_unchanged(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    settings = Settings(seeds=tmp_path / "seeds", index=tmp_path / "index")
    fill(settings.seeds, {"a.txt": "Un."})
    first = build(settings, embedder, silent)
    os.utime(settings.seeds / "a.txt", (0, 0))
    again = build(settings, embedder, silent)
    assert (again, [one.status for one in again.files]) == (first, ["unchanged"])


def test_a_damaged_index_is_not_taken_over(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    settings = Settings(seeds=tmp_path / "seeds", index=tmp_path / "index")
    fill(settings.seeds, {"a.txt": "Un.", "b.txt": "Deux."})
    build(settings, embedder, silent)
    documents = Layout(settings.index).in_use().documents
    documents.write_bytes(documents.read_bytes().replace(b"Un", b"Uj"))
    (settings.seeds / "b.txt").write_text("Trois.", encoding="utf-8")
    counting = Counting(embedder)
    build(settings, counting, silent)
    assert counting.embedded == ["Un.", "Trois."]


def test_another_embedder_takes_nothing_over(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    settings = Settings(seeds=tmp_path / "seeds", index=tmp_path / "index")
    fill(settings.seeds, {"a.txt": "Un."})
    build(settings, embedder, silent)
    counting = Counting(SentenceEmbedder(replace(settings, passage_prefix="passage: ")))
    build(settings, counting, silent)
    assert counting.embedded == ["Un."]


def test_a_foreign_document_is_said_to_be_one(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    settings = Settings(seeds=tmp_path / "seeds", index=tmp_path / "index")
    english = "The ferry leaves the harbour every morning, and it comes back in the evening."
    fill(settings.seeds, {"a.txt": english, "b.txt": "Le bac quitte le port tous les matins."})
    info = build(settings, embedder, silent)
    assert [one.reason for one in info.files] == ["it is not in French (en)", None]


def test_what_was_cut_short_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedder: SentenceEmbedder
) -> None:
    (tmp_path / "flaky.py").write_text(FLAKY, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(formats.FORMATS, ".flaky", "flaky.read_flaky")
    monkeypatch.setattr(isolation, "_PROGRAM", "import flaky; flaky.serve()")
    grown = Settings(seeds=tmp_path / "seeds", index=tmp_path / "grown")
    fill(grown.seeds, {"a.txt": "Le chat dort.", "b.flaky": "La mer monte."})
    (tmp_path / "ill").touch()
    first = build(grown, embedder, silent)
    assert [one.status for one in first.files] == ["read", "failed"]
    (tmp_path / "ill").unlink()
    second = build(grown, embedder, silent)
    assert [one.status for one in second.files] == ["unchanged", "read"]
    full = replace(grown, index=tmp_path / "full")
    assert second.id == build(full, embedder, silent).id != first.id
    assert content(grown) == content(full)
