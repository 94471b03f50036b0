"""200 files of every kind: each read as expected, every sentence in its place."""

from __future__ import annotations

from pathlib import Path

import mixed_files
import pytest
from mixed_files import Written

from qa import Settings, build
from qa.errors import UnknownDocumentError
from qa.index import Index, load

COUNT = 200


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mixed")


@pytest.fixture(scope="module")
def written(place: Path) -> dict[str, Written]:
    return mixed_files.write(place / "seeds", COUNT)


@pytest.fixture(scope="module")
def index(place: Path, written: dict[str, Written]) -> Index:
    assert len(written) == COUNT
    settings = Settings(seeds=place / "seeds", index=place / "index")
    build(settings)
    return load(settings)


def test_each_file_is_told_of(index: Index, written: dict[str, Written]) -> None:
    told = {one.path: one.status for one in index.info.files}
    assert told == {path: one.status for path, one in sorted(written.items())}
    assert all(one.reason for one in index.info.failures)


def test_each_sentence_is_a_sentence(index: Index, written: dict[str, Written]) -> None:
    for path, one in written.items():
        if one.status != "read":
            with pytest.raises(UnknownDocumentError):
                index.document(path)
            continue
        document = index.document(path)
        found = [document.words(sentence.span) for sentence in document.sentences]
        assert [words for words in one.sentences if words not in found] == [], path


def test_sentences_and_gaps_rebuild_each_text(index: Index) -> None:
    for document in index.documents:
        end, rebuilt = 0, ""
        for sentence in document.sentences:
            gap = document.text[end : sentence.span.start]
            assert not gap.strip()
            rebuilt += gap + document.words(sentence.span)
            end = sentence.span.end
        assert rebuilt + document.text[end:] == document.text
        assert not any(sign in document.text for sign in ("<", "piège", "**", "\ufffd"))


def test_front_matter_is_known(index: Index, written: dict[str, Written]) -> None:
    for number, path in enumerate(written):
        told = mixed_files.story(number)
        if written[path].status == "read":
            document = index.document(path)
            assert document.title == told.title
            assert document.authors == (told.author,)
            assert document.language == "fr"


def test_pages_and_sections_are_known(index: Index) -> None:
    for document in index.documents:
        paged = document.path.endswith(".pdf")
        assert all((one.page is not None) == paged for one in document.sentences)
        if not document.path.endswith(".txt"):
            prose = [one for one in document.sentences if one.kind == "paragraph"]
            assert {one.section for one in prose} <= {"Histoire et œuvre", "Histoire et oeuvre"}
