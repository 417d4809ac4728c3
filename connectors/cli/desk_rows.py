"""A desk that has been at work for years, to measure with: many tickets, made quickly."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, text

from connectors.services.outcomes import QUESTIONS
from knowledge.database import Database
from knowledge.queue_tables import TicketTag
from knowledge.tables import NOTHING_DUE, Conversation, Message, Person, Ticket, TicketEvent

TOPICS = ("", "Fees", "Joining", "Assessments", "Credit cover", "Modifications")
TAGS = ("fees", "urgent call", "dcc", "panel", "renewal")
WORDS = [
    "how",
    "when",
    "who",
    "approved",
    "changed",
    "increase",
    "fee",
    "panel",
    "credit",
    "cover",
    "assessment",
    "modification",
    "party",
    "user",
    "supplier",
    "network",
    "meter",
    "certificate",
    "renewal",
    "invoice",
    "letter",
    "deadline",
    "form",
    "representative",
    "budget",
    "charge",
    "consultation",
    "vote",
    "secretary",
    "onboarding",
    "privacy",
    "security",
    "audit",
    "register",
    "contract",
    "notice",
    "appeal",
]
BATCH = 5_000


def fill(database: Database, now: datetime, *, tickets: int, messages_each: int, staff: int = 8) -> None:
    """Fill an empty database: one ticket in twenty is active, the others are closed or resolved."""
    chance = random.Random(4)  # noqa: S311 - the same tickets every time
    _add(database, Person, _people(now, tickets // 10, staff))
    rows = list(_tickets(chance, now, tickets, tickets // 10, staff))
    _add(database, Conversation, (_conversation(row) for row in rows))
    _add(database, Ticket, rows)
    _add(
        database,
        TicketEvent,
        (_event(row, kind) for row in rows for kind in ("created", "claimed", "replied")),
    )
    _add(database, TicketTag, (_tag(chance, row) for row in rows if row["id"] % 3 == 0))
    messages = ((row, n) for row in rows for n in range(messages_each))
    _add(database, Message, (_message(chance, row, n, number) for number, (row, n) in enumerate(messages, 1)))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            _count_on(connection)
            # As it does by itself after a while: the index of words takes in what was only noted.
            connection.execute(text("VACUUM"))
        connection.execute(text("ANALYZE"))


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words))


def _add(database: Database, table: type, rows: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> None:
    rows = iter(rows)
    with database.session() as session:
        while batch := list(islice(rows, BATCH)):
            session.execute(insert(table), batch)


def _people(now: datetime, visitors: int, staff: int) -> Iterator[dict[str, Any]]:
    for number in range(1, staff + visitors + 1):
        role = "agent" if number <= staff else "visitor"
        yield {
            "id": number,
            "role": role,
            "name": f"Person {number} Field",
            "email": f"person{number}@organisation{number % 500}.example.org",
            "organisation": f"Organisation {number % 500}",
            "created_at": now,
        }


def _tickets(
    chance: random.Random, now: datetime, tickets: int, visitors: int, staff: int
) -> Iterator[dict[str, Any]]:
    for number in range(1, tickets + 1):
        active = number > tickets - tickets // 20
        created = now - timedelta(minutes=10 * (tickets - number))
        person = staff + 1 + chance.randrange(visitors)
        question = _sentence(chance, chance.randrange(10, 60)) + f" case{number}"
        status = chance.choice(
            ("new", "open", "open", "waiting") if active else ("resolved", "closed", "closed")
        )
        due = created + timedelta(hours=chance.randrange(1, 400))
        yield {
            "id": number,
            "conversation_id": f"{number:032x}",
            "person_id": person,
            "assignee_id": None if status == "new" else 1 + chance.randrange(staff),
            "question": question,
            "search_text": f"person {person} field person{person}@organisation{person % 500}.example.org "
            f"organisation {person % 500} {question}",
            "candidates": [],
            "status": status,
            "active": active,
            "priority": chance.choice((1, 2, 3, 3, 3, 4)),
            "topic": chance.choice(TOPICS),
            "snoozed_until": now + timedelta(days=2) if active and number % 15 == 0 else None,
            "queue_at": due if status in ("new", "open") else NOTHING_DUE,
            "first_response_due_at": due,
            "resolution_due_at": due,
            "idempotency_key": f"key-{number}",
            "first_responded_at": None if status == "new" else due,
            "first_response_seconds": None if status == "new" else 60.0 * chance.randrange(1, 2000),
            "unread": status == "new",
            "created_at": created,
            "updated_at": created + timedelta(minutes=chance.randrange(5000)),
        }


def _conversation(row: dict[str, Any]) -> dict[str, Any]:
    return {"id": row["conversation_id"], "token_hash": "0" * 64, "created_at": row["created_at"]}


def _event(row: dict[str, Any], kind: str) -> dict[str, Any]:
    return {
        "ticket_id": row["id"],
        "actor_id": None if kind == "created" else 1,
        "kind": kind,
        "data": {},
        "created_at": row["created_at"],
    }


def _tag(chance: random.Random, row: dict[str, Any]) -> dict[str, Any]:
    return {"ticket_id": row["id"], "tag": chance.choice(TAGS), "created_at": row["created_at"]}


def _message(chance: random.Random, row: dict[str, Any], number: int, message_id: int) -> dict[str, Any]:
    author = ("visitor", "bot", "staff")[number % 3]
    return {
        "id": message_id,
        "conversation_id": row["conversation_id"],
        "author": author,
        "text": _sentence(chance, chance.randrange(5, 40)),
        "state": "answered" if author == "visitor" else "sent",
        "reply_to_id": message_id - 1 if author == "bot" else None,
        "outcome": chance.choice(QUESTIONS) if author == "visitor" else None,
        "entry_key": f"entry-{chance.randrange(40)}" if author == "visitor" else None,
        "rating": chance.choice((None, None, "yes", "no")) if author == "bot" else None,
        "created_at": row["created_at"],
    }


def _count_on(connection: Any) -> None:
    """Let PostgreSQL number new rows behind the ones that were added with their numbers."""
    for table in (Person, Ticket, Message):
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        connection.execute(select(func.setval(sequence, select(func.max(table.id)).scalar_subquery())))
