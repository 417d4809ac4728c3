"""Errors as pages in plain words; what was typed is never repeated in a log."""

from http import HTTPStatus

import structlog
from flask import Flask, Response, g, make_response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from connectors.console.access import SignInFirst
from connectors.console.forms import is_fragment
from connectors.logs import place_of
from connectors.services.staff.throttle import TooManyTries
from knowledge.errors import Conflict, Forbidden, HelpdeskError, InvalidInput, NotFound, Unavailable

log = structlog.get_logger()

STATUS: dict[type[HelpdeskError], int] = {
    InvalidInput: 422,
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    SignInFirst: 401,
    TooManyTries: 429,
}

PLAIN_WORDS = {
    400: "The request can't be read.",
    404: "There is nothing at this address.",
    405: "This address can't be used in this way.",
    413: "This is too long. Please shorten it. Go back in your browser: what you typed is still there.",
    500: "Something went wrong on our side. Please try again in a moment.",
}

NO_DATABASE = "The database isn't answering just now, so nothing was changed. Please try again in a moment."


def add_problems(app: Flask) -> None:
    """Teach the app to answer every error as a page."""
    app.register_error_handler(HelpdeskError, _helpdesk_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SQLAlchemyError, _database_error)
    app.register_error_handler(Unavailable, _database_error)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: HelpdeskError) -> int:
    """Return the HTTP status of an error of ours."""
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)


def _helpdesk_error(error: HelpdeskError) -> Response:
    status = status_of(error)
    if status == 500:
        log.error("request_failed", error=type(error).__name__)
    response = page(status, str(error))
    if isinstance(error, TooManyTries):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    response = page(error.code, PLAIN_WORDS.get(error.code, HTTPStatus(error.code).phrase + "."))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _database_error(error: SQLAlchemyError | Unavailable) -> Response:
    log.error("database_failed", error=type(error).__name__)
    response = page(503, NO_DATABASE)
    response.headers["Retry-After"] = "5"
    return response


def _unexpected(error: Exception) -> Response:
    log.error("request_failed", error=place_of(error))
    return page(500, PLAIN_WORDS[500])


def page(status: int, detail: str) -> Response:
    """Return an error in plain words: a page, or a line where only a part of one was asked for."""
    g.setdefault("me", None)
    title = {401: "Please sign in", 403: "Not for you", 404: "Nothing here", 409: "Changed meanwhile"}.get(
        status, "That didn’t work"
    )
    if is_fragment():
        return make_response(render_template("_trouble.html", detail=detail), status)
    return make_response(render_template("error.html", title=title, detail=detail, status=status), status)
