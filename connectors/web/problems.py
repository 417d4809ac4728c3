"""Every error as problem details (RFC 9457): the one place where errors become HTTP."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, json, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from connectors.desk.changing import StaleTicket
from connectors.desk.fields import InvalidField
from connectors.logs import place_of
from connectors.services.staff.faq_editing import StaleEntry
from connectors.web.rates import TooFast
from knowledge.errors import Conflict, Forbidden, HelpdeskError, InvalidInput, NotFound, Unavailable

log = structlog.get_logger()

STATUS: dict[type[HelpdeskError], int] = {
    StaleTicket: 412,
    StaleEntry: 412,
    InvalidInput: 422,
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
}

PLAIN_WORDS = {
    400: "The request can't be read.",
    404: "There is nothing at this address.",
    405: "This address can't be used in this way.",
    408: "The request took too long to arrive.",
    413: "This is too long. Please shorten it, or send it in parts.",
    415: "Please send JSON, with the header Content-Type: application/json.",
    500: "Something went wrong on our side. Please try again in a moment.",
}

NO_DATABASE = "We can't store messages just now. Nothing is lost on your side: please try again in a moment."


class InvalidFields(InvalidInput):
    """Some of the fields can't be used as they are.

    Args:
        errors: What is wrong, by field.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


class BadRequest(HelpdeskError):
    """The request can't be read."""


class Unauthorised(HelpdeskError):
    """Please send the conversation's token, as in: Authorization: Bearer <token>."""


class VersionNeeded(HelpdeskError):
    """Please say which version you have seen: send the ETag that you were given, as in: If-Match: "3"."""


def add_problems(app: Flask) -> None:
    """Teach the app to answer every error as problem details, or as a page to a page's visitor."""
    app.register_error_handler(HelpdeskError, _helpdesk_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SQLAlchemyError, _database_error)
    app.register_error_handler(Unavailable, _database_error)
    app.register_error_handler(Exception, _unexpected)


def _helpdesk_error(error: HelpdeskError) -> Response:
    if isinstance(error, BadRequest):
        return problem(400, str(error))
    if isinstance(error, VersionNeeded):
        return problem(428, str(error))
    if isinstance(error, Unauthorised):
        response = problem(401, str(error))
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    if isinstance(error, TooFast):
        log.info("too_fast", path=request.url_rule.rule if request.url_rule else "")
        response = problem(429, str(error), retry_after=error.seconds)
        response.headers["Retry-After"] = str(error.seconds)
        return response
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    if status == 500:
        log.error("request_failed", error=type(error).__name__)
    return problem(status, str(error), **_errors(error))


def _errors(error: HelpdeskError) -> dict[str, dict[str, str]]:
    """Return what is wrong by field, where that is known."""
    if isinstance(error, InvalidFields):
        return {"errors": error.errors}
    return {"errors": {error.field: str(error)}} if isinstance(error, InvalidField) else {}


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    response = problem(error.code, PLAIN_WORDS.get(error.code, HTTPStatus(error.code).phrase + "."))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _database_error(error: SQLAlchemyError | Unavailable) -> Response:
    log.error("database_failed", error=type(error).__name__)
    response = problem(503, NO_DATABASE)
    response.headers["Retry-After"] = "5"
    return response


def _unexpected(error: Exception) -> Response:
    log.error("request_failed", error=place_of(error))
    return problem(500, PLAIN_WORDS[500])


def problem(status: int, detail: str, **extra: Any) -> Response:
    """Return an error in plain words: a page where a page was asked for, else problem details."""
    if not request.path.startswith(("/api/", "/healthz", "/readyz")) and request.accept_mimetypes.accept_html:
        title = "This page doesn't exist" if status == 404 else "That didn't work"
        page = render_template("error.html", title=title, detail=detail)
        return Response(page, status, mimetype="text/html")
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(json.dumps(body | extra), status, mimetype="application/problem+json")
