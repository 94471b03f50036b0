"""Rebuilds beside a service: one at a time, in a thread, with their progress to be asked for."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from qa.errors import VerbatimError
from qa.index import Progress
from qa.types import IndexInfo, Job, JobState


class Rebuilder:
    """Runs `work` on demand; `work` is given a progress to tell and returns what was built."""

    def __init__(self, work: Callable[[Progress], IndexInfo]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._again = False
        self.ended: dict[JobState, int] = {"done": 0, "failed": 0}
        """How many have ended, in each state."""
        self.job: Job | None = None
        """The build that runs, or else the last one; None before the first."""

    def start(self, *, changed: bool = False) -> Job:
        """The job that runs, or else a new one.

        `changed`: the seeds have changed just now, which the job that runs may have missed: another
        follows it.
        """
        with self._lock:
            if self.job and self.job.state == "running":
                self._again = self._again or changed
                return self.job
            return self._begin()

    def _begin(self) -> Job:
        job = Job(f"job_{uuid.uuid4().hex[:16]}", "running", _now())
        self.job = job
        threading.Thread(target=self._run, args=(job,), name="rebuilding", daemon=True).start()
        return job

    def _run(self, job: Job) -> None:
        ended = self._ended(job)
        with self._lock:
            self.job = ended
            self.ended[ended.state] += 1
            if self._again:
                self._again = False
                self._begin()

    def _ended(self, job: Job) -> Job:
        try:
            info = self._work(self._progress)
        except VerbatimError as error:
            return _failed(job, error.code, str(error))
        except Exception as error:  # the thread must not die in silence
            reason = f"Unexpected: {type(error).__name__}: {error}"
            return _failed(job, VerbatimError.code, reason)
        return replace(job, state="done", ended_at=_now(), index=info.id)

    def _progress(self, step: str, done: int, whole: int) -> None:
        if self.job:
            self.job = replace(self.job, step=step, done=done, whole=whole)


def _failed(job: Job, code: str, reason: str) -> Job:
    return replace(job, state="failed", ended_at=_now(), code=code, error=reason)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
