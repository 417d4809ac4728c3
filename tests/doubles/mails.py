"""Mails and what is known around them, for tests."""

from collections.abc import Sequence
from dataclasses import replace

from connectors.mail.message import Mail
from connectors.mail.reading import read_mail
from connectors.mail.rules.rule import Desk, Outcome, Surroundings
from retrieval.mails import Impression, Letter

SECRET = "a secret for tests"
OURS = "secas@gemserv.com"


class FixedCorrespondence:
    """Knows the tickets that the stories speak of."""

    def seen(self, mail: Mail) -> str | None:
        return None

    def ticket_of_message(self, message_id: str) -> str | None:
        return "SECAS-000123" if self.is_ours(message_id) else None

    def is_ours(self, message_id: str) -> bool:
        return message_id == "<t123.ours@gemserv.com>"

    def people_on(self, ticket: str) -> frozenset[str] | None:
        return {
            "SECAS-000123": frozenset({"jane.cole@coleco.example"}),
            "SECAS-000200": frozenset({"hal@bellwether.example"}),
        }.get(ticket)


class ScriptedDecider:
    """Notes what it is asked, and hands it over."""

    def __init__(self) -> None:
        self.asked: list[Mail] = []

    def decide(self, mail: Mail) -> Outcome:
        self.asked.append(mail)
        return Outcome("handoff", "Nobody decided.", "decided")


class FixedImpressions:
    """Has the same impression of every mail: none, unless it is told."""

    def __init__(self, impression: Impression | None = None) -> None:
        self._impression = impression or Impression()

    def of(self, letters: Sequence[Letter]) -> list[Impression]:
        return [self._impression] * len(letters)


def around(servers: tuple[str, ...] = ()) -> Surroundings:
    """Return what is ours, and the tickets of the stories."""
    return Surroundings(Desk((OURS,), servers, SECRET), FixedCorrespondence())


PLAIN = Impression(machine=0.0, people=0.0)
"""The impression of a person's mail that asks something simple."""


def mail(
    text: str = "Hello, how do we join?",
    *,
    subject: str = "Query",
    headers: str = "",
    impression: Impression = PLAIN,
) -> Mail:
    """Return a plain mail of a person, read."""
    head = f"From: Jane Cole <jane.cole@coleco.example>\nTo: {OURS}\nSubject: {subject}\n{headers}"
    read = read_mail(f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}".encode())
    return replace(read, impression=impression)
