"""Requests made up from the API's own description find no defect, and no reply that it hides."""

from __future__ import annotations

from pathlib import Path

from programs import script

CASES = 150


def test_made_up_requests_find_nothing(tmp_path: Path) -> None:
    fuzzing = script("fuzz_api")
    tally, failures = fuzzing.fuzz(fuzzing.application(tmp_path), CASES, 1)
    assert failures == []
    assert tally.total() >= CASES
    assert {status for _, status in tally} >= {200, 201, 202, 400, 404, 422}
