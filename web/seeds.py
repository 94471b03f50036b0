"""Uploads: a file put into the seeds folder, when the operator allows it.

`PUT`, since a page of another site cannot send one without asking first, which is refused.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from qa.contract import UPLOAD_LIMIT
from qa.errors import NotReadyError

if TYPE_CHECKING:
    from qa.engine import Engine


def blueprint(engine: Engine) -> Blueprint:
    """`PUT /api/v1/seeds/<name>` with the file as the body."""
    uploads = Blueprint("seeds", __name__, url_prefix="/api/v1/seeds")

    @uploads.put("/<name>")
    def upload(name: str) -> ResponseReturnValue:
        if not engine.ready:  # before the file is there
            raise NotReadyError
        request.max_content_length = UPLOAD_LIMIT
        path = engine.add(name, request.get_data())
        job = engine.rebuild(changed=True)
        return jsonify({"path": path, "job": asdict(job)}), 202, {"Location": "/api/v1/index"}

    return uploads
