"""Servers that send a byte now and then: no timeout ever catches them, but the deadline does."""

import socket
import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import pytest

from connectors.mail.imap_mailbox import ImapMailbox
from connectors.mail.mailbox import Position
from connectors.mail.server import Server
from connectors.mail.smtp_sender import SmtpSender
from knowledge.errors import Unavailable

DRIP = 0.1
PATIENCE = 5.0
"""Seconds of silence for which a server is waited for: never, with one that drips."""

LONGEST = 1.0
SOON = 3.0


@contextmanager
def dripping(first: bytes):
    """A server that says something, and then sends one letter after the other for ever."""
    ear = socket.create_server(("127.0.0.1", 0))

    def serve():
        with suppress(OSError):
            visitor, _ = ear.accept()
            with visitor:
                visitor.sendall(first)
                while True:
                    visitor.sendall(b"x")
                    time.sleep(DRIP)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield ear.getsockname()[1]
    finally:
        ear.close()


def fetch(scheme, port):
    mailbox = ImapMailbox(
        Server(scheme, "jo", "127.0.0.1", port), "secret", lambda: datetime.now(UTC), PATIENCE, LONGEST
    )
    list(mailbox.fetch(Position(), frozenset()))


def wait(scheme, port):
    mailbox = ImapMailbox(
        Server(scheme, "jo", "127.0.0.1", port), "secret", lambda: datetime.now(UTC), PATIENCE, LONGEST
    )
    mailbox.wait(0.1)


def send(scheme, port):
    server = Server(scheme.replace("imap", "smtp"), "", "127.0.0.1", port)
    SmtpSender(server, "", "desk@example.org", PATIENCE, LONGEST).send("jo@x.example", b"Subject: x\r\n\r\nx")


class TestAServerThatDrips:
    @pytest.mark.parametrize("do", [fetch, wait, send])
    @pytest.mark.parametrize(
        ("scheme", "first"),
        [
            ("imap", b""),
            # A record of TLS that never ends.
            ("imaps", b"\x16\x03\x03\x40\x00"),
            # Whoever greets well and drips afterwards.
            ("imap", b"* OK hello\r\n"),
        ],
    )
    def test_is_given_up_in_time_and_in_words(self, do, scheme, first):
        if do is send and first.startswith(b"*"):
            first = b"220 hello\r\n"
        began = time.monotonic()

        with (
            dripping(first) as port,
            pytest.raises(Unavailable, match=r"it takes longer than 1(\.\d)? second"),
        ):
            do(scheme, port)

        assert time.monotonic() - began < LONGEST + SOON

    def test_costs_no_thread_once_it_is_given_up(self):
        before = threading.active_count()

        with dripping(b"") as port, pytest.raises(Unavailable):
            fetch("imap", port)

        # The server of the test may still be there.
        assert threading.active_count() <= before + 1
