"""From what people wrote to the FAQ: a proposed phrasing, a draft entry. Nothing is published here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.services.staff.new_entries import create_entry
from connectors.services.staff.phrasings import LONGEST, add_phrasing
from connectors.services.staff.questions import names_of
from connectors.services.staff.redacting import as_phrasing, without_personal_data
from connectors.services.staff.settling import settle
from knowledge.adoption import NO_CATEGORY
from knowledge.errors import Conflict, InvalidInput
from knowledge.faq import published_entries
from knowledge.learning_tables import Phrasing
from knowledge.tables import Entry, Message, Ticket

LONGEST_TITLE = 200


def last_reply(session: Session, ticket: Ticket) -> str | None:
    """Return the words of the latest reply by staff; None where there is none."""
    return session.scalar(
        select(Message.text)
        .where(
            Message.conversation_id == ticket.conversation_id,
            Message.author == "staff",
            Message.created_at >= ticket.created_at,
        )
        .order_by(Message.id.desc())
        .limit(1)
    )


def propose_phrasing(session: Session, now: datetime, ticket: Ticket, key: str, *, actor_id: int) -> Phrasing:
    """Propose a ticket's question as a phrasing of an entry.

    Raises:
        InvalidInput: If nothing is left of the question, or too much.
        NotFound: If there is no such entry.
        Conflict: If an entry has these words already, or nobody has replied yet.
    """
    _wait_for_a_reply(session, ticket)
    text = _question(ticket)[:LONGEST]
    row = add_phrasing(session, now, key, text, actor_id=actor_id, proposed=True, ticket_id=ticket.id)
    settle(session, now, [text], "phrasing", actor_id=actor_id, key=key)
    return row


def draft_entry(session: Session, now: datetime, ticket: Ticket, *, actor_id: int) -> Entry:
    """Begin an entry with a ticket's question and the latest reply to it.

    Raises:
        InvalidInput: If nothing is left of the question, or another entry has its name.
        Conflict: If nobody has replied yet.
    """
    reply = _wait_for_a_reply(session, ticket)
    question = _question(ticket)
    category, source = _surroundings(session, ticket)
    form = {
        "title": title_of(question),
        "body": without_personal_data(reply, names_of(ticket), marked=True),
        "category": category,
        "audience": "everyone",
        "source": source,
        "reviewed": "",
    }
    remark = f"From {ticket.reference}. Please check the words, the category and the source."
    entry = create_entry(session, now, form, actor_id=actor_id, remark=remark)
    settle(session, now, [question], "drafted", actor_id=actor_id, key=entry.key)
    return entry


def _wait_for_a_reply(session: Session, ticket: Ticket) -> str:
    reply = last_reply(session, ticket)
    if reply is None:
        raise Conflict("Nobody has replied to this ticket yet, so there is nothing to learn from it.")
    return reply


def _question(ticket: Ticket) -> str:
    text = as_phrasing(ticket.question, names_of(ticket))
    if not text:
        raise InvalidInput("Without what tells who wrote it, nothing is left of this question.")
    return text


def title_of(question: str) -> str:
    """Return the first question in a text, or its beginning."""
    sentences = question.replace("!", ".").replace("?", "?.").split(".")
    asked = [sentence.strip() for sentence in sentences if sentence.strip().endswith("?")]
    title = asked[0] if asked else f"{question[: LONGEST_TITLE - 1].rstrip(' ?.')}?"
    return title[:1].upper() + title[1:LONGEST_TITLE]


def _surroundings(session: Session, ticket: Ticket) -> tuple[str, str]:
    """Return category and source as the nearest entry has them: a draft needs both, an editor checks them."""
    entries = {entry.key: entry for entry in published_entries(session)}
    keys: Sequence[str] = [str(candidate["key"]) for candidate in ticket.candidates]
    near = next((entries[key] for key in keys if key in entries), next(iter(entries.values()), None))
    if near is None:
        raise InvalidInput(
            "There is no published entry whose source this one could share. Please begin it on the FAQ page."
        )
    return (near.category if near.key in keys else ticket.topic or NO_CATEGORY), near.source
