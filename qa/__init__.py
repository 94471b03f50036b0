"""Answers questions about French documents with quotations.

    from qa import AskBody, Engine, Settings

    engine = Engine(Settings())
    engine.load(build=True)
    answer = engine.ask(AskBody(question="Qui a écrit cet article ?"))

The names below are loaded on first use: `import qa` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.contract import AskBody
    from qa.engine import Engine, build, verify
    from qa.errors import VerbatimError
    from qa.settings import Settings
    from qa.types import Answer, Citation, Document

__all__ = [
    "Answer",
    "AskBody",
    "Citation",
    "Document",
    "Engine",
    "Settings",
    "VerbatimError",
    "build",
    "verify",
]

_HOMES = {
    "Answer": "types",
    "AskBody": "contract",
    "Citation": "types",
    "Document": "types",
    "Engine": "engine",
    "Settings": "settings",
    "VerbatimError": "errors",
    "build": "engine",
    "verify": "engine",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"qa.{_HOMES[name]}"), name)
