"""Loading the engine beside a server that already answers its probes; then following the seeds."""

from __future__ import annotations

import threading
from collections.abc import Callable

from qa import screen
from qa.engine import Engine
from qa.settings import Settings
from qa.watching import Watching


class Loading(threading.Thread):
    """Builds what is missing or stale and loads it; if that fails, `failed` is told why."""

    def __init__(
        self, engine: Engine, settings: Settings, failed: Callable[[Exception], None]
    ) -> None:
        super().__init__(name="loading", daemon=True)
        self._engine, self._settings, self._failed = engine, settings, failed
        self.failure: Exception | None = None

    def run(self) -> None:
        # Begun before the seeds are read: what changes meanwhile is a change.
        watching = Watching(self._engine, self._settings.seeds)
        try:
            self._engine.load(build=True, progress=screen.progress())
        except Exception as error:
            self.failure = error
            self._failed(error)
            return
        screen.remark(self._engine.info)
        screen.say("ready")
        if self._settings.watch:
            watching.start()
