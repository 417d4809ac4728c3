"""How a due time was counted, read back from what is kept."""

from datetime import timedelta

import pytest

from connectors.desk.changing import Step
from connectors.desk.customers import hear
from connectors.desk.due import DEFAULT_TARGETS, DueTimes
from connectors.desk.hours import BusinessHours
from connectors.services.ticket_desk import TicketDesk
from knowledge.tables import Ticket
from tests.doubles.desk_parts import add_conversation, add_ticket
from tests.doubles.web_parts import FixedClock
from tests.unit.connectors.desk.moments import london

DUE = DueTimes(BusinessHours(), DEFAULT_TARGETS)


@pytest.fixture
def clock():
    return FixedClock(london("2026-05-05 10:00"))


@pytest.fixture
def desk(clock):
    return TicketDesk(clock, DUE)


class TestExplainDueTimes:
    def explained(self, database, desk, number):
        with database.session() as session:
            ticket = session.get_one(Ticket, number)
            return ticket, desk.explain_due_times(session, ticket)

    def test_the_arithmetic_leads_to_what_is_kept(self, database, desk, team, clock):
        with database.session() as session:
            conversation = add_conversation(session)
            number = add_ticket(session, conversation=conversation, now=clock()).id
            DUE.update(session.get_one(Ticket, number))
        ticket, shown = self.explained(database, desk, number)
        assert set(shown) == {"first_response_due_at", "resolution_due_at"}
        assert shown["first_response_due_at"].due == ticket.first_response_due_at == ticket.due_at

        clock.forward(hours=2)
        with database.session() as session:
            desk.reply(session, number, team.sam, None, text="Which year?")
        clock.forward(days=1, hours=3)
        with database.session() as session:
            hear(session, number, Step(clock()), DUE, message_id=1)
        ticket, shown = self.explained(database, desk, number)

        assert set(shown) == {"next_response_due_at", "resolution_due_at"}
        assert shown["next_response_due_at"].due == ticket.next_response_due_at
        resolution = shown["resolution_due_at"]
        assert resolution.due == ticket.resolution_due_at
        assert resolution.pauses == ((london("2026-05-05 12:00"), london("2026-05-06 15:00")),)
        assert sum((end - start for start, end in resolution.counted), timedelta(0)) == timedelta(hours=40)
