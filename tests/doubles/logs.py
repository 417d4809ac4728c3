"""A place for logs to go, for tests of what they hold."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog


@contextmanager
def log_stream() -> Iterator[io.StringIO]:
    """Give a stream to configure the logging with; afterwards everything is as it was."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        yield io.StringIO()
    finally:
        root.handlers, root.level = before[0], before[1]
        structlog.reset_defaults()
        structlog.contextvars.clear_contextvars()
