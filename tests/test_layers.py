"""The architecture: a module of `qa` imports only from lower layers, `web` only public names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa

ROOT = Path(__file__).parent.parent
LAYERS = [
    "types errors",
    "settings seeds sentences terms language contract courtesy messages labels calibration "
    "datasets metrics",
    "passages documents questions scores rendering follow_ups",
    "lexical dense embedding reader feedback",
    "index",
    "scope retrieval reading deciding citing anchoring rebuilding",
    "conversation",
    "answering",
    "engine screen",
    "evaluation lines tables tools watching",
    "loading",
    "mcp",
    "cli",
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names.split()}
PUBLIC = {f"qa.{home}.{name}" for name, home in qa._HOMES.items()} | {"qa"}
FOR_WEB = ("qa.contract.", "qa.errors.", "qa.rendering.", "qa.types.")
"""What `web` may import besides the public names: words it shares with `qa`."""


def files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(node: ast.AST) -> Iterator[str]:
    """The dotted names that an import statement binds, in full."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports(path: Path) -> list[str]:
    """Every import of a file, wherever it stands, those for type checking too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [name for node in ast.walk(tree) for name in imported(node)]


def module(path: Path) -> str:
    """The module or package of `qa` that a file belongs to."""
    return path.relative_to(ROOT / "qa").parts[0].removesuffix(".py")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_module_has_a_layer() -> None:
    assert {module(path) for path in files("qa")} - {"__init__"} <= LEVEL.keys()


@pytest.mark.parametrize("path", files("qa"), ids=named)
def test_imports_go_down(path: Path) -> None:
    if module(path) == "__init__":
        pytest.skip("it loads every public name, on first use")
    for name in imports(path):
        if name.split(".")[0] == "qa":
            target = name.split(".")[1]
            assert target in LEVEL, f"{name} is not a module of qa"
            own = target == module(path)
            assert own or LEVEL[target] < LEVEL[module(path)], f"{name} is not below"


@pytest.mark.parametrize("path", files("qa"), ids=named)
def test_only_serve_knows_the_web(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = [
        inner
        for node in ast.walk(tree)
        if named(path) == "qa/cli.py" and isinstance(node, ast.FunctionDef) and node.name == "serve"
        for inner in ast.walk(node)
    ]
    for node in ast.walk(tree):
        if node not in allowed:
            foreign = [name for name in imported(node) if name.split(".")[0] in {"web", "flask"}]
            assert not foreign


@pytest.mark.parametrize("path", files("web"), ids=named)
def test_the_web_knows_only_public_names(path: Path) -> None:
    for name in imports(path):
        if name.split(".")[0] == "qa":
            public = name in PUBLIC or name.removeprefix("qa.") in qa.__all__
            assert public or name.startswith(FOR_WEB), f"{name} is not public"


def dotted(path: Path) -> str:
    """A file's module in full: `qa/seeds/pdf/__init__.py` is `qa.seeds.pdf`."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_packages_have_no_circles_inside() -> None:
    """`seeds` and `index` are layers of several files: these import each other one way."""
    for package in ("seeds", "index"):
        paths = {dotted(one): one for one in files(f"qa/{package}")}
        below = {
            name: {
                one.rpartition(".")[0] if one not in paths else one
                for one in imports(path)
                if one.startswith(f"qa.{package}.")
            }
            - {name}
            for name, path in paths.items()
        }
        while below:
            lowest = {name for name, needed in below.items() if not needed & below.keys()}
            assert lowest, f"{sorted(below)} import each other"
            below = {name: needed for name, needed in below.items() if name not in lowest}
