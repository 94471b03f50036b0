"""The documents in a real browser: followed as they change, added, read anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import browser
import pytest
from reader import ask, assert_clean, seen, start, until
from selenium.webdriver import Chrome
from test_rebuilding import idle
from test_rebuilding import until as holds

from qa import Engine
from qa.contract import UPLOAD_LIMIT
from web import create_app


@pytest.fixture
def engine(several: Engine, tmp_path: Path) -> Engine:
    """An engine over one document of its own; the models need not be loaded again."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "phare.txt").write_text("Le phare\n\nIl est haut.", encoding="utf-8")
    settings = replace(several._settings, seeds=tmp_path / "seeds", index=tmp_path / "index")
    engine = Engine(settings)
    engine.load(build=True)
    return engine


@pytest.fixture
def page(chrome: Chrome, engine: Engine) -> Iterator[Chrome]:
    """The list of the documents of that engine, which takes uploads."""
    with browser.serving(create_app(engine, uploads=True)) as url:
        listed(chrome, url)
        yield chrome


def listed(chrome: Chrome, url: str) -> None:
    start(chrome, url)
    seen(chrome, "#document .sentence")  # a lone document opens by itself
    seen(chrome, "#to-library").click()
    until(chrome, lambda: "Index du" in seen(chrome, "#index-built").text)


def titles(page: Chrome) -> list[str]:
    """As they are at one moment, while the list is written anew."""
    script = "return [...document.querySelectorAll('.library-title')].map((one) => one.textContent)"
    found: list[str] = page.execute_script(script)
    return found


def added_elsewhere(engine: Engine) -> None:
    """A document comes, and the index that holds it is in use before the page does anything."""
    path = engine._settings.seeds / "pont.txt"
    path.write_text("Le pont\n\nIl est long.", encoding="utf-8")
    engine.rebuild(changed=True)
    holds(lambda: idle(engine))


def test_a_list_out_of_date_is_refreshed(page: Chrome, engine: Engine) -> None:
    added_elsewhere(engine)
    assert titles(page) == ["Le phare"]
    seen(page, "#rebuild").click()
    until(page, lambda: titles(page) == ["Le phare", "Le pont"])
    assert_clean(page)


def test_a_reader_who_comes_back_sees_what_has_come(page: Chrome, engine: Engine) -> None:
    own = page.current_window_handle
    page.switch_to.new_window("tab")
    added_elsewhere(engine)
    page.close()
    page.switch_to.window(own)
    until(page, lambda: titles(page) == ["Le phare", "Le pont"])
    assert_clean(page)


def test_a_server_that_bounds_requests_is_waited_for(chrome: Chrome, engine: Engine) -> None:
    with browser.serving(create_app(engine, rate_limit="1/second")) as url:
        start(chrome, url)
        chrome.refresh()  # The list is asked for too soon, then the state of the index.
        until(chrome, lambda: titles(chrome) == ["Le phare"])
        until(chrome, lambda: "Index du" in seen(chrome, "#index-built").text)
        added_elsewhere(engine)
        seen(chrome, "#rebuild").click()
        until(chrome, lambda: titles(chrome) == ["Le phare", "Le pont"])
        assert not chrome.find_element("id", "index-note").is_displayed()
        chrome.get_log("browser")  # It says that the API refused, which is right.


def note(page: Chrome) -> str:
    return seen(page, "#index-note").text


def test_one_bad_file_does_not_keep_the_others_back(page: Chrome, tmp_path: Path) -> None:
    files = {"a.exe": b"MZ", "b.txt": b"", "pont.md": b"# Le pont", "quai.txt": b"Le quai\n\nIci."}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with (tmp_path / "c.txt").open("wb") as large:
        large.truncate(UPLOAD_LIMIT + 1)
    sent = "\n".join(str(tmp_path / name) for name in ["c.txt", *files])
    page.find_element("id", "add-files").send_keys(sent)
    until(page, lambda: titles(page) == ["Le phare", "Le pont", "Le quai"])
    told = note(page).splitlines()
    why = {"c.txt": "dépasse 50 Mo", "a.exe": "Seuls les fichiers", "b.txt": "Il est vide"}
    for line, (name, words) in zip(told, why.items(), strict=True):
        assert name in line
        assert words in line
    assert page.find_element("id", "add-files").get_property("files") == []
    page.get_log("browser")  # It says that the API refused, which is right.


def test_a_server_that_is_gone_is_told(page: Chrome) -> None:
    page.execute_cdp_cmd("Network.enable", {})
    offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    page.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    seen(page, "#rebuild").click()
    until(page, lambda: "Le serveur ne répond pas" in note(page))
    page.execute_cdp_cmd("Network.emulateNetworkConditions", offline | {"offline": False})
    page.get_log("browser")  # It says that the network was away, which is right.
    assert titles(page) == ["Le phare"]


def test_a_question_to_a_document_that_is_gone_is_told(page: Chrome, engine: Engine) -> None:
    added_elsewhere(engine)
    seen(page, "#rebuild").click()
    until(page, lambda: len(titles(page)) == 2)
    seen(page, ".pick").click()
    (engine._settings.seeds / "pont.txt").unlink()
    engine.rebuild(changed=True)
    holds(lambda: idle(engine))
    entry = ask(page, "Quand le pont fut-il ouvert ?")
    assert "n’est plus là" in entry.find_element("css selector", ".failure").text
    page.get_log("browser")  # It says that the API refused, which is right.


def test_a_rebuild_that_fails_is_told_without_a_folder(page: Chrome, engine: Engine) -> None:
    folder = engine._settings.seeds
    folder.rename(folder.with_name("elsewhere"))
    seen(page, "#rebuild").click()
    until(page, lambda: "Le dossier des documents n’est plus là" in note(page))
    assert str(folder) not in note(page)
    assert_clean(page)
