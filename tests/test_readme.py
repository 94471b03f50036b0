"""The README keeps up with the code: every command, setting and route, and its Python runs."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from qa import Engine, Settings
from qa.cli import main
from qa.settings import help_of, variable_of
from web import create_app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
UNMENTIONED = {"HEAD", "OPTIONS"}
"""Methods that Flask adds by itself."""


def routes() -> list[str]:
    """Each route of the application as the README writes it: `GET /api/v1/documents/{id}`."""
    rules = create_app(Engine(Settings()), uploads=True).url_map.iter_rules()
    return [
        f"{method} {re.sub('<[^>]+>', '{id}', rule.rule)}"
        for rule in rules
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) - UNMENTIONED)
    ]


def options() -> list[tuple[str, str]]:
    """Each command with each option that is its own."""
    return [
        (name, option)
        for name, command in main.commands.items()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    ]


@pytest.mark.parametrize("name", main.commands)
def test_every_command(name: str) -> None:
    assert f"| `qa {name}" in README


@pytest.mark.parametrize(("name", "option"), options())
def test_every_option(name: str, option: str) -> None:
    assert re.search(rf"`qa {name}[^`|]*{option}\b", README)


def setting_rows() -> list[str]:
    """The table of the settings, as the code has them."""
    head = ["| variable | default | meaning |", "| --- | --- | --- |"]
    values = [int(one.default) if one.type == "bool" else one.default for one in fields(Settings)]
    defaults = [str(value) if value != () else "" for value in values]
    cells = [f"`{text}`" if text else "" for text in defaults]
    rows = [
        f"| `{variable_of(one)}` | {cell} | {help_of(one)} |"
        for one, cell in zip(fields(Settings), cells, strict=True)
    ]
    return head + rows


def test_the_table_of_settings() -> None:
    """Between its markers stands what the code says: copy the rows from here when it changes."""
    _, table, _ = README.split("<!-- settings -->")
    assert table.strip().splitlines() == setting_rows()


@pytest.mark.parametrize("route", routes())
def test_every_route(route: str) -> None:
    assert f"`{route}`" in README


def test_every_link_to_a_file() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_script_named() -> None:
    for name in re.findall(r"\bscripts/[\w./-]*\w", README):
        assert (ROOT / name).exists(), name


def test_the_python_runs(
    engine: Engine,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In a folder with the documents and the index of these tests."""
    assert engine.ready
    (tmp_path / "seeds").symlink_to(settings.seeds)
    (tmp_path / ".index").symlink_to(settings.index)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()
