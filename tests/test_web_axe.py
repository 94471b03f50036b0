"""What axe finds to say about accessibility: nothing, in any state, language, colour or size."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import browser
import pytest
from reader import ask, cited, seen, start
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from qa import Engine
from web import create_app

AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """
const done = arguments[0];
const told = ({id, nodes}) => nodes.map((one) => `${id}: ${one.html} ${one.failureSummary}`);
axe.run(document, {resultTypes: ["violations"]})
  .then(({violations}) => done(violations.flatMap(told)), (error) => done([String(error)]));
"""
QUESTION = "De quoi parle ce document ?"
REFUSED = "Qui est le maire de Tokyo ?"
DESK, PHONE = (1280, 860), (390, 780)
OFFLINE = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


def found(driver: Chrome) -> list[str]:
    """What axe objects to on the page as it is now."""
    if not driver.execute_script("return 'axe' in window"):
        driver.execute_script(AXE)
    said: list[str] = driver.execute_async_script(RUN)
    return said


def dress(driver: Chrome, size: tuple[int, int], *, dark: bool) -> None:
    """The size of the page and its colours."""
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = {"prefers-color-scheme": "dark" if dark else "light"}
    features["prefers-reduced-motion"] = "reduce"
    named = [{"name": name, "value": value} for name, value in features.items()]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": named})


def speak(driver: Chrome, language: str) -> None:
    button = driver.find_element(By.ID, "language")
    if button.get_attribute("lang") == language:
        button.click()


@pytest.fixture(scope="module")
def several_url(several: Engine) -> Iterator[str]:
    with browser.serving(create_app(several)) as url:
        yield url


@pytest.fixture
def page(chrome: Chrome, url: str) -> Iterator[Chrome]:
    """The empty conversation; afterwards the browser is as it was."""
    start(chrome, url)
    yield chrome
    dress(chrome, DESK, dark=False)


@pytest.mark.parametrize(
    ("language", "size", "dark"),
    [("fr", DESK, False), ("fr", PHONE, True), ("en", DESK, True), ("en", PHONE, False)],
)
def test_no_objection(page: Chrome, language: str, size: tuple[int, int], dark: bool) -> None:
    dress(page, size, dark=dark)
    speak(page, language)
    seen(page, ".example")
    assert found(page) == [], "empty"
    ask(page, REFUSED)
    assert found(page) == [], "refused"
    entry = ask(page, QUESTION)
    entry.find_element(By.CSS_SELECTOR, ".thumb").click()
    assert found(page) == [], "answered"
    fail(page)
    assert found(page) == [], "failed"
    entry.find_element(By.CSS_SELECTOR, ".citation").click()
    assert cited(page)
    seen(page, "#open-outline").click()
    assert found(page) == [], "document"


def fail(page: Chrome) -> None:
    """A question that does not reach the server."""
    page.execute_cdp_cmd("Network.enable", {})
    page.execute_cdp_cmd("Network.emulateNetworkConditions", OFFLINE)
    ask(page, QUESTION)
    page.execute_cdp_cmd("Network.emulateNetworkConditions", OFFLINE | {"offline": False})
    page.get_log("browser")  # It says that the network was away, which is right.


@pytest.mark.parametrize("dark", [False, True])
def test_no_objection_to_lists_menus_and_questions(
    page: Chrome, several_url: str, dark: bool
) -> None:
    start(page, several_url)
    dress(page, PHONE, dark=dark)
    ask(page, QUESTION)
    seen(page, "#open-menu").click()
    assert found(page) == [], "menu"
    seen(page, "#clear").click()
    assert found(page) == [], "question before clearing"
    seen(page, "#clearing .solid").click()
    seen(page, "#open-library").click()
    seen(page, ".pick").click()
    assert found(page) == [], "documents"
    page.execute_script("document.getElementById('key-dialog').showModal()")
    assert found(page) == [], "question for a key"
    page.get(f"{several_url}/nothing")
    assert found(page) == [], "page of an error"
    page.get_log("browser")
