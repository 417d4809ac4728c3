from dataclasses import dataclass

import pytest

from connectors.desk.actors import Actor
from connectors.services.ticket_desk import TicketDesk
from tests.doubles.desk_parts import DUE, NOW, add_conversation, add_staff, add_ticket
from tests.doubles.web_parts import FixedClock


@dataclass
class Team:
    """Two people at the desk."""

    sam: Actor
    mira: Actor


@pytest.fixture
def team(database):
    with database.session() as session:
        return Team(add_staff(session, "Sam Okoro"), add_staff(session, "Mira Novak"))


@pytest.fixture
def clock():
    return FixedClock(NOW)


@pytest.fixture
def desk(clock):
    return TicketDesk(clock, DUE)


@pytest.fixture
def thread(database):
    """A visitor's conversation."""
    with database.session() as session:
        return add_conversation(session)


@pytest.fixture
def ticket_id(database, thread):
    """A ticket in that conversation."""
    with database.session() as session:
        return add_ticket(session, conversation=thread).id
