"""What a supervisor measures, in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client import generate_latest as rendered
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from qa.types import Answer

if TYPE_CHECKING:
    from qa.engine import Engine

BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)
"""Seconds."""


class Metrics:
    """The figures of one application, in a registry of its own."""

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(OfEngine(engine))
        self._requests = self._counter("requests", "Requests.", "route", "method", "status")
        self._answers = self._counter("answers", "Questions answered by a quotation.")
        self._refusals = self._counter("refusals", "Questions that were not answered.", "code")
        self._steps = Histogram(
            "verbatim_step_seconds",
            "What the steps of an answer take.",
            ["step"],
            buckets=BUCKETS,
            registry=self.registry,
        )

    def count_request(self, response: Response) -> Response:
        """Counts the request that this answers, under its route, not under its path."""
        route = request.url_rule.rule if request.url_rule else "none"
        method = request.method if request.url_rule else "any"
        self._requests.labels(route, method, str(response.status_code)).inc()
        return response

    def count_answer(self, answer: Answer) -> None:
        if answer.refusal:
            self._refusals.labels(answer.refusal.code).inc()
        else:
            self._answers.inc()
        for step, ms in answer.timings_ms.items():
            self._steps.labels(step).observe(ms / 1e3)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"verbatim_{name}", about, labels, registry=self.registry)


class OfEngine(Collector):
    """What the engine tells of itself at the moment it is asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[Metric]:
        yield _gauge("ready", "1 when questions are answered.", float(self._engine.ready))
        rebuilds = CounterMetricFamily(
            "verbatim_rebuilds", "Rebuilds that have ended.", labels=["state"]
        )
        for state, count in self._engine.rebuilds.items():
            rebuilds.add_metric([state], count)
        yield rebuilds
        if self._engine.ready:
            info = self._engine.info
            age = datetime.now(UTC) - datetime.fromisoformat(info.built_at)
            yield _gauge("index_age_seconds", "Since the index was built.", age.total_seconds())
            yield _gauge("index_documents", "Documents in the index.", info.documents)
            yield _gauge("index_sentences", "Sentences in the index.", info.sentences)

    def describe(self) -> Iterator[Metric]:
        """Nothing: the registry would otherwise collect to learn the names."""
        return iter(())


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"verbatim_{name}", about, value=value)


def install(app: Flask, metrics: Metrics) -> None:
    """Counts every request of `app`, and tells the figures at `/metrics`."""
    routes = Blueprint("metrics", __name__)

    @routes.get("/metrics")
    def figures() -> Response:
        return Response(rendered(metrics.registry), content_type=CONTENT_TYPE_LATEST)

    app.after_request(metrics.count_request)
    app.register_blueprint(routes)
