"""An answer on its way in a real browser: shown as it comes, stopped, broken off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Event
from typing import Any

import browser
import pytest
from flask import Flask
from reader import all_of, assert_clean, focused, seen, start
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from qa import Engine
from web import create_app

QUESTION = "Combien de temps a duré le voyage jusqu'à Hanoï ?"


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


def test_while_a_question_is_under_way_no_other_can_be_asked(chrome: Chrome, held: Held) -> None:
    held.go.set()
    seen(chrome, "#question").send_keys("Qui est le maire de Tokyo ?", Keys.ENTER)
    seen(chrome, ".refusal .example").click()
    assert focused(chrome).get_attribute("id") == "question"
    assert seen(chrome, ".hero").text
    buttons = all_of(chrome, ".again, .log .example")
    assert len(buttons) > 2
    assert all(one.is_enabled() for one in buttons)
    held.go.clear()
    seen(chrome, "#question").send_keys(QUESTION, Keys.ENTER)
    seen(chrome, ".reading")
    assert not any(one.is_enabled() for one in buttons)
    held.go.set()
    seen(chrome, "#send")
    assert all(one.is_enabled() for one in buttons)


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
    seen(chrome, "#question").send_keys(QUESTION, Keys.ENTER)
    seen(chrome, ".reading")  # What a browser has not yet read when a stream breaks is lost.
    held.go.set()
    failure = seen(chrome, ".failure")
    assert "interrompue" in failure.text
    assert "deux jours" in failure.text
    chrome.get_log("browser")  # It says that the stream broke, which is right.
    held.breaks = False
    failure.find_element(By.CSS_SELECTOR, ".again").click()
    assert seen(chrome, ".hero").text
    assert_clean(chrome)
