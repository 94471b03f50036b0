"""The page in a real browser, over the real engine: what a reader does, and what she sees."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import browser
from reader import all_of, ask, assert_clean, cited, focused, in_view, seen, start
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from qa import AskBody, Engine, Settings
from qa.calibration import shipped
from web import create_app

FRENCH = "Combien de temps a duré le voyage jusqu'à Hanoï ?"
ENGLISH = "How long did the trip to Hanoi take?"
WORDS = "Le voyage jusqu'à Hanoï a duré deux jours"


def test_a_reader_asks_and_sees_the_sentence_in_its_place(page: Chrome) -> None:
    assert focused(page).get_attribute("id") == "question"
    entry = ask(page, FRENCH)
    controls = entry.find_elements(By.CSS_SELECTOR, "a, button")
    assert controls[0].text.startswith("[1]")
    assert entry.find_element(By.CSS_SELECTOR, ".hero").get_attribute("lang") == "fr"
    controls[0].click()
    sentence = cited(page)
    assert sentence.text.startswith(WORDS)
    assert sentence.find_element(By.TAG_NAME, "mark").text in sentence.text
    assert focused(page) == sentence
    assert in_view(page, sentence)


def test_the_whole_way_by_keyboard(page: Chrome) -> None:
    entry = ask(page, FRENCH)
    link = entry.find_element(By.CSS_SELECTOR, ".citation")
    link.send_keys(Keys.ENTER)
    sentence = cited(page)
    assert focused(page) == sentence
    focused(page).send_keys(Keys.ESCAPE)
    assert focused(page) == link


def test_lines_are_broken_with_shift_and_nothing_is_sent_twice(page: Chrome) -> None:
    field, send = seen(page, "#question"), seen(page, "#send")
    assert not send.is_enabled()
    field.send_keys("Qui a écrit", Keys.SHIFT + Keys.ENTER + Keys.NULL, "cet article ?")
    assert field.get_property("value") == "Qui a écrit\ncet article ?"
    assert send.is_enabled()
    field.send_keys(Keys.ENTER, Keys.ENTER)
    seen(page, ".reply[aria-busy=false]")
    assert len(all_of(page, ".entry")) == 1


def test_enter_that_ends_a_composed_word_sends_nothing(page: Chrome) -> None:
    field = seen(page, "#question")
    field.send_keys("Qui a écrit cet article ?")
    page.execute_script(
        "arguments[0].dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', isComposing: true, bubbles: true}))",
        field,
    )
    assert all_of(page, ".entry") == []


def test_a_question_too_long_is_told_before_it_is_sent(page: Chrome) -> None:
    field = seen(page, "#question")
    page.execute_script(
        "arguments[0].value = '😀'.repeat(2001); arguments[0].dispatchEvent(new Event('input'))",
        field,
    )
    assert "2000" in seen(page, "#composer-note").text
    assert not seen(page, "#send").is_enabled()


def test_a_refusal_shows_the_nearest_sentences(chrome: Chrome, settings: Settings) -> None:
    engine = Engine(settings, replace(shipped(), thresholds=()))  # no answer is sure enough
    engine.load(build=True)
    refusal = engine.ask(AskBody(question=FRENCH)).refusal
    assert refusal
    with browser.serving(create_app(engine)) as url:
        start(chrome, url)
        entry = ask(chrome, FRENCH)
        assert entry.find_element(By.CSS_SELECTOR, ".verdict").text == refusal.message
        near = entry.find_elements(By.CSS_SELECTOR, ".near .citation")
        assert len(near) == len(refusal.nearest)
        near[0].click()
        first = refusal.nearest[0]
        sentence = first.document.words(first.sentence.span)
        assert cited(chrome).text == " ".join(sentence.split())
        assert_clean(chrome)


def test_this_article_is_the_one_that_lies_open(chrome: Chrome, several: Engine) -> None:
    with browser.serving(create_app(several)) as url:
        start(chrome, url)
        entry = ask(chrome, "De quoi parle cet article ?")
        named = entry.find_element(By.CSS_SELECTOR, ".verdict").text
        assert all(one.title in named for one in several.documents)
        titles = [one.title for one in several.documents]
        all_of(chrome, ".library-item")[titles.index("Le pont de Normandie")].click()
        seen(chrome, "#document .title")
        entry = ask(chrome, "De quoi parle cet article ?")
        assert entry.find_element(By.CSS_SELECTOR, ".hero").text == "Le pont de Normandie"
        assert_clean(chrome)


def test_it_can_be_asked_again_and_by_example(page: Chrome) -> None:
    seen(page, ".example").click()
    seen(page, ".again").click()
    WebDriverWait(page, 10).until(lambda _: len(all_of(page, ".reply[aria-busy=false]")) == 2)
    first, second = (one.text for one in all_of(page, ".question"))
    assert first == second
    assert focused(page).get_attribute("id") == "question"


def test_the_language_can_be_changed(page: Chrome) -> None:
    seen(page, "#language").click()
    assert page.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    assert seen(page, "#question").get_attribute("placeholder") == "Ask a question…"
    seen(page, "#language").click()
    assert page.find_element(By.TAG_NAME, "html").get_attribute("lang") == "fr"


def test_a_server_that_is_gone_is_told_and_can_be_asked_again(page: Chrome) -> None:
    seen(page, "#document .sentence")
    page.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    page.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    entry = ask(page, FRENCH)
    assert "ne répond pas" in entry.find_element(By.CSS_SELECTOR, ".failure").text
    page.execute_cdp_cmd("Network.emulateNetworkConditions", offline | {"offline": False})
    page.get_log("browser")  # It says that the network was away, which is right.
    entry.find_element(By.CSS_SELECTOR, ".again").click()
    assert seen(page, ".entry .hero").text


def test_a_documents_page_shows_the_sentence_of_its_anchor(page: Chrome, url: str) -> None:
    link = ask(page, FRENCH).find_element(By.CSS_SELECTOR, ".citation").get_attribute("href")
    assert link.startswith(f"{url}/documents/")
    page.get(link)
    assert cited(page).text.startswith(WORDS)
    assert in_view(page, cited(page))
    changed = link.replace("v=sha256:", "v=sha256:0")
    page.get(changed)
    assert "a changé" in seen(page, "#panel-notice").text
    assert cited(page).text.startswith(WORDS)
    page.get(changed.replace("exact=", "exact=Nul+"))
    assert "rien n’est surligné" in seen(page, "#panel-notice").text
    assert not all_of(page, ".is-cited")


def test_a_link_to_another_version_says_so(page: Chrome, url: str, engine: Engine) -> None:
    (document,) = engine.documents
    address = f"{url}/documents/{document.id}?v={document.version}"
    page.get(address)
    seen(page, "#document .sentence")
    assert page.title == f"{document.title} — Verbatim"
    assert not page.find_element(By.ID, "panel-notice").is_displayed()
    page.get(address.replace("v=sha256:", "v=sha256:0"))
    assert "texte actuel" in seen(page, "#panel-notice").text


def test_the_documents_are_listed(page: Chrome, engine: Engine) -> None:
    seen(page, "#document .sentence")
    seen(page, "#to-library").click()
    items = all_of(page, ".library-item")
    assert [one.text.splitlines()[0] for one in items] == [one.title for one in engine.documents]
    items[0].click()
    assert seen(page, "#document .title")


def test_files_are_added_and_read_anew(tmp_path: Path, url: str) -> None:
    settings = Settings(seeds=tmp_path / "seeds", index=tmp_path / "index")
    settings.seeds.mkdir()
    (settings.seeds / "phare.txt").write_text("Le phare est haut.", encoding="utf-8")
    (settings.seeds / "casse.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "pont.md").write_text("# Le pont\n\nIl est long.", encoding="utf-8")
    engine = Engine(settings)
    engine.load(build=True)

    def listed(driver: Chrome) -> str:
        return driver.find_element(By.ID, "shelf").text

    with (
        browser.serving(create_app(engine, uploads=True)) as own,
        browser.chromium("fr", (390, 780)) as driver,
    ):
        driver.get(own)
        seen(driver, "#open-library").click()
        WebDriverWait(driver, 10).until(lambda _: "casse.pdf — non lu" in listed(driver))
        (settings.seeds / "casse.pdf").unlink()
        seen(driver, "#rebuild").click()
        WebDriverWait(driver, 10).until(lambda _: "casse.pdf" not in listed(driver))
        driver.find_element(By.ID, "add-files").send_keys(str(tmp_path / "pont.md"))
        WebDriverWait(driver, 10).until(lambda _: "Le pont" in listed(driver))
        assert_clean(driver)


def test_on_a_phone_in_english(url: str) -> None:
    with browser.chromium("en", (390, 780)) as driver:
        driver.get(url)
        assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
        assert not seen(driver, "#chat").get_property("inert")
        link = ask(driver, ENGLISH).find_element(By.CSS_SELECTOR, ".citation")
        link.click()
        assert cited(driver).text.startswith(WORDS)
        assert in_view(driver, cited(driver))
        assert driver.find_element(By.ID, "chat").get_property("inert")
        seen(driver, "#close-panel").click()
        assert focused(driver) == link
        width = driver.execute_script("return document.documentElement.scrollWidth")
        assert width == 390
        assert_clean(driver)
