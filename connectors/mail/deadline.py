"""A limit on an operation as a whole: a server that sends a byte now and then never runs into a timeout."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

LONGEST = 300.0
"""Seconds that a letter, or one mail of a mailbox, may take; well below what makes a sender count as dead."""


class Deadline:
    """Cuts connections off once an operation has taken too long.

    Args:
        seconds: What one operation may take.
    """

    def __init__(self, seconds: float = LONGEST) -> None:
        self._seconds = seconds
        self._watched: list[socket.socket] = []
        self._timer: threading.Timer | None = None
        self._over = False

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        for connection in self._watched:
            connection.close()

    def begin(self) -> None:
        """Begin to count: at the start, and again with the next operation on the same connection."""
        self._stop()
        self._timer = threading.Timer(self._seconds, self._cut_off)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, connection: socket.socket) -> socket.socket:
        """Take a connection to cut off, from its first byte on; return it."""
        # A copy leads to the same connection, and stays ours when TLS takes the first one away.
        self._watched.append(connection.dup())
        return connection

    def why(self) -> str:
        """Say that it is over; empty where it isn't."""
        return f"it takes longer than {self._seconds:g} seconds" if self._over else ""

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _cut_off(self) -> None:
        self._over = True
        for connection in self._watched:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
