"""The `answers` process: it holds model and index, and is the bot's door to the desk."""

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from connectors.internal.api import create_api
from connectors.internal.dependencies import AnswersDependencies
from connectors.internal.health import create_health
from connectors.internal.learning import create_learning
from connectors.internal.problems import add_problems
from connectors.logs import add_request_ids

LARGEST_BODY = 64 * 1024
"""Bytes of the largest request."""


class Utf8Json(DefaultJSONProvider):
    """JSON as it is written: in its own order and its own letters."""

    ensure_ascii = False
    sort_keys = False


def create_answers_app(dependencies: AnswersDependencies) -> Flask:
    """Build the `answers` process.

    Raises:
        ValueError: If the token is empty; anybody could call.
    """
    if not dependencies.token:
        raise ValueError("The answers process needs a token to tell who may call; it is empty.")
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json = Utf8Json(app)
    add_request_ids(app)
    add_problems(app)
    app.register_blueprint(create_api(dependencies))
    app.register_blueprint(create_learning(dependencies))
    app.register_blueprint(create_health(dependencies))
    return app
