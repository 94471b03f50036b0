"""Rebuilds while questions are answered: no failure, each answer from one index or the other."""

from __future__ import annotations

import errno
import fcntl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import watchfiles

from qa import Engine, Settings
from qa.contract import AskBody, SearchBody
from qa.engine import rollback
from qa.errors import NotReadyError, SeedsMissingError
from qa.index import Progress
from qa.index.layout import Layout
from qa.rebuilding import Rebuilder
from qa.types import Answer, IndexInfo
from qa.watching import Watching

REBUILDS = 20
QUESTIONS = ["Quand le phare fut-il allumé ?", "How long is the bridge?", "Qui est le maire ?"]
INFO = IndexInfo("idx_0", "2024-01-01T00:00:00+00:00", 0, 0, "shipped", ())


def until(found: Callable[[], object], seconds: float = 30) -> None:
    """Waits for something to be so."""
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def idle(engine: Engine) -> bool:
    return engine.job is None or engine.job.state != "running"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "phare.txt").write_text("Le phare fut allumé en 1800.", encoding="utf-8")
    return Settings(seeds=seeds, index=tmp_path / "index")


@pytest.fixture
def engine(settings: Settings) -> Engine:
    engine = Engine(settings)
    engine.load(build=True)
    return engine


def change(folder: Path, turn: int) -> None:
    """A document that changes, and others that come and go."""
    text = f"Le phare fut allumé en {1800 + turn}."
    (folder / "phare.txt").write_text(text, encoding="utf-8")
    for name, text in (("pont", "Le pont mesure 65 mètres."), ("gare", "Le maire est Jean.")):
        path = folder / f"{name}.txt"
        if (turn + len(name)) % 3:
            path.write_text(text, encoding="utf-8")
        else:
            path.unlink(missing_ok=True)


def test_questions_through_rebuilds(engine: Engine, settings: Settings) -> None:
    answers: list[Answer] = []
    failures: list[Exception] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            for question in QUESTIONS:
                try:
                    answers.append(engine.ask(AskBody(question=question)))
                except Exception as error:
                    failures.append(error)

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    held = {engine.info.id: {one.version for one in engine.info.files}}
    for turn in range(1, REBUILDS + 1):
        change(settings.seeds, turn)
        engine.rebuild()
        until(lambda: idle(engine))
        assert engine.job
        assert (engine.job.state, engine.job.index) == ("done", engine.info.id)
        held[engine.info.id] = {one.version for one in engine.info.files}
    ended.set()
    for thread in asking:
        thread.join()
    assert (failures, len(held)) == ([], REBUILDS + 1)
    assert len({one.index.id for one in answers if one.index}) > REBUILDS / 2
    for one in answers:
        near = one.refusal.nearest if one.refusal else one.citations
        assert one.index
        assert {cited.document.version for cited in near} <= held[one.index.id]


def test_the_last_document_deleted_leaves_an_empty_index(
    engine: Engine, settings: Settings
) -> None:
    (settings.seeds / "phare.txt").unlink()
    engine.rebuild()
    until(lambda: idle(engine))
    answer = engine.ask(AskBody(question="Quand le phare fut-il allumé ?"))
    assert answer.refusal
    assert (answer.refusal.code, engine.documents) == ("empty_index", ())
    assert engine.search(SearchBody(query="le phare")) == ()
    (settings.seeds / "gare.txt").write_text("Le maire est Jean.", encoding="utf-8")
    engine.rebuild()
    until(lambda: idle(engine))
    assert [one.path for one in engine.documents] == ["gare.txt"]


def test_a_rebuild_that_fails_says_why_and_leaves_the_index(
    engine: Engine, settings: Settings
) -> None:
    before = engine.info
    (settings.seeds / "phare.txt").write_bytes(b"\x00")
    engine.rebuild()
    until(lambda: idle(engine))
    assert engine.job
    assert engine.job.state == "failed"
    assert "phare.txt" in str(engine.job.error)
    assert engine.info == before


def test_no_rebuild_before_the_first_index(settings: Settings) -> None:
    with pytest.raises(NotReadyError):
        Engine(settings).rebuild()


def test_loading_waits_for_another_builder(settings: Settings) -> None:
    Engine(settings).load(build=True)
    engine = Engine(settings)
    loading = threading.Thread(target=lambda: engine.load(build=True))
    with Layout(settings.index).lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        loading.start()
        loading.join(timeout=3)
        assert not engine.ready
    until(lambda: engine.ready)


def test_following_goes_on_where_nothing_can_be_watched(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(*_: object, **how: object) -> Iterator[object]:
        raise OSError(errno.ENOSPC, "OS file watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", none_left)
    monkeypatch.setattr("qa.watching.LOOK", 100)
    watching = Watching(engine, settings.seeds)
    watching.start()
    try:
        (settings.seeds / "pont.txt").write_text("Le pont mesure 65 mètres.", encoding="utf-8")
        until(lambda: len(engine.documents) == 2)
    finally:
        watching.stop()


def test_the_watched_seeds_are_followed(engine: Engine, settings: Settings) -> None:
    watching = Watching(engine, settings.seeds)
    watching.start()
    try:
        for name in ("pont.txt", "sous/gare.txt"):
            path = settings.seeds / name
            path.parent.mkdir(exist_ok=True)
            path.write_text("Le pont mesure 65 mètres.", encoding="utf-8")
            until(lambda path=name: path in {one.path for one in engine.documents})  # type: ignore[misc]
        (settings.seeds / "pont.txt").unlink()
        until(lambda: len(engine.documents) == 2)
    finally:
        watching.stop()


def test_what_another_program_puts_in_use_is_followed(engine: Engine, settings: Settings) -> None:
    first = engine.info
    change(settings.seeds, 1)
    engine.rebuild()
    until(lambda: idle(engine))
    assert engine.info != first
    assert rollback(settings) == first
    engine.refresh()
    assert engine.info == first


class Slow:
    """Work that lasts until it is let go."""

    def __init__(self) -> None:
        self.go, self.begun = threading.Semaphore(0), 0

    def __call__(self, progress: Progress) -> IndexInfo:
        self.begun += 1
        progress("read", 1, 2)
        self.go.acquire()
        return INFO


def test_one_job_at_a_time_with_its_progress() -> None:
    work = Slow()
    rebuilder = Rebuilder(work)
    job = rebuilder.start()
    assert rebuilder.start().id == job.id
    until(lambda: rebuilder.job and rebuilder.job.step)
    assert rebuilder.job
    assert (rebuilder.job.done, rebuilder.job.whole) == (1, 2)
    work.go.release()
    until(lambda: rebuilder.job and rebuilder.job.state == "done")
    assert (rebuilder.job.id, rebuilder.job.index, work.begun) == (job.id, "idx_0", 1)


def test_a_change_while_a_job_runs_is_followed_by_another() -> None:
    work = Slow()
    rebuilder = Rebuilder(work)
    first = rebuilder.start(changed=True)
    rebuilder.start(changed=True)
    rebuilder.start(changed=True)
    work.go.release(2)
    until(lambda: work.begun == 2 and rebuilder.job and rebuilder.job.state == "done")
    assert rebuilder.job
    assert rebuilder.job.id != first.id


def test_an_unforeseen_failure_is_a_failed_job() -> None:
    def broken(progress: Progress) -> IndexInfo:
        raise RuntimeError("no such thing")

    rebuilder = Rebuilder(broken)
    rebuilder.start()
    until(lambda: rebuilder.job and rebuilder.job.state == "failed")
    assert rebuilder.job
    assert rebuilder.job.error == "Unexpected: RuntimeError: no such thing"
    assert rebuilder.job.code == "internal"


def test_seeds_that_are_gone_fail_the_job(engine: Engine, settings: Settings) -> None:
    settings.seeds.rename(settings.seeds.with_name("elsewhere"))
    engine.rebuild()
    until(lambda: idle(engine))
    assert engine.job
    assert engine.job.error == str(SeedsMissingError(settings.seeds))
    assert engine.job.code == "seeds_missing"
