"""What the readers make of each kind of file, and how a bad file is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa import questions
from qa.datasets import materialise
from qa.errors import QuestionFileError, SeedsMissingError

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "tests" / "data" / "article.jsonl"
TEXT = "Le titre\n\nLe chat dort. Il fait froid.\n"
SQUAD = {"question": "Que fait-il ?", "answers": [{"text": "dort", "answer_start": 18}]}
AUTHORED = {
    "id": "A-017",
    "title_fr": "Le titre",
    "fr": ["Le chat dort.", "Il fait froid."],
    "en": ["The cat sleeps.", "It is cold."],
    "qas": [{"s": 1, "q_fr": "Quel temps ?", "q_en": "Weather?", "a_fr": "froid", "type": "what"}],
    "none": [{"q_fr": "Quel âge ?", "q_en": "How old?"}],
}
GOLDEN = {"question": "Que fait le chat ?", "gold": ["Le chat dort."], "answers": ["dort"]}


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("Rien ici.", encoding="utf-8")
    (folder / "sub" / "chat.txt").write_text(TEXT, encoding="utf-8")
    return folder


def file(folder: Path, *records: Any) -> Path:
    path = folder / "questions"
    lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_squad_spans_are_words_of_their_paragraph(tmp_path: Path, seeds: Path) -> None:
    impossible = {"question": "Qui ?", "answers": [], "is_impossible": True}
    paragraph = {"context": TEXT, "qas": [SQUAD, impossible]}
    path = file(tmp_path, {"data": [{"title": "Chat", "paragraphs": [paragraph]}]})
    found, none = questions.read(path, seeds).items
    assert found.gold[0].of(TEXT) == "dort"
    assert not none.gold


def test_authored_questions_come_in_both_languages(tmp_path: Path, seeds: Path) -> None:
    dataset = questions.read(file(tmp_path, AUTHORED), seeds, "calibration")
    assert [(item.language, item.type) for item in dataset.items] == [
        ("fr", "what"),
        ("fr", "none"),
        ("en", "what"),
        ("en", "none"),
    ]
    assert dataset.items[0].gold[0].of(dataset.texts["A-017.txt"]) == "Il fait froid."


def test_golden_questions_are_asked_of_the_document_that_has_their_words(
    tmp_path: Path, seeds: Path
) -> None:
    (item,) = questions.read(file(tmp_path, GOLDEN), seeds).items
    assert item.document == "sub/chat.txt"
    assert item.gold[0].of(TEXT) == "Le chat dort."


def test_empty_lines_marks_and_odd_line_ends_are_read(tmp_path: Path, seeds: Path) -> None:
    record = json.dumps(GOLDEN | {"question": "Où dort\u2028le chat ?"}, ensure_ascii=False)
    path = tmp_path / "questions"
    path.write_text(f"\ufeff\n{record}\r\n\n{record}", encoding="utf-8")
    assert len(questions.read(path, seeds).items) == 2


def test_follow_ups_are_asked_after_their_question(tmp_path: Path, seeds: Path) -> None:
    follow = {"prev": 0, "q_fr": "Depuis quand ?", "q_en": "Since when?", "s": 0, "a_fr": "dort"}
    path = file(tmp_path, AUTHORED | {"follow": [follow]})
    items = questions.read(path, seeds, follow_ups=True).items
    assert [(one.question, one.before) for one in items] == [
        ("Depuis quand ?", "Quel temps ?"), ("Since when?", "Weather?")
    ]  # fmt: skip
    with pytest.raises(QuestionFileError, match="no follow-ups"):
        questions.read(file(tmp_path, GOLDEN), seeds, follow_ups=True)


def test_texts_are_written_as_they_are(tmp_path: Path, seeds: Path) -> None:
    dataset = questions.read(file(tmp_path, GOLDEN), seeds)
    materialise(dataset, tmp_path / "copy")
    assert (tmp_path / "copy" / "sub" / "chat.txt").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([], "neither SQuAD"),
        (["nothing"], "neither SQuAD"),
        ([[1, 2]], "neither SQuAD"),
        ([{"data": 3}], "not as it should be"),
        ([{"data": []}], "no question"),
        ([{"question": "Qui ?"}], "no 'gold'"),
        ([GOLDEN | {"gold": ["Le chien dort."]}], "line 1: no document holds its gold"),
        ([GOLDEN, "{"], "line 2: not JSON"),
        ([GOLDEN, "[" * 100_000], "line 2: not as it should be"),
        ([GOLDEN | {"gold": "Le chat dort."}], "gold is not a list"),
        ([AUTHORED | {"id": "../../A-1"}], "not an id"),
        ([AUTHORED | {"qas": [AUTHORED["qas"][0] | {"s": 9}]}], "not as it should be"),  # type: ignore[index]
    ],
)
def test_a_bad_file_is_told_in_one_line(
    tmp_path: Path, seeds: Path, records: list[Any], words: str
) -> None:
    with pytest.raises(QuestionFileError, match=words) as caught:
        questions.read(file(tmp_path, *records), seeds)
    assert len(str(caught.value).splitlines()) == 1


def test_files_that_cannot_be_read(tmp_path: Path, seeds: Path) -> None:
    with pytest.raises(QuestionFileError, match="No such file"):
        questions.read(tmp_path / "absent", seeds)
    (tmp_path / "latin").write_bytes("été".encode("latin-1"))
    with pytest.raises(QuestionFileError, match="not UTF-8"):
        questions.read(tmp_path / "latin", seeds)


def test_golden_questions_need_their_documents(tmp_path: Path) -> None:
    with pytest.raises(SeedsMissingError):
        questions.read(file(tmp_path, GOLDEN), tmp_path / "none")


def test_a_part_without_questions(tmp_path: Path, seeds: Path) -> None:
    with pytest.raises(QuestionFileError, match="in its calibration part"):
        questions.read(file(tmp_path, AUTHORED | {"id": "A-018"}), seeds, "calibration")


def test_the_golden_questions_of_the_article() -> None:
    """Every gold sentence stands once in the article, and holds an answer or its beginning."""
    dataset = questions.read(ARTICLE, ROOT / "seeds")
    (text,) = dataset.texts.values()
    found = [item for item in dataset.items if item.gold]
    assert sum(item.language == "fr" for item in found) >= 60
    assert sum(item.language == "en" for item in found) >= 40
    assert all(text.count(span.of(text)) == 1 for item in found for span in item.gold)
    assert all(answer in text for item in found for answer in item.answers)
