"""A headless Chromium for tests and screenshots, that asks nothing of the network itself."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from selenium.webdriver import Chrome, ChromeOptions, ChromeService

from web.server import address, bind, close

QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
)


def missing() -> str | None:
    """What this machine lacks to run a browser."""
    return next((name for name in ("chromium", "chromedriver") if not shutil.which(name)), None)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The URL of `app`, served from a thread."""
    server = bind(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield address(server)
    finally:
        # A thread that is still ending a reply would find its socket gone.
        server.task_dispatcher.shutdown(timeout=2)
        # In the server's own thread, whose loop ends when it has no socket left.
        server.trigger.pull_trigger(lambda: close(server))
        thread.join()


@contextmanager
def chromium(
    language: str = "fr", size: tuple[int, int] = (1280, 860), *, dark: bool = False, scale: int = 1
) -> Iterator[Chrome]:
    """A browser whose pages have exactly this size, with a profile that is thrown away."""
    with tempfile.TemporaryDirectory() as profile:
        driver = Chrome(_options(language, profile), ChromeService(shutil.which("chromedriver")))
        try:
            _set_up(driver, size, dark, scale)
            yield driver
        finally:
            driver.quit()


def _options(language: str, profile: str) -> ChromeOptions:
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in (*QUIET, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return options


def _set_up(driver: Chrome, size: tuple[int, int], dark: bool, scale: int) -> None:
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    still = {"name": "prefers-reduced-motion", "value": "reduce"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme, still]})
