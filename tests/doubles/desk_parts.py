"""The desk with people at it, for tests that are not about opening hours."""

from datetime import UTC, datetime, timedelta

from connectors.desk.actors import Actor
from connectors.desk.contact import Contact
from connectors.desk.due import DEFAULT_TARGETS, DueTimes
from connectors.desk.tickets import create_ticket
from connectors.services.post.letter import Letterhead
from connectors.services.post.letters import Letters
from connectors.services.post.outgoing import Caps
from connectors.services.post.ticket_post import TicketPost
from knowledge.staff_tables import StaffAccount
from knowledge.tables import Conversation, Person

NOW = datetime(2026, 5, 5, 9, 30, tzinfo=UTC)


class AlwaysOpen:
    """A Helpdesk that never closes."""

    def add(self, at: datetime, duration: timedelta) -> datetime:
        return at + duration

    def between(self, start: datetime, end: datetime) -> timedelta:
        return max(end - start, timedelta(0))

    def counted(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        return [(start, end)] if start < end else []


DUE = DueTimes(AlwaysOpen(), DEFAULT_TARGETS)
LETTERS = Letters(
    Letterhead("helpdesk@example.org", "a secret for tests"),
    Contact("helpdesk@example.org", "020 7090 7755", "https://example.org"),
)


def ticket_post(*, a_day: int = 200, sends: bool = True) -> TicketPost:
    """Return what writes to customers."""
    return TicketPost(LETTERS, Caps(a_day), sends=sends)


def add_staff(session, name: str, role: str = "agent") -> Actor:
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    person = Person(role=role, name=name, email=email, created_at=NOW)
    session.add(person)
    session.flush()
    session.add(StaffAccount(person_id=person.id, login=email, created_at=NOW))
    return Actor(person.id, role)


def add_conversation(session) -> str:
    conversation = Conversation(token_hash="0" * 64, created_at=NOW)
    session.add(conversation)
    session.flush()
    return conversation.id


def add_ticket(
    session, key: str = "key-1", *, conversation: str | None = None, now: datetime = NOW, **changes
):
    fields = {
        "name": "Asha Patel",
        "email": "asha.patel@example.org",
        "organisation": "Northern Metering",
        "question": "Who approved the last increase?",
        "reason": "near_miss",
        "candidates": [],
        "channel": "web",
    }
    return create_ticket(
        session, now=now, conversation_id=conversation, idempotency_key=key, due=DUE, **(fields | changes)
    )
