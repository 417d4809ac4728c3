"""Ports: which are taken, by whom, and which are free."""

import errno
import socket
from contextlib import ExitStack

import psutil


def is_taken(host: str, port: int) -> bool:
    """Tell whether another process listens on a port, so that ours could not."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As our servers do: a connection that is only just closing doesn't count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return True
            raise
    return False


def who_listens(port: int) -> str | None:
    """Return the process that listens on a port, as in "nginx (process 123)"; None if we can't see it."""
    try:
        for connection in psutil.net_connections(kind="inet"):
            address, listens = connection.laddr, connection.status == psutil.CONN_LISTEN
            if listens and address and address.port == port and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        # Some systems show connections to their administrator only.
        return None
    return None


def free_ports(count: int) -> list[int]:
    """Return distinct ports on 127.0.0.1 that are free just now."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
