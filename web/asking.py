"""The engine as the web asks it: every answer is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.contract import AskBody
from qa.types import Answer, Reading
from web.metrics import Metrics

if TYPE_CHECKING:
    from qa.engine import Engine


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks an engine, and tells its metrics."""

    engine: Engine
    metrics: Metrics

    def ask(self, body: AskBody) -> Answer:
        answer = self.engine.ask(body)
        self.metrics.count_answer(answer)
        return answer

    def stream(self, body: AskBody) -> Iterator[Reading | Answer]:
        for step in self.engine.stream(body):
            if isinstance(step, Answer):
                self.metrics.count_answer(step)
            yield step
