"""The real engine over the shipped seed, once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from qa import Engine, Settings

# A busy machine is no failure: examples have no deadline.
hypothesis_settings.register_profile("steady", deadline=None)
hypothesis_settings.load_profile("steady")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The shipped seed, with an index of this test run."""
    return Settings(seeds=ROOT / "seeds", index=tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Engine:
    """An engine that has built and loaded its index."""
    engine = Engine(settings)
    engine.load(build=True)
    return engine
