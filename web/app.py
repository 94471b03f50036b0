"""The application: routes, guards and errors put together around one engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from qa.contract import BODY_LIMIT
from web import api, guards, pages, problems, seeds

if TYPE_CHECKING:
    from qa.engine import Engine


def create_app(
    engine: Engine, allowed_hosts: Iterable[str] = (), *, uploads: bool = False
) -> Flask:
    """The web application over `engine`, which may still be loading.

    `allowed_hosts` are the names, besides the loopback ones, that requests may be addressed to;
    with `uploads`, files may be sent to the seeds folder.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.url_map.merge_slashes = False
    guards.install(app, allowed_hosts)
    problems.install(app)
    app.register_blueprint(api.blueprint(engine))
    app.register_blueprint(api.probes(engine))
    app.register_blueprint(pages.blueprint(engine, uploads=uploads))
    if uploads:
        app.register_blueprint(seeds.blueprint(engine))
    return app
