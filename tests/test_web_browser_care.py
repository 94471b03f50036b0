"""Help in a real browser: what to ask and of which documents, what is taken along or told."""

from __future__ import annotations

import json
from pathlib import Path

import browser
import pytest
from reader import all_of, ask, assert_clean, focused, seen, start, texts, until
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from qa import Engine, Settings
from web import create_app

QUESTION = "Combien de temps a duré le voyage jusqu'à Hanoï ?"
REFUSED = "Qui est le maire de Tokyo ?"


def test_every_suggestion_is_answered_by_its_document(chrome: Chrome, several: Engine) -> None:
    with browser.serving(create_app(several)) as url:
        start(chrome, url)
        seen(chrome, ".example")
        for rank, document in enumerate(several.documents):
            before = len(all_of(chrome, ".entry"))
            chrome.execute_script(
                "document.querySelectorAll('#suggested .example')[arguments[0]].click()", rank
            )
            until(chrome, lambda n=before: len(all_of(chrome, ".reply[aria-busy=false]")) == n + 1)
            assert texts(chrome, ".hero")[-1] == document.title
            assert document.title in texts(chrome, ".put-to")[-1]
        assert_clean(chrome)


def test_after_a_refusal_there_is_something_to_ask(page: Chrome) -> None:
    entry = ask(page, REFUSED)
    assert len(entry.find_elements(By.CSS_SELECTOR, ".example")) == 3
    for rank in range(3):
        entry.find_elements(By.CSS_SELECTOR, ".example")[rank].click()
        until(page, lambda n=rank: len(all_of(page, ".reply[aria-busy=false] .hero")) == n + 1)


def test_documents_are_picked_for_a_question(chrome: Chrome, several: Engine) -> None:
    question = "En quelle année fut-il ouvert ?"
    with browser.serving(create_app(several)) as url:
        start(chrome, url)
        seen(chrome, ".pick")
        boxes = all_of(chrome, ".pick")
        boxes[0].click()
        assert several.documents[0].title in seen(chrome, "#scope-name").text
        boxes[1].click()
        assert seen(chrome, "#scope-name").text == "Dans 2 documents"
        entry = ask(chrome, question)
        assert entry.find_element(By.CSS_SELECTOR, ".put-to").text == "Dans 2 documents"
        seen(chrome, "#scope-clear").click()
        assert not chrome.find_element(By.ID, "scope").is_displayed()
        assert not any(box.is_selected() for box in all_of(chrome, ".pick"))
        entry = ask(chrome, question)
        assert not entry.find_element(By.CSS_SELECTOR, ".put-to").is_displayed()
        assert_clean(chrome)


@pytest.mark.parametrize(
    ("choice", "name"),
    [("markdown", "verbatim.md"), ("json", "verbatim.json"), ("annotations", "verbatim.jsonld")],
)
def test_the_conversation_is_taken_along(
    page: Chrome, tmp_path: Path, choice: str, name: str
) -> None:
    where = {"behavior": "allow", "downloadPath": str(tmp_path)}
    page.execute_cdp_cmd("Browser.setDownloadBehavior", where)
    ask(page, QUESTION)
    seen(page, "#open-menu").click()
    seen(page, f"#export-{choice}").click()
    file = tmp_path / name
    until(page, lambda: file.exists() and file.stat().st_size > 0)
    text = file.read_text(encoding="utf-8")
    assert "deux jours" in text
    if choice != "markdown":
        json.loads(text)


def test_a_judgement_is_told_at_once_and_a_remark_added(page: Chrome, settings: Settings) -> None:
    settings.feedback_file.unlink(missing_ok=True)

    def told() -> list[dict[str, str]]:
        lines = settings.feedback_file.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    entry = ask(page, QUESTION)
    entry.find_elements(By.CSS_SELECTOR, ".thumb")[1].click()
    assert focused(page).get_attribute("name") == "remark"
    until(page, lambda: "Merci" in entry.text)
    assert [(one["verdict"], one["remark"]) for one in told()] == [("down", "")]
    focused(page).send_keys("trop court", Keys.ENTER)
    until(page, lambda: not entry.find_elements(By.NAME, "remark"))
    assert not any(one.is_enabled() for one in entry.find_elements(By.CSS_SELECTOR, ".thumb"))
    first, second = told()
    assert (second["verdict"], second["remark"]) == ("down", "trop court")
    assert second["answer"] == first["answer"]
