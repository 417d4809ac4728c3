"""The console as an application of its own, mounted under /console of the public process.

It shares nothing with the visitors' pages but the address: own cookie, own headers, own errors.
"""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from connectors.console.access import add_access
from connectors.console.account import create_account_pages
from connectors.console.canned import create_canned
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.entries import create_entries
from connectors.console.faq import create_faq
from connectors.console.forms import add_csrf
from connectors.console.gaps import create_gaps
from connectors.console.headers import add_headers
from connectors.console.health import create_health
from connectors.console.learning import create_ticket_learning
from connectors.console.mail import create_mail
from connectors.console.mail_files import create_mail_files
from connectors.console.opening import create_opening
from connectors.console.people import create_people
from connectors.console.phrasings import create_phrasings
from connectors.console.presenting import add_filters
from connectors.console.problems import add_problems
from connectors.console.queue import create_queue
from connectors.console.replay import create_replay
from connectors.console.reports import create_reports
from connectors.console.sign_in import create_sign_in
from connectors.console.splitting import create_splitting
from connectors.console.ticket import create_ticket_pages
from connectors.console.tokens import create_tokens
from connectors.console.webhooks import create_webhooks
from connectors.logs import add_request_ids

MOUNT = "/console"
"""Where the public process has the console."""

LARGEST_BODY = 256 * 1024
"""Bytes of the largest form: an FAQ entry in any script, as a browser writes it."""


class CookieSession(SecureCookieSessionInterface):
    """A signed cookie that is marked secure wherever the page came over HTTPS."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's signature
        """Tell whether the current request is secure."""
        return request.is_secure


def create_console_app(parts: ConsoleDependencies) -> Flask:
    """Build the console.

    Raises:
        ValueError: If the secret is empty; nothing would be signed.
    """
    if not parts.secret:
        raise ValueError("The console needs a secret to sign its cookie; it is empty.")
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=parts.secret,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=100,
        SESSION_COOKIE_NAME="helpdesk_console",
        SESSION_COOKIE_PATH=MOUNT,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.session_interface = CookieSession()
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    add_request_ids(app)
    add_problems(app)
    add_headers(app)
    add_filters(app)
    # Who asks comes before where the form is from: both run before any view.
    sessions = add_access(app, parts)
    add_csrf(app)
    app.register_blueprint(create_sign_in(parts, sessions))
    app.register_blueprint(create_account_pages(parts, sessions))
    app.register_blueprint(create_tokens(parts))
    app.register_blueprint(create_queue(parts))
    app.register_blueprint(create_ticket_pages(parts))
    app.register_blueprint(create_splitting(parts))
    app.register_blueprint(create_mail(parts))
    app.register_blueprint(create_mail_files(parts))
    app.register_blueprint(create_canned(parts))
    app.register_blueprint(create_faq(parts))
    app.register_blueprint(create_entries(parts))
    app.register_blueprint(create_phrasings(parts))
    app.register_blueprint(create_replay(parts))
    app.register_blueprint(create_ticket_learning(parts))
    app.register_blueprint(create_gaps(parts))
    app.register_blueprint(create_opening(parts))
    app.register_blueprint(create_reports(parts))
    app.register_blueprint(create_people(parts))
    app.register_blueprint(create_webhooks(parts))
    app.register_blueprint(create_health(parts))
    return app


def mount_console(app: Flask, console: Flask) -> None:
    """Put the console under its path of another application."""
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {MOUNT: console.wsgi_app})  # type: ignore[method-assign]
