"""Reading in a real browser: sections, the citations one after the other, what is copied."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import browser
import pytest
from reader import all_of, ask, assert_clean, cited, focused, in_view, seen, start, until
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from qa import Engine, Settings
from qa.calibration import shipped
from web import create_app

QUESTION = "Combien de temps a duré le voyage jusqu'à Hanoï ?"
ABOUT = "De quoi parle ce document ?"


def test_a_section_is_gone_to_by_keyboard(page: Chrome) -> None:
    button = seen(page, "#open-outline")
    button.send_keys(Keys.ENTER)
    assert button.get_attribute("aria-expanded") == "true"
    items = all_of(page, ".outline-item")
    assert [one.text for one in items] == [one.text for one in all_of(page, "#document .heading")]
    focused(page).send_keys(Keys.ESCAPE)
    button.send_keys(Keys.ENTER)
    name = items[-1].text
    items[-1].send_keys(Keys.ENTER)
    assert focused(page).text == name
    assert in_view(page, focused(page))
    assert not page.find_element(By.ID, "outline").is_displayed()
    button.send_keys(Keys.ENTER)
    assert seen(page, ".outline-item[aria-current]").text == name


def test_escape_closes_the_outline_and_nothing_else(page: Chrome) -> None:
    button = seen(page, "#open-outline")
    button.send_keys(Keys.ENTER)
    all_of(page, ".outline-item")[0].send_keys(Keys.ESCAPE)
    assert focused(page) == button
    assert not page.find_element(By.ID, "outline").is_displayed()


def test_the_citations_of_an_answer_one_after_the_other(page: Chrome) -> None:
    entry = ask(page, ABOUT)
    links = entry.find_elements(By.CSS_SELECTOR, ".citation")
    assert len(links) > 1

    def reads(place: int) -> str:
        """The sentence cited, once it is the one at this place."""
        words = f"{place} sur {len(links)}"
        until(page, lambda: seen(page, "#cited-place").text == words)
        return cited(page).text

    links[0].click()
    first = reads(1)
    after = seen(page, "#cited-after")
    after.send_keys(Keys.ENTER)
    assert reads(2) != first
    assert in_view(page, cited(page))
    assert focused(page) == after
    seen(page, "#cited-before").send_keys(Keys.ENTER)
    assert reads(1) == first
    focused(page).send_keys(Keys.ESCAPE)
    assert focused(page) == links[0]


def test_a_quotation_is_copied_with_its_reference(page: Chrome, url: str) -> None:
    granted = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": url}
    page.execute_cdp_cmd("Browser.grantPermissions", granted)
    link = ask(page, QUESTION).find_element(By.CSS_SELECTOR, ".citation")
    link.click()
    quote = cited(page).find_element(By.TAG_NAME, "mark").text
    address = link.get_attribute("href")

    def copied() -> str:
        script = "const done = arguments[0]; navigator.clipboard.readText().then(done, done)"
        return str(page.execute_async_script(script))

    seen(page, "#copy-link").click()
    until(page, lambda: copied() == address)
    assert "Copié" in seen(page, "#copied").text
    seen(page, "#copy-quote").click()
    space = "\N{NARROW NO-BREAK SPACE}"
    until(page, lambda: copied().startswith(f"«{space}{quote}{space}» — "))
    assert copied().endswith(address)


def test_a_link_from_elsewhere_can_be_copied_too(page: Chrome) -> None:
    href = ask(page, QUESTION).find_element(By.CSS_SELECTOR, ".citation").get_attribute("href")
    page.get(href)
    assert cited(page)
    assert seen(page, "#copy-quote")
    assert not page.find_element(By.ID, "cited-steps").is_displayed()


def test_the_size_of_the_text_is_remembered(page: Chrome) -> None:
    def size() -> float:
        node = seen(page, "#document .paragraph")
        return float(node.value_of_css_property("font-size").removesuffix("px"))

    sizes = []
    for button in all_of(page, "#sizes button"):
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        sizes.append(size())
    assert sizes == sorted(set(sizes))
    page.refresh()
    assert size() == sizes[-1]


def test_a_document_is_found_in_a_long_list(chrome: Chrome, tmp_path: Path) -> None:
    settings = Settings(seeds=tmp_path / "seeds", index=tmp_path / "index")
    settings.seeds.mkdir()
    for number in range(9):
        text = f"Le phare n° {number}\n\nIl est haut.\n"
        (settings.seeds / f"phare{number}.txt").write_text(text, encoding="utf-8")
    engine = Engine(settings)
    engine.load(build=True)
    with browser.serving(create_app(engine)) as url:
        start(chrome, url)
        field = seen(chrome, "#filter")
        field.send_keys("PHARE 7")
        assert [one.text for one in all_of(chrome, ".library-title") if one.is_displayed()] == [
            "Le phare n° 7"
        ]
        field.send_keys("x")
        assert "Aucun" in seen(chrome, "#none-found").text
        assert_clean(chrome)


def test_a_quotation_is_in_the_language_of_its_document(chrome: Chrome, tmp_path: Path) -> None:
    settings = Settings(seeds=tmp_path / "seeds", index=tmp_path / "index")
    settings.seeds.mkdir()
    texts = {
        "fr": "Le phare\n\nLe phare de la ville fut allumé en 1897 par les marins du port.",
        "en": "The lighthouse\n\nThe lighthouse of the town was lit in 1897 by the sailors.",
    }
    for language, text in texts.items():
        (settings.seeds / f"{language}.txt").write_text(text, encoding="utf-8")
    engine = Engine(settings, replace(shipped(), thresholds=()))  # no answer is sure enough
    engine.load(build=True)
    with browser.serving(create_app(engine)) as url:
        start(chrome, url)
        entry = ask(chrome, "When was the lighthouse lit?")
        for selector in (".source", ".context"):
            shown = entry.find_elements(By.CSS_SELECTOR, f".near {selector}")
            told = {one.get_attribute("lang") for one in shown}
            assert told == {"en", "fr"}
            assert all(
                one.get_attribute("lang") == ("fr" if "phare" in one.text else "en")
                for one in shown
            )
        assert_clean(chrome)


@pytest.mark.parametrize(("width", "height"), [(640, 430), (320, 640)])
def test_at_twice_and_four_times_the_size_nothing_is_cut_off(
    page: Chrome, width: int, height: int
) -> None:
    """1280 pixels of a screen are that many when the page is enlarged."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        link = ask(page, QUESTION).find_element(By.CSS_SELECTOR, ".citation")
        for name in ("#open-library", "#open-menu", "#language", "#send"):
            assert in_view(page, seen(page, name))
        for _ in ("Français", "English"):
            seen(page, "#language").click()
            assert page.execute_script("return document.querySelector('.top').offsetHeight") <= 64
        link.click()
        assert in_view(page, cited(page))
        for name in ("#close-panel", "#copy-quote", "#open-outline"):
            assert in_view(page, seen(page, name))
        assert page.execute_script("return document.documentElement.scrollWidth") == width
    finally:
        metrics |= {"width": 1280, "height": 860}
        page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
