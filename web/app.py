"""The application: routes, guards and errors put together around one engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask import Flask

from qa.contract import BODY_LIMIT
from web import access, api, docs, guards, logs, metrics, openai, pages, seeds, shapes
from web.asking import Asking

if TYPE_CHECKING:
    from qa.engine import Engine


def create_app(
    engine: Engine,
    allowed_hosts: Iterable[str] = (),
    *,
    uploads: bool = False,
    api_keys: Sequence[str] = (),
    rate_limit: str = "",
    log_questions: bool = False,
) -> Flask:
    """The web application over `engine`, which may still be loading.

    `allowed_hosts` are the names, besides the loopback ones, that requests may be addressed to;
    with `uploads`, files may be sent to the seeds folder; `api_keys` and `rate_limit` (such as
    `60/minute`) guard the API; with `log_questions`, the log says what was asked.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.url_map.merge_slashes = False
    logs.install(app, questions=log_questions)
    guards.install(app, allowed_hosts)
    access.install(app, api_keys, rate_limit)
    shapes.install(app)
    _add_routes(app, engine)
    app.register_blueprint(pages.blueprint(engine, uploads=uploads, guarded=bool(api_keys)))
    if uploads:
        app.register_blueprint(seeds.blueprint(engine))
    return app


def _add_routes(app: Flask, engine: Engine) -> None:
    asking = Asking(engine, metrics.Metrics(engine))
    metrics.install(app, asking.metrics)
    app.register_blueprint(api.blueprint(engine, asking))
    app.register_blueprint(api.probes(engine))
    app.register_blueprint(openai.blueprint(asking))
    app.register_blueprint(docs.blueprint())
