"""What users think of answers is kept, and is read again as golden questions."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from test_rebuilding import idle, until
from web_fixtures import ask, assert_problem

from qa import Engine, Settings
from qa.evaluation import evaluate
from qa.questions import read
from web import create_app

FEEDBACK = "/api/v1/feedback"
QUESTION = "Quand le phare fut-il allumé ?"
FINE: dict[str, Any] = {
    "question": QUESTION,
    "sentence": "phare:s0001",
    "quote": "Le phare fut allumé en 1897.",
    "verdict": "up",
    "answer": "ans_1",
}
REFUSED = {"question": "Qui dort ?", "sentence": None, "quote": None}


@pytest.fixture
def settings(several: Engine, tmp_path: Path) -> Settings:
    return replace(several._settings, feedback=str(tmp_path / "own" / "said.jsonl"))


@pytest.fixture
def client(several: Engine, settings: Settings) -> FlaskClient:
    engine = Engine(settings)
    engine._answerer = several._answerer  # the models need not be loaded again
    return create_app(engine).test_client()


def say(client: FlaskClient, **change: Any) -> str:
    response = client.post(FEEDBACK, json=FINE | change)
    assert response.status_code == 201, response.text
    identity: str = response.get_json()["id"]
    return identity


def test_what_cannot_be_kept_is_told(client: FlaskClient, settings: Settings) -> None:
    Path(settings.feedback).parent.write_text("a file where the folder should be")
    assert_problem(client.post(FEEDBACK, json=FINE), 507, "not_kept")


def test_an_answer_judged_is_a_golden_question(client: FlaskClient, settings: Settings) -> None:
    answer = ask(client, QUESTION)
    shown = (answer["citations"] or answer["refusal"]["nearest"])[0]
    quote, sentence = shown["quote"]["exact"], shown["sentence"]["id"]
    say(client, quote=quote, sentence=sentence, answer=answer["id"], remark="Oui.\nMerci !")
    say(client, verdict="down", quote="Elle mesure 350 mètres.", answer="ans_2")
    say(client, **REFUSED, answer="ans_3")
    say(client, quote="Ces mots ne sont nulle part.", answer="ans_4")
    say(client, quote=None, answer="ans_5")
    dataset = read(settings.feedback_file, settings.seeds)
    right, silent = dataset.items
    assert (right.question, right.document, right.answers) == (QUESTION, "phare.txt", (quote,))
    assert [span.of(dataset.texts["phare.txt"]) for span in right.gold] == [quote]
    assert (silent.type, silent.gold) == ("none", ())
    assert evaluate(dataset, settings)["overall"]["questions"] == 2


def test_an_answer_judged_again_counts_once(client: FlaskClient, settings: Settings) -> None:
    say(client, answer="ans_1")
    say(client, answer="ans_1", remark="Merci !")
    say(client, answer="ans_2")
    say(client, answer="ans_2", verdict="down")
    say(client, **REFUSED, answer="ans_3", verdict="down")
    say(client, **REFUSED, answer="ans_3")
    dataset = read(settings.feedback_file, settings.seeds)
    assert [one.question for one in dataset.items] == [QUESTION, "Qui dort ?"]


def test_each_is_a_line_that_tells_all(client: FlaskClient, settings: Settings) -> None:
    given = {"remark": "a\u2028b", "verdict": "down"}
    identity = say(client, **given)
    (line,) = settings.feedback_file.read_text(encoding="utf-8").splitlines()
    kept = json.loads(line)
    assert (FINE | given).items() <= kept.items()
    assert (kept["id"], kept["language"], kept["gold"]) == (identity, "fr", [])
    assert kept["index"].startswith("idx_")


def test_many_at_once_stay_whole(client: FlaskClient, settings: Settings) -> None:
    remark = "é" * 2_000
    with ThreadPoolExecutor(8) as pool:
        said = set(
            pool.map(lambda _: say(client.application.test_client(), remark=remark), range(40))
        )
    lines = settings.feedback_file.read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["id"] for line in lines} == said
    assert len(said) == 40


def test_it_outlives_a_rebuild(several: Engine) -> None:
    client = create_app(several).test_client()
    say(client)
    (several._settings.seeds / "ajout.txt").write_text("Le train part.", encoding="utf-8")
    try:
        several.rebuild(changed=True)
        until(lambda: idle(several))
        assert len(several.documents) == 4
    finally:
        (several._settings.seeds / "ajout.txt").unlink()
        several.rebuild(changed=True)
        until(lambda: idle(several))
    assert several._settings.feedback_file.is_file()


def test_it_lies_beside_the_index_by_default(settings: Settings) -> None:
    beside = replace(settings, feedback="")
    assert beside.feedback_file == settings.index / "feedback.jsonl"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"question": " "}, "empty_question"),
        ({"verdict": "maybe"}, "invalid_request"),
        ({"remark": "x" * 2_001}, "invalid_request"),
        ({"remark": "\udcff"}, "invalid_request"),
        ({"quote": ""}, "invalid_request"),
        ({"answer": 3}, "invalid_request"),
        ({"path": "/etc/passwd"}, "invalid_request"),
    ],
)
def test_what_is_no_feedback(
    client: FlaskClient, settings: Settings, change: dict[str, Any], code: str
) -> None:
    assert_problem(client.post(FEEDBACK, json=FINE | change), 422, code)
    assert not settings.feedback_file.exists()
