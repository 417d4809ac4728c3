from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from connectors.cli.demo.chatting import Chats
from connectors.desk.contact import Contact
from connectors.desk.due import DEFAULT_TARGETS, DueTimes
from connectors.desk.hours import BusinessHours
from connectors.services.reports.period import Period
from connectors.services.reports.report import make_report
from connectors.services.ticket_desk import TicketDesk
from knowledge.database import Database
from knowledge.importer import import_entries
from retrieval.decision import Decision
from tests.doubles.answers_parts import ENTRIES
from tests.doubles.desk_parts import add_staff
from tests.doubles.web_parts import FixedClock

MONDAY = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)  # 10:00 in London
PERIOD = Period(date(2026, 5, 4), date(2026, 5, 17))


class Shown(FixedClock):
    """A clock that a story may be told by."""

    present = MONDAY


@dataclass
class Helpdesk:
    """A Helpdesk in its real hours, with a visitor who talks and people who work."""

    database: Database
    clock: Shown
    hours: BusinessHours
    chats: Chats
    desk: TicketDesk
    due: DueTimes

    def ask(self, text="How?", action="answer", *keys, **more):
        """Let a visitor ask; return the conversation."""
        keys = keys or ("credit-cover",)
        decision = Decision(action, keys if action in {"answer", "clarify"} else (), ranking=keys, **more)
        with self.database.session() as session:
            return self.chats.begin(session, text, decision)

    def report(self, period=PERIOD):
        with self.database.session() as session:
            return make_report(session, period)


@pytest.fixture
def helpdesk(database):
    clock, hours = Shown(MONDAY), BusinessHours()
    due = DueTimes(hours, DEFAULT_TARGETS)
    with database.session() as session:
        import_entries(session, list(ENTRIES.values()), now=MONDAY, complete=True)
    chats = Chats(clock, hours, Contact("help@example.org", "020", "https://example.org"), ENTRIES)
    return Helpdesk(database, clock, hours, chats, TicketDesk(clock, due), due)


@pytest.fixture
def sam(database):
    with database.session() as session:
        return add_staff(session, "Sam Okoro")
