"""The page that describes the API, in a real browser, with nothing from elsewhere."""

from __future__ import annotations

import os

import browser
import pytest
from reader import all_of, assert_clean, seen
from selenium.webdriver.support.wait import WebDriverWait

from qa import Engine
from web import create_app
from web.openapi import document


def test_the_api_is_read_and_tried(engine: Engine) -> None:
    if lacking := browser.missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{lacking} is missing")
    with browser.serving(create_app(engine)) as url, browser.chromium("en") as page:
        page.get(f"{url}/docs")
        WebDriverWait(page, 20).until(lambda _: all_of(page, ".opblock"))
        told = sum(len(methods) for methods in document()["paths"].values())
        assert len(all_of(page, ".opblock")) == told
        seen(page, "#operations-default-ask .opblock-summary-control").click()
        seen(page, "#operations-default-ask .try-out__btn").click()
        body = seen(page, "#operations-default-ask textarea")
        page.execute_script("arguments[0].scrollIntoView()", body)
        assert "question" in (body.get_attribute("value") or "")
        button = seen(page, "#operations-default-ask .execute")
        page.execute_script("arguments[0].click()", button)
        status = seen(page, "#operations-default-ask .live-responses-table .response-col_status")
        assert status.text.startswith("200")
        assert_clean(page)
