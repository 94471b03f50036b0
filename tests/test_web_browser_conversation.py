"""The conversation in a real browser: kept, cleared, shown as it comes, stopped, taken along."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import browser
import pytest
from flask import Flask
from reader import all_of, ask, assert_clean, focused, seen, start
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from qa import Engine, Settings
from web import create_app

QUESTION = "Combien de temps a duré le voyage jusqu'à Hanoï ?"
REFUSED = "Qui est le maire de Tokyo ?"


@pytest.fixture
def page(chrome: Chrome, url: str) -> Iterator[Chrome]:
    """The empty conversation; afterwards the console must have stayed silent."""
    start(chrome, url)
    yield chrome
    assert_clean(chrome)


def texts(driver: Chrome, selector: str) -> list[str]:
    return [one.text for one in all_of(driver, selector)]


def test_the_conversation_is_there_again_and_can_be_cleared(page: Chrome) -> None:
    ask(page, QUESTION)
    ask(page, REFUSED)
    before = texts(page, ".question, .hero, .verdict")
    page.refresh()
    assert texts(page, ".question, .hero, .verdict") == before
    seen(page, "#open-menu").click()
    seen(page, "#clear").click()
    assert focused(page).text == "Annuler"
    focused(page).send_keys(Keys.ESCAPE)
    assert texts(page, ".question, .hero, .verdict") == before
    assert focused(page).get_attribute("id") == "open-menu"
    seen(page, "#open-menu").click()
    seen(page, "#clear").click()
    seen(page, "#clearing .grave").click()
    assert seen(page, "#greeting")
    assert focused(page).get_attribute("id") == "question"
    page.refresh()
    assert seen(page, "#greeting")
    assert all_of(page, ".entry") == []


def test_a_question_understood_otherwise_is_told(page: Chrome) -> None:
    ask(page, QUESTION)
    assert all_of(page, ".understood:not([hidden])") == []
    page.execute_script(
        "const all = JSON.parse(localStorage.getItem('verbatim-conversation'));"
        "all[0].answer.question.standalone = 'Et alors ?';"
        "localStorage.setItem('verbatim-conversation', JSON.stringify(all));"
    )
    page.refresh()
    assert seen(page, ".understood").text == "Compris comme : Et alors ?"


def test_what_a_browser_keeps_of_another_page_does_no_harm(page: Chrome, url: str) -> None:
    page.execute_script("localStorage.setItem('verbatim-conversation', '[{\"question\": 1}]')")
    page.refresh()
    assert ask(page, QUESTION).find_element(By.CSS_SELECTOR, ".hero").text


WATCH = """
window.jumps = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.jumps.push(one.value);
}).observe({type: "layout-shift", buffered: true});
"""


def test_nothing_jumps(page: Chrome) -> None:
    source = {"source": WATCH}
    watch = page.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", source)
    try:
        page.refresh()
        seen(page, "#document .sentence")
        ask(page, REFUSED)
        ask(page, QUESTION).find_element(By.CSS_SELECTOR, ".citation").click()
        seen(page, ".is-cited")
        assert page.execute_script("return window.jumps") == []
        page.refresh()
        seen(page, "#document .sentence")
        assert page.execute_script("return window.jumps") == []
    finally:
        page.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", watch)


class Held:
    """The application, whose streams go on after `meta` when they are let, or break there."""

    def __init__(self, app: Flask) -> None:
        self.inner: Callable[..., Iterable[bytes]] = app.wsgi_app
        self.go, self.breaks = Event(), False

    def __call__(self, environ: dict[str, Any], respond: Callable[..., Any]) -> Iterable[bytes]:
        chunks = self.inner(environ, respond)
        return self._held(chunks) if environ["PATH_INFO"] == "/api/v1/ask" else chunks

    def _held(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            yield chunk
            if b"event: meta" in chunk:
                self.go.wait(10)
                if self.breaks:
                    raise ConnectionAbortedError


@pytest.fixture
def held(chrome: Chrome, engine: Engine) -> Iterator[Held]:
    """The page over an application that holds its streams."""
    app = create_app(engine)
    held = Held(app)
    app.wsgi_app = held  # type: ignore[method-assign]
    with browser.serving(app) as url:
        start(chrome, url)
        yield held
        held.go.set()


def test_what_is_read_is_shown_until_the_answer_comes(chrome: Chrome, held: Held) -> None:
    seen(chrome, "#question").send_keys(QUESTION, Keys.ENTER)
    assert "deux jours" in seen(chrome, ".reading").text
    assert not all_of(chrome, ".hero")
    assert seen(chrome, "#stop")
    held.go.set()
    assert seen(chrome, ".hero").text
    assert seen(chrome, "#send")
    assert_clean(chrome)


def test_a_question_can_be_stopped_and_what_came_stays(chrome: Chrome, held: Held) -> None:
    seen(chrome, "#question").send_keys(QUESTION, Keys.ENTER)
    seen(chrome, ".reading")
    seen(chrome, "#stop").click()
    failure = seen(chrome, ".failure")
    assert "Arrêté" in failure.text
    assert "deux jours" in failure.text
    assert focused(chrome).get_attribute("id") == "question"
    held.go.set()
    failure.find_element(By.CSS_SELECTOR, ".again").click()
    assert seen(chrome, ".hero").text
    assert len(all_of(chrome, ".entry")) == 1
    assert_clean(chrome)


def test_a_broken_stream_leaves_what_came(chrome: Chrome, held: Held) -> None:
    held.breaks = True
    held.go.set()
    seen(chrome, "#question").send_keys(QUESTION, Keys.ENTER)
    failure = seen(chrome, ".failure")
    assert "interrompue" in failure.text
    assert "deux jours" in failure.text
    chrome.get_log("browser")  # It says that the stream broke, which is right.
    held.breaks = False
    failure.find_element(By.CSS_SELECTOR, ".again").click()
    assert seen(chrome, ".hero").text
    assert_clean(chrome)


def test_every_suggestion_is_answered_by_its_document(chrome: Chrome, several: Engine) -> None:
    with browser.serving(create_app(several)) as url:
        start(chrome, url)
        seen(chrome, ".example")
        for rank, document in enumerate(several.documents):
            before = len(all_of(chrome, ".entry"))
            chrome.execute_script(
                "document.querySelectorAll('#suggested .example')[arguments[0]].click()", rank
            )
            WebDriverWait(chrome, 10).until(
                lambda _, n=before: len(all_of(chrome, ".reply[aria-busy=false]")) == n + 1
            )
            assert texts(chrome, ".hero")[-1] == document.title
            assert document.title in texts(chrome, ".put-to")[-1]
        assert_clean(chrome)


def test_after_a_refusal_there_is_something_to_ask(page: Chrome) -> None:
    entry = ask(page, REFUSED)
    assert len(entry.find_elements(By.CSS_SELECTOR, ".example")) == 3
    for rank in range(3):
        entry.find_elements(By.CSS_SELECTOR, ".example")[rank].click()
        WebDriverWait(page, 10).until(
            lambda _, n=rank: len(all_of(page, ".reply[aria-busy=false] .hero")) == n + 1
        )


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
    WebDriverWait(page, 10).until(lambda _: file.exists() and file.stat().st_size > 0)
    text = file.read_text(encoding="utf-8")
    assert "deux jours" in text
    if choice != "markdown":
        json.loads(text)


def test_an_answer_is_judged_once(page: Chrome, settings: Settings) -> None:
    entry = ask(page, QUESTION)
    entry.find_elements(By.CSS_SELECTOR, ".thumb")[1].click()
    assert focused(page).get_attribute("name") == "remark"
    focused(page).send_keys("trop court", Keys.ENTER)
    WebDriverWait(page, 10).until(lambda _: "Merci" in entry.text)
    assert not any(one.is_enabled() for one in entry.find_elements(By.CSS_SELECTOR, ".thumb"))
    (line,) = settings.feedback_file.read_text(encoding="utf-8").splitlines()
    judged = json.loads(line)
    assert (judged["verdict"], judged["remark"]) == ("down", "trop court")


def test_a_key_is_asked_for_once(chrome: Chrome, engine: Engine) -> None:
    with browser.serving(create_app(engine, api_keys=("sesame",))) as url:
        start(chrome, url)
        field = seen(chrome, "#key")
        assert focused(chrome) == field
        chrome.get_log("browser")  # It says that the API refused, which is right.
        field.send_keys("sesame", Keys.ENTER)
        assert seen(chrome, "#document .sentence")
        assert ask(chrome, QUESTION).find_element(By.CSS_SELECTOR, ".hero").text
        assert not chrome.find_element(By.ID, "key-dialog").is_displayed()
        assert_clean(chrome)


def test_too_many_questions_are_told(chrome: Chrome, engine: Engine) -> None:
    with browser.serving(create_app(engine, rate_limit="4/minute")) as url:
        start(chrome, url)
        seen(chrome, "#document .sentence")
        for _ in range(2):
            entry = ask(chrome, QUESTION)
        assert "Trop de questions" in entry.find_element(By.CSS_SELECTOR, ".failure").text
        chrome.get_log("browser")
