"""The package: light to import, whole in the wheel, and a repository that stays tidy."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import qa
import web

ROOT = Path(__file__).parent.parent
TOP = {"pyproject.toml", "README.md", "seeds", "qa", "web", "tests", "scripts"}
HEAVY = {"torch", "transformers", "sentence_transformers", "faiss", "tantivy", "flask", "sklearn"}
FILES = [
    "qa/models/calibration.json",
    "qa/models/embedder/modules.json",
    "qa/models/embedder/README.md",
    "qa/models/embedder/model.safetensors",
    "web/templates/chat.html",
    "web/strings/fr.json",
]


def loaded_by(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after some code."""
    ending = "import sys; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{ending}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def tracked() -> list[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "code",
    [
        "import qa",
        "from qa import AskBody, Settings, VerbatimError",
        "from qa.cli import main; main(['--help'], standalone_mode=False)",
        "from qa.cli import main; main(['serve', '--help'], standalone_mode=False)",
    ],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    assert not loaded_by(code) & HEAVY


def test_an_input_error_does_not_wait_for_the_models() -> None:
    code = "from click.testing import CliRunner; from qa.cli import main\n"
    assert not loaded_by(code + "CliRunner().invoke(main, ['ask', ' '])") & HEAVY


def test_the_web_needs_no_model_of_its_own() -> None:
    assert not loaded_by("import web; web.create_app") & (HEAVY - {"flask"})


@pytest.mark.parametrize("package", [qa, web])
def test_public_names_are_sorted_and_there(package: object) -> None:
    names = package.__all__  # type: ignore[attr-defined]
    assert names == sorted(names)
    assert all(getattr(package, name) for name in names)


def test_public_names_have_one_home_each() -> None:
    assert sorted(qa._HOMES) == qa.__all__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        qa.nothing  # noqa: B018


def test_type_checkers_see_every_public_name() -> None:
    tree = ast.parse((ROOT / "qa" / "__init__.py").read_text(encoding="utf-8"))
    homes = {
        alias.name: (node.module or "").removeprefix("qa.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if (node.module or "").startswith("qa.")
    }
    assert homes == qa._HOMES


def test_the_wheel_holds_both_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["qa", "web"]


@pytest.mark.parametrize("name", FILES)
def test_what_is_shipped_is_tracked(name: str) -> None:
    """hatchling takes all files of a package but those that git ignores."""
    assert name in tracked()


def test_the_top_level_is_what_it_was_meant_to_be() -> None:
    top = {name.split("/")[0] for name in tracked()}
    assert {name for name in top if not name.startswith(".")} == TOP


def test_scripts_can_be_run() -> None:
    for name in ("serve", "setup", "test"):
        path = ROOT / "scripts" / name
        assert path.stat().st_mode & 0o111, name
        subprocess.run(["bash", "-n", path], check=True)


def test_what_is_pinned_covers_what_is_needed() -> None:
    """Each dependency has its pin; no pin is of a build for one kind of machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    lines = (ROOT / "scripts" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {line.split("==")[0].lower() for line in lines if not line.startswith("#")}
    assert {one.split(">=")[0].lower() for one in needed} <= pins
    assert not any("+" in line or line.startswith("nvidia") for line in lines if line[0] != "#")
