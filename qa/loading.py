"""Loading the engine beside a server that already answers its probes."""

from __future__ import annotations

import os
import signal
import threading

from qa import screen
from qa.engine import Engine


class Loading(threading.Thread):
    """Builds what is missing or stale and loads it; stops the process's server if that fails."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(name="loading", daemon=True)
        self._engine = engine
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            self._engine.load(build=True, progress=screen.progress())
        except Exception as error:
            self.failure = error  # raised again by the thread that serves
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            screen.remark(self._engine.info)
            screen.say("ready")
