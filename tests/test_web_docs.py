"""The page that describes the API, in a real browser, with nothing from elsewhere."""

from __future__ import annotations

import os

import browser
import pytest
from reader import all_of, assert_clean, seen
from selenium.webdriver import Chrome
from selenium.webdriver.support.wait import WebDriverWait

from qa import Engine
from web import create_app
from web.openapi import document

TRIED = [("ask", "question", "200"), ("rebuildIndex", "{}", "202"), ("complete", "Qui", "200")]


def test_the_api_is_read_and_tried(engine: Engine) -> None:
    if lacking := browser.missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{lacking} is missing")
    with browser.serving(create_app(engine)) as url, browser.chromium("en") as page:
        page.get(f"{url}/docs")
        WebDriverWait(page, 20).until(lambda _: all_of(page, ".opblock"))
        told = sum(len(methods) for methods in document()["paths"].values())
        assert len(all_of(page, ".opblock")) == told
        for name, said, status in TRIED:
            assert tried(page, name, said).startswith(status)
        assert_clean(page)


def tried(page: Chrome, name: str, said: str) -> str:
    """The status that an operation gives when its example, which says this, is sent as it is."""
    operation = f"#operations-default-{name}"
    for selector in (".opblock-summary-control", ".try-out__btn"):
        page.execute_script("arguments[0].click()", seen(page, f"{operation} {selector}"))
    body = seen(page, f"{operation} textarea")
    assert said in (body.get_attribute("value") or "")
    page.execute_script("arguments[0].click()", seen(page, f"{operation} .execute"))
    return seen(page, f"{operation} .live-responses-table .response-col_status").text
