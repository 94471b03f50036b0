"""What a reader does with the page, and how she knows what she sees."""

from __future__ import annotations

from collections.abc import Callable

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait


def assert_clean(driver: Chrome) -> None:
    """A silent console (a stopped script or style would speak there), nothing from elsewhere."""
    assert [entry["message"] for entry in driver.get_log("browser")] == []
    foreign = driver.execute_script(
        "return performance.getEntriesByType('resource').map((one) => one.name)"
        ".filter((name) => new URL(name).origin !== location.origin)"
    )
    assert foreign == []


def until(driver: Chrome, holds: Callable[[], bool]) -> None:
    """Waits for what the page does in its own time."""
    WebDriverWait(driver, 10).until(lambda _: holds())


def start(driver: Chrome, url: str) -> None:
    """The page as on a first visit: the browser has kept nothing."""
    driver.get(url)
    if driver.execute_script("const kept = localStorage.length; localStorage.clear(); return kept"):
        driver.refresh()


def all_of(driver: Chrome, selector: str) -> list[WebElement]:
    return driver.find_elements(By.CSS_SELECTOR, selector)


def texts(driver: Chrome, selector: str) -> list[str]:
    return [one.text for one in all_of(driver, selector)]


def seen(driver: Chrome, selector: str) -> WebElement:
    """The last element that matches, once there is one that shows."""

    def find(_: Chrome) -> WebElement | None:
        return next((one for one in reversed(all_of(driver, selector)) if one.is_displayed()), None)

    found = WebDriverWait(driver, 10).until(find)
    assert found
    return found


def ask(driver: Chrome, question: str) -> WebElement:
    """Asks by keyboard; gives the entry once it is answered."""
    before = len(all_of(driver, ".entry"))
    seen(driver, "#question").send_keys(question, Keys.ENTER)
    WebDriverWait(driver, 10).until(
        lambda _: len(all_of(driver, ".reply[aria-busy=false]")) == before + 1
    )
    return all_of(driver, ".entry")[-1]


def cited(driver: Chrome) -> WebElement:
    return seen(driver, "#document .is-cited")


def focused(driver: Chrome) -> WebElement:
    return driver.switch_to.active_element


def in_view(driver: Chrome, node: WebElement) -> bool:
    script = (
        "const box = arguments[0].getClientRects()[0];"
        "return arguments[0].contains(document.elementFromPoint(box.left + 4, box.top + 8))"
    )
    return bool(driver.execute_script(script, node))
