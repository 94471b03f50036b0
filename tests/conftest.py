"""The real engine over the shipped seed, once for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from hypothesis import settings as hypothesis_settings
from reader import assert_clean, start
from selenium.webdriver import Chrome

from qa import Engine, Settings
from web import create_app

# A busy machine is no failure: examples have no deadline.
hypothesis_settings.register_profile("steady", deadline=None)
hypothesis_settings.load_profile("steady")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The shipped seed, with an index of this test run."""
    return Settings(seeds=ROOT / "seeds", index=tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Engine:
    """An engine that has built and loaded its index."""
    engine = Engine(settings)
    engine.load(build=True)
    return engine


@pytest.fixture(scope="session")
def several(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine over three short articles."""
    folder = tmp_path_factory.mktemp("several")
    texts = {
        "phare": "Le phare d’Eckmühl\n\nLe phare fut allumé en 1897. Il mesure 65 mètres.",
        "pont": "Le pont de Normandie\n\nLe pont fut ouvert en 1995. Il mesure 2 141 mètres.",
        "gare": "La gare de Metz\n\nLa gare fut inaugurée en 1908. Elle mesure 350 mètres.",
    }
    (folder / "seeds").mkdir()
    for name, text in texts.items():
        (folder / "seeds" / f"{name}.txt").write_text(text, encoding="utf-8")
    engine = Engine(Settings(seeds=folder / "seeds", index=folder / "index"))
    engine.load(build=True)
    return engine


@pytest.fixture(scope="session")
def url(engine: Engine) -> Iterator[str]:
    """The page of the engine over the shipped seed."""
    with browser.serving(create_app(engine)) as url:
        yield url


@pytest.fixture(scope="session")
def chrome() -> Iterator[Chrome]:
    """One browser for all tests that can share it."""
    if lacking := browser.missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{lacking} is missing")
    with browser.chromium("fr") as driver:
        yield driver


@pytest.fixture
def page(chrome: Chrome, url: str) -> Iterator[Chrome]:
    """The empty conversation; afterwards the console must have stayed silent."""
    start(chrome, url)
    yield chrome
    assert_clean(chrome)
