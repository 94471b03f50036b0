"""Settings: every field has a variable, and what is wrong is told by name."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from qa.errors import SettingError, UnknownSettingError
from qa.settings import Settings, help_of, variable_of

GIVEN = {
    "QA_SEEDS": ("papers", Path("papers")),
    "QA_INDEX": ("/var/qa", Path("/var/qa")),
    "QA_HOST": ("::1", "::1"),
    "QA_PORT": ("0", 0),
    "QA_ALLOWED_HOSTS": (" Qa.example , ,[FE80::1]", ("qa.example", "[fe80::1]")),
    "QA_EMBEDDER": ("some/model", "some/model"),
    "QA_QUERY_PREFIX": ("query: ", "query: "),
    "QA_PASSAGE_PREFIX": ("passage: ", "passage: "),
    "QA_READER": ("some/model", "some/model"),
    "QA_TARGET_PRECISION": ("0.9", 0.9),
    "QA_FEEDBACK": ("said.jsonl", "said.jsonl"),
    "QA_API_KEYS": (" Ab,c-D ,,", ("Ab", "c-D")),
    "QA_RATE_LIMIT": ("60/minute", "60/minute"),
    "QA_LOG_QUESTIONS": ("1", True),
    "QA_THREADS": ("2", 2),
    "QA_UPLOADS": ("1", True),
    "QA_WATCH": ("0", False),
}
WRONG = {
    "QA_SEEDS": [""],
    "QA_INDEX": [""],
    "QA_PORT": ["", "http", "-1", "65536", "80.5"],
    "QA_ALLOWED_HOSTS": ["example.com:8123", "a,http://b", "::1"],
    "QA_TARGET_PRECISION": ["", "0", "1", "nan", "70%"],
    "QA_API_KEYS": ["Sésame", "one,two words", "clé,key"],
    "QA_RATE_LIMIT": ["60", "0/minute", "60/fortnight", "60 per minute", "60/minute "],
    "QA_LOG_QUESTIONS": ["yes"],
    "QA_THREADS": ["0", "many"],
    "QA_UPLOADS": ["yes", ""],
}
WRONG_PAIRS = [(variable, text) for variable, texts in WRONG.items() for text in texts]


def test_every_field_has_a_variable_a_help_text_and_a_case_here() -> None:
    assert {variable_of(one) for one in fields(Settings)} == set(GIVEN)
    assert all(help_of(one).endswith(".") for one in fields(Settings))


@pytest.mark.parametrize("variable", GIVEN)
def test_a_variable_sets_its_field_alone(variable: str) -> None:
    text, value = GIVEN[variable]
    settings = Settings.from_env({variable: text})
    for one in fields(Settings):
        expected = value if variable_of(one) == variable else one.default
        assert getattr(settings, one.name) == expected


@pytest.mark.parametrize(("variable", "text"), WRONG_PAIRS)
def test_a_wrong_value_is_told(variable: str, text: str) -> None:
    with pytest.raises(SettingError, match=f"^{variable}=.* is not a"):
        Settings.from_env({variable: text})


def test_a_wrong_key_stays_secret() -> None:
    with pytest.raises(SettingError) as caught:
        Settings.from_env({"QA_API_KEYS": "Sésame"})
    assert "Sésame" not in str(caught.value)


def test_an_unknown_variable_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownSettingError, match=r"Unknown setting QA_SEED\..* QA_SEEDS"):
        Settings.from_env({"QA_SEED": "papers", "PATH": "/bin"})


def test_what_is_given_wins_unless_it_is_none() -> None:
    env = {"QA_PORT": "1", "QA_HOST": "::1"}
    settings = Settings.from_env(env, port=2, host=None, seeds=Path("papers"))
    assert settings == Settings(port=2, host="::1", seeds=Path("papers"))


def test_the_environment_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_PORT", "81")
    assert Settings.from_env().port == 81


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]
