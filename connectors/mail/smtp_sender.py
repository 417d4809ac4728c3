"""Sends through an SMTP server, over TLS unless it is on this machine."""

import smtplib
import ssl

from connectors.mail.deadline import LONGEST, Deadline
from connectors.mail.outbox import NobodyThere, Refused
from connectors.mail.returned import nobody_there
from connectors.mail.server import Server, plain_words
from connectors.mail.watched import WatchedSmtp
from knowledge.errors import Unavailable

TIMEOUT = 30.0


class SmtpSender:
    """Opens a connection for each mail: few are sent, and none waits for an old connection.

    Args:
        server: Where it is; without a user nothing is logged in.
        password: Of the user.
        sender: The address that errors go back to.
        timeout: Seconds after which a silent server is given up.
        longest: Seconds that a letter may take as a whole.
    """

    def __init__(
        self, server: Server, password: str, sender: str, timeout: float = TIMEOUT, longest: float = LONGEST
    ) -> None:
        self._server = server
        self._password = password
        self._sender = sender
        self._timeout = timeout
        self._longest = longest

    def send(self, recipient: str, raw: bytes) -> None:
        with Deadline(self._longest) as deadline:
            self._send(recipient, raw, deadline)

    def _send(self, recipient: str, raw: bytes, deadline: Deadline) -> None:
        try:
            with self._connect(deadline) as connection:
                connection.sendmail(self._sender, [recipient], raw)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            failure = _failure(code, words)
            # A server that refuses every address, because it doesn't know us, says something else.
            gone = isinstance(failure, Refused) and nobody_there(str(failure))
            raise (NobodyThere(str(failure)) if gone else failure) from error
        except smtplib.SMTPAuthenticationError as error:
            # A wrong password is mended by people; the mails wait meanwhile.
            raise Unavailable(f"The mail server refuses our password ({error.smtp_code}).") from error
        except smtplib.SMTPResponseException as error:
            if why := deadline.why():
                raise Unavailable(f"The mail server {self._server} can't be used: {why}.") from error
            raise _failure(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError, ssl.SSLError, UnicodeError) as error:
            raise Unavailable(
                f"The mail server {self._server} can't be used: {deadline.why() or plain_words(error)}."
            ) from error

    def _connect(self, deadline: Deadline) -> smtplib.SMTP:
        server = self._server
        connection = WatchedSmtp(server, self._timeout, deadline)
        if not server.tls_at_once and not server.is_loopback:
            connection.starttls(context=ssl.create_default_context())
        if server.user:
            connection.login(server.user, self._password)
        return connection


def _failure(code: int, words: bytes | str) -> Refused | Unavailable:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    text = f"The mail server said: {code} {said}"
    return Refused(text) if 500 <= code < 600 else Unavailable(text)
