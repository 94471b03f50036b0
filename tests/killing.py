"""Builds that are killed, or find no room, over and over; told in one line of JSON.

    python tests/killing.py FOLDER ROUNDS

A process of its own, since it forks: each child builds an index of seeds that have changed, and is
killed at a random moment, or may write only files of a few bytes. After each the index must be
whole, and one of the two that it may be.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from qa import Settings, verify
from qa.embedding import SentenceEmbedder
from qa.engine import silent
from qa.errors import IndexWriteError
from qa.index import build
from qa.index.layout import Layout

SENTENCES = 30
FULL = 3
PATIENCE = 60
"""Seconds that a build may take."""


class Rounds:
    """An index, and what becomes of builds of it."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(seeds=folder / "seeds", index=folder / "index")
        self.settings.seeds.mkdir()
        self.embedder = SentenceEmbedder(self.settings)
        self.random = random.Random(7)
        self.outcomes: Counter[str] = Counter()
        self.change()
        self.id = self.build()

    def change(self) -> None:
        """Other seeds, of some documents more or less."""
        for number in range(6):
            path = self.settings.seeds / f"{number}.txt"
            words = " ".join(
                f"La phrase {self.random.random()} est longue." for _ in range(SENTENCES)
            )
            if number and self.random.random() < 0.3:
                path.unlink(missing_ok=True)
            else:
                path.write_text(words, encoding="utf-8")

    def build(self) -> str:
        return build(self.settings, self.embedder, silent).id

    def child(self, before: Callable[[], object]) -> int:
        """A process that builds, once `before` has been called in it."""
        pid = os.fork()
        if pid:
            return pid
        signal.alarm(PATIENCE)  # a child that hangs is a failure, not a wait without end
        try:
            before()
            self.build()
            os._exit(0)
        except IndexWriteError:
            os._exit(1)
        except BaseException:
            os._exit(2)

    def check(self, what: str) -> None:
        """The index is whole, and the old one or the new one."""
        now = verify(self.settings).id
        self.outcomes[f"{what}, {'old' if now == self.id else 'new'} index"] += 1
        self.id = now

    def killed(self, within: float) -> None:
        self.change()
        pid = self.child(lambda: None)
        time.sleep(self.random.uniform(0, within))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.check("killed")

    def full(self, size: int) -> None:
        """As on a full disk: no file may grow beyond a size."""
        self.change()
        pid = self.child(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        self.check(f"no room (status {status})")


def main() -> None:
    # Its usual lock is shared by all forks: a builder killed while it holds it stops the others.
    tqdm.set_lock(threading.RLock())
    tqdm.monitor_interval = 0
    rounds, number = Rounds(Path(sys.argv[1])), int(sys.argv[2])
    start = time.monotonic()
    for _ in range(FULL):
        rounds.change()
        rounds.build()
    whole = (time.monotonic() - start) / FULL
    rounds.id = verify(rounds.settings).id
    for _ in range(number):
        rounds.killed(1.5 * whole)
    for size in (0, 10, 100, 1_000, 5_000, 20_000, 50_000):
        rounds.full(size)
    rounds.change()
    last = rounds.build()
    index = rounds.settings.index
    left = sorted(path.name for path in index.iterdir())
    versions = len(list(Layout(index).versions.iterdir()))
    told = {"left": left, "versions": versions, "in_use": last == verify(rounds.settings).id}
    beside = sorted(path.name for path in index.parent.iterdir())
    print(json.dumps(told | {"beside": beside, "outcomes": rounds.outcomes}))


if __name__ == "__main__":
    main()
