"""Loading the engine beside a server that already answers its probes; then following the seeds."""

from __future__ import annotations

import os
import signal
import threading

from qa import screen
from qa.engine import Engine
from qa.settings import Settings
from qa.watching import Watching


class Loading(threading.Thread):
    """Builds what is missing or stale and loads it; stops the process's server if that fails."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        super().__init__(name="loading", daemon=True)
        self._engine, self._settings = engine, settings
        self.failure: Exception | None = None

    def run(self) -> None:
        # Begun before the seeds are read: what changes meanwhile is a change.
        watching = Watching(self._engine, self._settings.seeds)
        try:
            self._engine.load(build=True, progress=screen.progress())
        except Exception as error:
            self.failure = error  # raised again by the thread that serves
            os.kill(os.getpid(), signal.SIGTERM)
            return
        screen.remark(self._engine.info)
        screen.say("ready")
        if self._settings.watch:
            watching.start()
