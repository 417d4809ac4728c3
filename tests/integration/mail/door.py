"""A door before a server on the loopback address: open, shut, or one behind which nobody answers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal


class Door:
    """Passes connections on while it is open.

    Args:
        port: Of the server behind it.
    """

    def __init__(self, port: int) -> None:
        self.state: Literal["open", "shut", "silent"] = "open"
        self._behind = port
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.port = self._ear.getsockname()[1]
        self._kept: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Shut it for good."""
        self._ear.close()
        for one in self._kept:
            one.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = self._ear.accept()
                if self.state == "shut":
                    visitor.close()
                    continue
                self._kept.append(visitor)
                if self.state == "open":
                    server = socket.create_connection(("127.0.0.1", self._behind))
                    self._kept.append(server)
                    for source, target in ((visitor, server), (server, visitor)):
                        threading.Thread(target=_pass_on, args=(source, target), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def door_before(port: int) -> Iterator[Door]:
    """Put a door before a server for a block."""
    door = Door(port)
    try:
        yield door
    finally:
        door.close()
