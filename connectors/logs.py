"""Logs that help: one line an event, ids instead of customers' words, a request id everywhere."""

import logging
import re
import secrets
import sys
from pathlib import Path
from traceback import StackSummary, walk_tb
from typing import Literal, TextIO

import structlog
from flask import Flask, Response, request
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

REQUEST_ID_HEADER = "X-Request-Id"
SAFE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

TALKATIVE = (
    "httpx",
    "httpcore",
    "waitress.queue",
    "werkzeug",
    "sqlalchemy",
    "alembic",
    "sentence_transformers",
)
"""Libraries of which only warnings are of use; some log what customers wrote at lower levels."""


def configure_logging(
    format: Literal["text", "json"],  # noqa: A002 - the name of the setting
    level: Literal["debug", "info", "warning", "error"],
    stream: TextIO | None = None,
) -> None:
    """Set up the logs of this process, those of libraries included.

    Args:
        format: ``json`` for machines, one object a line; ``text`` for people.
        level: The least level that is written.
        stream: Where to; standard error if none is given.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _place_of_exception,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if format == "json"
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    # Some libraries set a level of their own, which the root's would not hold back.
    handler.setLevel(level.upper())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def add_request_ids(app: Flask) -> None:
    """Give every request of an app an id: in its log lines and in the response's header.

    The id that came with a request is kept where it is safe, so that one message can be followed
    through all processes.
    """

    @app.before_request
    def begin() -> None:
        clear_contextvars()
        bind_contextvars(request_id=request_id(request.headers.get(REQUEST_ID_HEADER)))

    @app.after_request
    def name_it(response: Response) -> Response:
        bound = get_contextvars().get("request_id")
        if bound:
            response.headers[REQUEST_ID_HEADER] = bound
        return response


def request_id(given: str | None) -> str:
    """Return the id that was given, if it is 8 to 64 letters, digits, dots, dashes; else a new one."""
    if given and SAFE_REQUEST_ID.fullmatch(given):
        return given
    return secrets.token_hex(8)


def place_of(error: BaseException) -> str:
    """Return the kind of an error and where it happened, without its message.

    Messages of libraries quote what they were given, and a customer's words belong into no log.
    """
    frames = StackSummary.extract(walk_tb(error.__traceback__), lookup_lines=False)[-6:]
    places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {places or 'an unknown place'}"


def _place_of_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep no more of an exception than `place_of` tells."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = place_of(error)
    return event
