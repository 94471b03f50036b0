"""Nothing that happens to a builder harms the index: see `killing.py` for what happens to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 40


def test_killed_builders_and_full_disks_leave_a_whole_index(tmp_path: Path) -> None:
    script = Path(__file__).with_name("killing.py")
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", script, tmp_path, str(KILLS)],
        # Threads do not survive a fork: a child would wait for them for ever.
        env=os.environ | {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        pytest.fail(ran.stderr)
    told = json.loads(ran.stdout)
    outcomes = told.pop("outcomes")
    assert told == {
        "left": ["current", "lock", "previous", "versions"],
        "versions": 2,
        "in_use": True,
        "beside": ["index", "seeds"],
    }
    assert outcomes.get("killed, old index", 0) > 0
    assert outcomes.get("no room (status 1), old index", 0) > 2
    # Neither a crash, nor a success that was none.
    assert not any("status 2" in one or "status 0), old" in one for one in outcomes)
    assert sum(outcomes.values()) == KILLS + 7
