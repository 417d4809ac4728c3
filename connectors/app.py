"""Serves a built application: the same server for every process of ours."""

import signal
from types import FrameType
from typing import NoReturn

import waitress
from flask import Flask

LONGEST_SILENCE = 30
"""Seconds after which a connection that sends nothing is closed."""

LARGEST_BODY = 1_000_000
"""Bytes that are taken in at all; each application sets a smaller limit of its own, with kinder words."""


def serve(app: Flask, host: str, port: int, *, threads: int) -> None:
    """Serve an application until the process is asked to end; requests that run are finished.

    Args:
        app: What to serve.
        host: The address to listen on.
        port: The port to listen on.
        threads: How many requests are answered at the same time.
    """
    signal.signal(signal.SIGTERM, _end)
    waitress.serve(
        app,
        host=host,
        port=port,
        threads=threads,
        channel_timeout=LONGEST_SILENCE,
        max_request_body_size=LARGEST_BODY,
        # Which proxies are believed is for the application to say, by the settings.
        clear_untrusted_proxy_headers=False,
        # The name of the server is nobody's business.
        ident=None,
    )


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    # Waitress ends its threads properly on this exception, which a bare SIGTERM would not allow.
    raise SystemExit(0)
