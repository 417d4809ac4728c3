"""The public process: the API, the widget's files, the demo page and the page without JavaScript."""

from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from flask.json.provider import DefaultJSONProvider
from flask.sessions import SecureCookieSessionInterface

from connectors.logs import add_request_ids
from connectors.web.api import create_api
from connectors.web.ask import create_ask
from connectors.web.dependencies import WebDependencies
from connectors.web.headers import add_headers
from connectors.web.health import create_health
from connectors.web.pages import create_pages
from connectors.web.problems import add_problems
from connectors.web.staff_api.entries import create_entries
from connectors.web.staff_api.tickets import create_tickets

LARGEST_BODY = 16 * 1024
"""Bytes of the largest request to the API: 4,000 characters of any script."""

WIDGET = Path(__file__).parent / "widget"


class Utf8Json(DefaultJSONProvider):
    """JSON as it is written: in its own order and its own letters."""

    ensure_ascii = False
    sort_keys = False


class CookieSession(SecureCookieSessionInterface):
    """A signed cookie that is marked secure wherever the page came over HTTPS."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's signature
        """Tell whether the current request is secure."""
        return request.is_secure


def create_web_app(dependencies: WebDependencies) -> Flask:
    """Build the web process.

    Raises:
        ValueError: If the secret is empty; nothing would be signed.
    """
    if not dependencies.secret:
        raise ValueError("The web process needs a secret to sign its cookie; it is empty.")
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=dependencies.secret,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        SESSION_COOKIE_NAME="helpdesk_ask",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.session_interface = CookieSession()
    app.json = Utf8Json(app)
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    add_request_ids(app)
    add_problems(app)
    add_headers(app, dependencies.origins)
    app.register_blueprint(create_api(dependencies))
    app.register_blueprint(create_tickets(dependencies))
    app.register_blueprint(create_entries(dependencies))
    app.register_blueprint(create_health(dependencies))
    app.register_blueprint(create_pages(dependencies))
    app.register_blueprint(create_ask(dependencies))

    @app.get("/widget/<filename>")
    def widget_file(filename: str) -> Response:
        # No longer than a question to the server: the files of a widget belong together.
        return send_from_directory(WIDGET, filename, mimetype="text/javascript", max_age=0)

    return app
