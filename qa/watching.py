"""Watches the seeds, and the index that another program may rebuild or roll back."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import watchfiles

from qa import seeds
from qa.engine import Engine
from qa.errors import SeedsMissingError, VerbatimError

SETTLED = 400
"""Milliseconds without a change after which a burst of them is over."""
LOOK = 5_000
"""Milliseconds after which the folder is looked at anyway: one that was moved away and replaced,
or lies on another machine, tells of no change."""

Signature = list[tuple[Path, int, int]]

log = logging.getLogger(__name__)
logging.getLogger("watchfiles").setLevel(logging.WARNING)


class Watching(threading.Thread):
    """Has the engine follow its seeds, and the index that another program has changed."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        super().__init__(name="watching", daemon=True)
        self._engine, self._folder = engine, folder
        self._ended = threading.Event()
        self._seen = signature(folder)

    def run(self) -> None:
        while not self._ended.is_set():
            self._look()  # for what has changed while nobody watched
            try:
                self._watch()
            except OSError as error:  # the folder is gone, or no more can be watched: look instead
                log.warning("The seeds are looked at now and then: %s", error)
                self._ended.wait(LOOK / 1000)

    def stop(self) -> None:
        self._ended.set()

    def _watch(self) -> None:
        for _ in watchfiles.watch(
            self._folder,
            stop_event=self._ended,
            step=SETTLED,
            rust_timeout=LOOK,
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            self._look()

    def _look(self) -> None:
        found = signature(self._folder)
        try:
            if found != self._seen:
                self._engine.rebuild(changed=True)
            else:
                self._engine.refresh()
        except VerbatimError as error:
            log.warning("%s", error)
        self._seen = found


def signature(folder: Path) -> Signature:
    """What tells that a seed has come, gone or changed: each one's path, size and time."""
    try:
        return [_entry(path) for path in seeds.discover(folder)]
    except SeedsMissingError:
        return []


def _entry(path: Path) -> tuple[Path, int, int]:
    try:
        found = path.stat()
    except OSError:
        return path, 0, 0
    return path, found.st_size, found.st_mtime_ns
