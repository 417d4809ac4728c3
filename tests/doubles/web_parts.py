"""The web process with doubles for everything around it but the database."""

from datetime import UTC, datetime, timedelta

from connectors.desk.contact import Contact
from connectors.services.ticket_desk import TicketDesk
from connectors.web.dependencies import WebDependencies
from connectors.web.rates import RateLimits, Rates
from tests.doubles.desk_parts import DUE, AlwaysOpen, ticket_post
from tests.doubles.scripted_dialogue import ScriptedAnswers, ScriptedDialogue

CONTACT = Contact("help@example.org", "020 7946 0000", "https://www.example.org/contact/")


NO_LIMITS = RateLimits(Rates(*["1000000/second"] * 7))


class FixedClock:
    """A clock that moves only when told to."""

    def __init__(self, now: datetime = datetime(2026, 5, 2, 10, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


class FixedHours(AlwaysOpen):
    """Opening hours that always say the same."""

    def sentence(self, at: datetime) -> str:
        return "The Helpdesk opens again on Tuesday 5 May at 9:00."


def web_parts(database, **changes) -> WebDependencies:
    """Return the parts of a web process, with the given ones in their places."""
    parts = {
        "database": database,
        "clock": FixedClock(),
        "dialogue": ScriptedDialogue(),
        "answers": ScriptedAnswers(),
        "hours": FixedHours(),
        "contact": CONTACT,
        "limits": NO_LIMITS,
        "desk": TicketDesk(changes.get("clock") or FixedClock(), DUE, ticket_post()),
        "secret": "a secret for tests only",
        "origins": (),
    }
    return WebDependencies(**(parts | changes))
