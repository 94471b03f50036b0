"""The conversation in a real browser: kept, cleared, still, and what a server may refuse."""

from __future__ import annotations

from base64 import b64decode

import browser
from pypdfium2 import PdfDocument
from reader import all_of, ask, assert_clean, focused, seen, start, texts, until
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from qa import Engine
from web import create_app

QUESTION = "Combien de temps a duré le voyage jusqu'à Hanoï ?"
REFUSED = "Qui est le maire de Tokyo ?"


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
    until(page, lambda: focused(page).get_attribute("id") == "open-menu")
    seen(page, "#open-menu").click()
    seen(page, "#clear").click()
    seen(page, "#clearing .grave").click()
    assert seen(page, "#greeting")
    assert focused(page).get_attribute("id") == "question"
    page.refresh()
    assert seen(page, "#greeting")
    assert all_of(page, ".entry") == []


def test_a_follow_up_is_told_as_it_was_understood(page: Chrome) -> None:
    ask(page, QUESTION)
    assert not seen(page, ".entry").find_element(By.CSS_SELECTOR, ".understood").is_displayed()
    page.refresh()  # The conversation goes on from what the browser has kept.
    entry = ask(page, "Et comment ?")
    told = entry.find_element(By.CSS_SELECTOR, ".understood").text
    assert told.startswith("Compris comme : Et comment ?")
    assert QUESTION.rstrip(" ?") in told


def test_what_a_browser_keeps_of_another_page_does_no_harm(page: Chrome, url: str) -> None:
    page.execute_script("localStorage.setItem('verbatim-conversation', '[{\"question\": 1}]')")
    page.refresh()
    assert ask(page, QUESTION).find_element(By.CSS_SELECTOR, ".hero").text


def test_the_whole_conversation_can_be_printed(page: Chrome) -> None:
    asked = [QUESTION, REFUSED, "De quoi parle ce document ?"]
    for question in asked:
        answer = ask(page, question).find_element(By.CSS_SELECTOR, ".hero, .verdict").text
    with PdfDocument(b64decode(page.print_page())) as printed:
        text = " ".join(one.get_textpage().get_text_range() for one in printed)
    words = " ".join(text.split())
    assert all(one in words for one in [*asked, answer])
    for label in ("English", "Documents", "Sommaire", "Poser à nouveau", "Qui a écrit ce document"):
        assert label not in words


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


def test_a_key_that_is_not_one_is_told(chrome: Chrome, engine: Engine) -> None:
    with browser.serving(create_app(engine, api_keys=("sesame",))) as url:
        start(chrome, url)
        seen(chrome, "#key").send_keys("clé\N{EURO SIGN}", Keys.ENTER)
        assert "sans accent" in seen(chrome, "#key-note").text
        seen(chrome, "#key").clear()
        seen(chrome, "#key").send_keys("sesam", Keys.ENTER)
        until(chrome, lambda: "n’est pas la bonne" in seen(chrome, "#key-note").text)
        chrome.execute_script("localStorage.setItem('verbatim-key', '\"cl\u20ac\"')")
        chrome.refresh()
        assert not seen(chrome, "#key-dialog").find_element(By.ID, "key-note").is_displayed()
        seen(chrome, "#key").send_keys("sesame", Keys.ENTER)
        assert seen(chrome, "#document .sentence")
        chrome.get_log("browser")  # It says that the API refused, which is right.


def test_too_many_questions_are_told(chrome: Chrome, engine: Engine) -> None:
    with browser.serving(create_app(engine, rate_limit="4/minute")) as url:
        start(chrome, url)
        seen(chrome, "#document .sentence")
        for _ in range(2):
            entry = ask(chrome, QUESTION)
        assert "Trop de questions" in entry.find_element(By.CSS_SELECTOR, ".failure").text
        chrome.get_log("browser")
