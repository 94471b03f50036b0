"""Makes the README's screenshots of the running page: `python scripts/screenshots.py`.

Needs Debian's chromium and chromedriver; builds the index of `seeds/` if it is missing.
"""

from __future__ import annotations

import sys
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from qa import Engine, Settings
from web import create_app

ROOT = Path(__file__).parent.parent
TARGET = ROOT / ".readme"
sys.path.insert(0, str(ROOT / "tests"))

import browser  # type: ignore[import-not-found]  # noqa: E402

DESK, PHONE = (1280, 800), (390, 780)
FRENCH = "Combien de temps a duré le voyage jusqu'à Hanoï ?"
ENGLISH = "How long did the trip to Hanoi take?"
REFUSED = "Qui est le maire de Tokyo ?"
ABOUT = "De quoi parle ce document ?"
QUALITY = 70


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: where the page is looked at, what is asked, and what is opened then."""

    name: str
    language: str
    size: tuple[int, int]
    question: str = ""
    opened: tuple[str, ...] = ()
    dark: bool = False


CITATION, OUTLINE = ".citation", "#open-outline"
SHOTS = (
    Shot("empty", "fr", DESK),
    Shot("answer", "en", DESK, ENGLISH, (CITATION,)),
    Shot("answer-dark", "fr", DESK, FRENCH, (CITATION,), dark=True),
    Shot("refusal", "fr", DESK, REFUSED),
    Shot("outline", "fr", DESK, ABOUT, (CITATION, OUTLINE)),
    Shot("phone", "fr", PHONE, FRENCH, (CITATION,)),
)


def main() -> None:
    """Takes every shot over one server."""
    engine = Engine(Settings.from_env())
    engine.load(build=True)
    TARGET.mkdir(exist_ok=True)
    with browser.serving(create_app(engine)) as url:
        for shot in SHOTS:
            with browser.chromium(shot.language, shot.size, dark=shot.dark, scale=2) as driver:
                take(driver, url, shot)
            print(TARGET / f"{shot.name}.webp")


def take(driver: Chrome, url: str, shot: Shot) -> None:
    driver.get(url)
    if shot.size == DESK:
        wait_for(driver, "#document .sentence")
    if shot.question:
        driver.find_element(By.ID, "question").send_keys(shot.question, Keys.ENTER)
        wait_for(driver, ".reply[aria-busy=false]")
    for selector in shot.opened:
        driver.find_element(By.CSS_SELECTOR, selector).click()
        wait_for(driver, ".is-cited")
    kind = {"format": "webp", "quality": QUALITY}
    data = driver.execute_cdp_cmd("Page.captureScreenshot", kind)["data"]
    (TARGET / f"{shot.name}.webp").write_bytes(b64decode(data))


def wait_for(driver: Chrome, selector: str) -> None:
    WebDriverWait(driver, 10).until(lambda _: driver.find_elements(By.CSS_SELECTOR, selector))


if __name__ == "__main__":
    main()
