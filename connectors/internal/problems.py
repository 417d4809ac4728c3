"""Every error as problem details (RFC 9457), in words that the bot may pass on to a visitor."""

import json
from http import HTTPStatus

import structlog
from flask import Flask, Response
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from connectors.desk.fields import InvalidField
from connectors.logs import place_of
from knowledge.errors import Conflict, Forbidden, HelpdeskError, InvalidInput, NotFound, Unavailable

log = structlog.get_logger()

STATUS: dict[type[HelpdeskError], int] = {
    InvalidInput: 422,
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Unavailable: 503,
}

PLAIN_WORDS = {
    404: "There is nothing at this address.",
    405: "This address can't be used in this way.",
    413: "This is too long. Please shorten it, or send it in parts.",
    415: "Please send JSON, with the header Content-Type: application/json.",
    500: "Something went wrong on our side. Please try again in a moment.",
    503: "This can't be done just now. Please try again in a moment.",
}


class BadRequest(HelpdeskError):
    """The request can't be read."""


class Unauthorised(HelpdeskError):
    """Please send the shared token in the header X-Helpdesk-Token."""


def add_problems(app: Flask) -> None:
    """Teach the app to answer every error as problem details."""
    app.register_error_handler(HelpdeskError, _helpdesk_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SQLAlchemyError, _unexpected)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, detail: str, field: str | None = None) -> Response:
    """Return an error.

    Args:
        status: The status of the response.
        detail: What went wrong, in plain words.
        field: The one input that is to blame, or None.
    """
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if field:
        body["field"] = field
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/problem+json")


def _helpdesk_error(error: HelpdeskError) -> Response:
    if isinstance(error, BadRequest):
        return problem(400, str(error))
    if isinstance(error, Unauthorised):
        return problem(401, str(error))
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    if status >= 500:
        log.error("request_failed", status=status, error=place_of(error))
        # The words of such an error are for staff: they may name the database.
        return problem(status, PLAIN_WORDS[status])
    return problem(status, str(error), error.field if isinstance(error, InvalidField) else None)


def _http_error(error: HTTPException) -> Response:
    code = error.code or 500
    return problem(code, PLAIN_WORDS.get(code, HTTPStatus(code).phrase + "."))


def _unexpected(error: Exception) -> Response:
    log.error("request_failed", status=500, error=place_of(error))
    return problem(500, PLAIN_WORDS[500])
