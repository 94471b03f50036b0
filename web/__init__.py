"""The Flask application and the chat page: knows only the public names of `qa`."""

from web.app import create_app
from web.server import serve

__all__ = ["create_app", "serve"]
