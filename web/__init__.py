"""The Flask application and the chat page."""
