"""The project's own questions, and how the real engine's answers to questions are scored."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qa import Document, Engine, Settings, questions, tables
from qa.cli import main
from qa.datasets import Dataset, Item, materialise, read_authored, read_squad
from qa.evaluation import ask_all, evaluate
from qa.scores import Result, decisions, scores
from qa.types import Span

ROOT = Path(__file__).parent.parent
ARTICLE = Path(__file__).parent / "data" / "article.jsonl"
AUTHORED = ROOT / "scripts" / "train" / "data" / "authored_dev.jsonl"
FLOORS = {"hit@1": 0.65, "hit@3": 0.75, "f1": 0.55}
"""On a sixth of the questions about the shipped article, and on some about five authored documents:
a margin under what was measured."""
WRONGLY = 0.2
"""At most this share of the unanswerable ones is answered."""


@pytest.fixture(scope="module")
def results(engine: Engine) -> list[Result]:
    dataset = questions.read(ARTICLE, ROOT / "seeds")
    return ask_all(replace(dataset, items=dataset.items[::6]), engine)


@pytest.fixture(scope="module")
def authored(tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    """Every fourth question about five documents, each asked of its own."""
    dataset = read_authored(AUTHORED, "evaluation")
    texts = dict(list(dataset.texts.items())[:5])
    items = tuple(item for item in dataset.items if item.document in texts)[::4]
    dataset = replace(dataset, texts=texts, items=items)
    folder = tmp_path_factory.mktemp("authored")
    settings = Settings(seeds=folder / "seeds", index=folder / "index")
    materialise(dataset, settings.seeds)
    return ask_all(dataset, Engine(settings), own_document=True)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The first two authored documents, with a few of their questions."""
    path = tmp_path / "small.jsonl"
    documents = [json.loads(one) for one in AUTHORED.read_text(encoding="utf-8").splitlines()[:2]]
    few = [one | {"qas": one["qas"][:3], "none": one["none"][:1]} for one in documents]
    path.write_text("".join(json.dumps(one) + "\n" for one in few), encoding="utf-8")
    return path


def golden() -> list[dict[str, Any]]:
    return [json.loads(line) for line in ARTICLE.read_text(encoding="utf-8").splitlines()]


def test_golden_questions_are_fair() -> None:
    counts = Counter((one["language"], bool(one["gold"])) for one in golden())
    assert counts["fr", False] >= 25
    assert counts["en", False] >= 20
    for one in golden():
        assert bool(one["gold"]) == bool(one["answers"]) == (one["type"] != "none")
        assert all(any(answer in gold for gold in one["gold"]) for answer in one["answers"])


def test_golden_sentences_are_sentences_of_the_document(engine: Engine) -> None:
    document = engine.documents[0]
    sentences = {document.words(one.span) for one in document.sentences}
    assert {gold for one in golden() for gold in one["gold"]} <= sentences


def test_squad_questions_are_split_by_title_and_all_paragraphs_kept(tmp_path: Path) -> None:
    titles = [f"Titre {number}" for number in range(30)]
    answer = {"text": "mot", "answer_start": 3}
    asked = {"question": "Quoi ?", "answers": [answer]}
    data = [{"title": t, "paragraphs": [{"context": "Un mot.", "qas": [asked]}]} for t in titles]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    numbers = [int(hashlib.sha256(title.encode()).hexdigest(), 16) for title in titles]
    evaluation, calibration = read_squad(path, "evaluation"), read_squad(path, "calibration")
    assert len(evaluation.items) == sum(number % 3 == 0 for number in numbers) > 0
    assert len(calibration.items) == sum(number % 9 == 1 for number in numbers)
    assert len(evaluation.texts) == len(calibration.texts) == len(titles)
    for item in evaluation.items:
        assert [span.of(evaluation.texts[item.document]) for span in item.gold] == ["mot"]


def test_authored_gold_holds_its_answer_at_its_offsets() -> None:
    dataset = read_authored(AUTHORED, "evaluation")
    assert len(dataset.texts) == 78
    assert Counter(bool(item.gold) for item in dataset.items) == {True: 2 * 848, False: 2 * 392}
    for item in dataset.items:
        words = [span.of(dataset.texts[item.document]) for span in item.gold]
        assert all(answer in words[0] for answer in item.answers)


def test_authored_calibration_is_the_numbers_in_7() -> None:
    train = read_authored(AUTHORED.with_name("authored_train.jsonl"), "calibration")
    assert len(train.texts) == 67
    assert all(name.endswith("7.txt") for name in train.texts)


@pytest.mark.parametrize("kind", ["results", "authored"])
def test_answers_are_found_well_enough(kind: str, request: pytest.FixtureRequest) -> None:
    found = scores(request.getfixturevalue(kind))
    assert {name: found[name] for name in FLOORS if (found[name] or 0) < FLOORS[name]} == {}


@pytest.mark.parametrize("kind", ["results", "authored"])
def test_silence_is_kept_well_enough(kind: str, request: pytest.FixtureRequest) -> None:
    assert (decisions(request.getfixturevalue(kind))["answered_wrongly"] or 0) <= WRONGLY


def test_a_result_tells_of_each_sentence_ranked(engine: Engine, results: list[Result]) -> None:
    for one in results:
        assert len(one.right) <= 10
        assert 0 <= one.confidence <= 1
        assert one.quote in engine.documents[0].text
        assert one.item.gold or not any(one.right)


def test_gold_is_found_again_where_reading_changed_the_text(tmp_path: Path) -> None:
    # The file is not NFC, and the answer stands twice: the second one is meant.
    plain = "Élodie a vu Rémi à Nice.\n\nLe soir, elle a revu Rémi à Brest."
    text = unicodedata.normalize("NFD", plain)
    words = unicodedata.normalize("NFD", "Rémi")
    start = text.rindex(words)
    gold = (Span(start, start + len(words)),)
    item = Item("Qui a-t-elle revu à Brest ?", "fr", "who", "a.txt", gold, ("Rémi",))
    engine = Engine(placed_in(tmp_path, text))
    (result,) = ask_all(Dataset("one", {"a.txt": text}, (item,)), engine)
    assert [words_of(engine.documents[0], rank) for rank in (0, 1)] == plain.split("\n\n")
    assert sorted(result.right) == [False, True]


def placed_in(folder: Path, text: str) -> Settings:
    settings = Settings(seeds=folder / "seeds", index=folder / "index")
    settings.seeds.mkdir()
    (settings.seeds / "a.txt").write_text(text, encoding="utf-8")
    return settings


def words_of(document: Document, rank: int) -> str:
    return document.words(document.sentences[rank].span)


def test_each_question_may_be_asked_of_its_own_document(small: Path) -> None:
    dataset = read_authored(small)
    with_others, alone = (evaluate(dataset, Settings(), own_document=own) for own in (False, True))
    assert alone["own_document"]
    assert alone["overall"]["hit@3"] >= with_others["overall"]["hit@3"]
    assert alone["overall"]["questions"] == len(dataset.items)


def result(gold: bool, right: bool, answered: bool, confidence: float) -> Result:
    item = Item("Quoi ?", "fr", "what", "a.txt", (Span(0, 1),) if gold else (), ("x",))
    return Result(item, (right,), "x", answered, confidence, 1.0)


def test_decisions_on_a_case_worked_out_by_hand() -> None:
    figures = decisions(
        [
            result(gold=True, right=True, answered=True, confidence=0.9),
            result(gold=True, right=False, answered=True, confidence=0.95),
            result(gold=True, right=True, answered=False, confidence=0.2),
            result(gold=False, right=False, answered=True, confidence=0.8),
            result(gold=False, right=False, answered=False, confidence=0.1),
        ]
    )
    assert figures["answered"] == pytest.approx(3 / 5)
    assert figures["precision"] == pytest.approx(1 / 3)
    assert figures["answered_wrongly"] == pytest.approx(1 / 2)
    assert figures["silent_wrongly"] == pytest.approx(1 / 3)
    assert figures["auc"] == pytest.approx(3 / 6)
    assert figures["auc_refusal"] == pytest.approx(3 / 4)


def test_the_command_prints_tables_or_json(small: Path) -> None:
    run = CliRunner().invoke(main, ["eval", "--json", "--baselines", str(small)])
    assert run.exit_code == 0, run.output
    report = json.loads(run.stdout)
    assert report["overall"]["answerable"] > 0
    assert set(report["by_language"]) == {"en", "fr"}
    assert set(report["baselines"]) == {"BM25 alone", "dense alone"}
    shown = tables.shown(report)
    assert shown.startswith("small: 2 documents")
    assert "BM25 alone" in shown
