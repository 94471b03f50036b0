"""Asks the API all that its own description allows, and much that it forbids.

    python scripts/fuzz_api.py [--cases 2000] [--seed 0]

Requests are made up from `/openapi.json`, right ones and wrong ones for every operation; replies
must be no defects, and be of a status and a shape that the description tells of.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks

from qa import Engine, Settings
from web import create_app

TEXT = "Le phare d’Eckmühl\n\nLe phare fut allumé en 1897. Il mesure 65 mètres."
# What a schema cannot say: which names are those of seeds, that some message must ask something;
# and a batch takes questions that cannot be asked, to tell of each why.
UNSAYABLE: dict[str, list[CheckFunction]] = {
    "sendSeed": [checks.positive_data_acceptance],
    "complete": [checks.positive_data_acceptance],
    "askBatch": [checks.negative_data_rejection],
}
NAMES = {"readDocument": "phare", "sendSeed": "b.txt"}
"""Ids that no made-up request would hit upon."""
Operation = APIOperation[Any, Any, Any, Any]
Tally = Counter[tuple[str, int]]


def application(folder: Path) -> Flask:
    """The API over one short document, in a folder of its own."""
    seeds = folder / "seeds"
    seeds.mkdir()
    (seeds / "phare.txt").write_text(TEXT, encoding="utf-8")
    engine = Engine(Settings(seeds=seeds, index=folder / "index", watch=False))
    engine.load(build=True)
    return create_app(engine, uploads=True)


def fuzz(app: Flask, cases: int, number: int) -> tuple[Tally, list[str]]:
    """How often each operation answered with which status, and what was wrong with replies."""
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    operations = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    chosen = [way for one in operations for way in _ways(one)]
    several = [one for one, _ in chosen if one.body or one.path_parameters]
    fuzzing = Fuzzing(-(-cases // len(several)), number)
    for operation, strategy in chosen:
        fuzzing.ask(operation, strategy)
    return fuzzing.tally, fuzzing.failures


def _ways(operation: Operation) -> Iterator[tuple[Operation, SearchStrategy[Case[Any]]]]:
    """The requests that an operation is tried with: right ones, those of a real id, wrong ones."""
    yield operation, operation.as_strategy()
    if _name(operation) in NAMES:
        named = {"id": NAMES[_name(operation)]}
        yield operation, operation.as_strategy(path_parameters=named)
    bodies = operation.definition.raw.get("requestBody", {}).get("content", {}).values()
    if operation.query or any("schema" in body for body in bodies):
        yield operation, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def _name(operation: Operation) -> str:
    return str(operation.definition.raw["operationId"])


@dataclass
class Fuzzing:
    """What has been seen so far, of so many cases of each way to ask."""

    cases: int
    number: int
    tally: Tally = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def ask(self, operation: Operation, strategy: SearchStrategy[Case[Any]]) -> None:
        @seed(self.number)
        @settings(
            max_examples=self.cases,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def ask(case: Case[Any]) -> None:
            self._check(operation, case)

        ask()

    def _check(self, operation: Operation, case: Case[Any]) -> None:
        response, name = case.call(), _name(operation)
        if response.status_code == 202:
            _await_rebuild(operation.app)
        self.tally[name, response.status_code] += 1
        excluded = UNSAYABLE.get(name, [])
        if response.status_code == 413:  # a rejection too, which that check does not know
            excluded = [*excluded, checks.negative_data_rejection]
        try:
            case.validate_response(response, excluded_checks=excluded)
        except FailureGroup as group:
            self.failures += [f"{name}: {one}\n{response.text}" for one in group.exceptions]


def _await_rebuild(app: Flask) -> None:
    """What runs beside the requests would make them differ from time to time."""
    client = app.test_client()
    while client.get("/api/v1/index").get_json()["job"]["state"] == "running":
        time.sleep(0.02)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally, failures = fuzz(application(Path(folder)), given.cases, given.seed)
    for (name, status), count in sorted(tally.items()):
        print(f"{name:15} {status} {count:6}")
    print(f"{tally.total()} requests, {len(failures)} failures")
    print("\n\n".join(failures), file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
