"""Which events there are, and writing them into the outbox in the transaction in which they happen."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event, insert, select
from sqlalchemy.orm import Mapper

from knowledge.api_tables import Webhook, WebhookDelivery
from knowledge.staff_tables import AuditEvent
from knowledge.tables import TicketEvent, random_id

EVENTS: Mapping[str, str] = {
    "ticket.created": "a ticket was made",
    "ticket.message": "the customer wrote",
    "ticket.replied": "the Helpdesk replied, or the assistant did by mail",
    "ticket.assigned": "somebody took it, gave it on or back",
    "ticket.resolved": "it was resolved",
    "ticket.reopened": "it is open again",
    "ticket.closed": "it was closed",
    "entry.published": "visitors read new words of an entry",
    "entry.withdrawn": "an entry was taken away from visitors",
}
"""Every event that an address can be told of, with what happened."""

TEST = "test"
"""The event that the button sends."""

OF_TICKETS: Mapping[str, str] = {
    "created": "ticket.created",
    "split_off": "ticket.created",
    "visitor_message": "ticket.message",
    "replied": "ticket.replied",
    "answered_by_mail": "ticket.replied",
    "draft_approved": "ticket.replied",
    "claimed": "ticket.assigned",
    "assigned": "ticket.assigned",
    "released": "ticket.assigned",
    "resolved": "ticket.resolved",
    "reopened": "ticket.reopened",
    "denied": "ticket.reopened",
    "closed": "ticket.closed",
    "confirmed": "ticket.closed",
    "merged_away": "ticket.closed",
}
"""Our name of an event, by `TicketEvent.kind`."""

OPENS_AGAIN = frozenset(("visitor_message", "replied", "mail_undelivered"))
"""What opens a ticket again, by `TicketEvent.kind`, where it had been resolved or closed."""

OF_ENTRIES: Mapping[str, str] = {
    "entry_published": "entry.published",
    "entry_reviewed": "entry.published",
    "entry_brought_back": "entry.published",
    "entry_withdrawn": "entry.withdrawn",
}
"""The same, by `AuditEvent.kind`."""


def record_events() -> None:
    """From now on, write every event of tickets and entries into the outbox; calling it again is harmless.

    It is done as the row of the event is written, whoever writes it, so that no verb can forget it.
    """
    for table, listener in ((TicketEvent, _on_ticket), (AuditEvent, _on_entry)):
        if not event.contains(table, "after_insert", listener):
            event.listen(table, "after_insert", listener)


def delivery_values(webhook_id: int, name: str, now: datetime, **about: Any) -> dict[str, Any]:
    """Return one delivery as the values of its row; ids only, never anybody's words."""
    delivery_id = random_id()
    body = {"id": delivery_id, "event": name, "at": now.isoformat(), **about}
    return {
        "id": delivery_id,
        "webhook_id": webhook_id,
        "event": name,
        "body": json.dumps(body, separators=(",", ":")),
        "state": "waiting",
        "attempts": 0,
        "answer": "",
        "next_try_at": now,
        "created_at": now,
    }


def _on_ticket(_: Mapper[TicketEvent], connection: Connection, target: TicketEvent) -> None:
    ticket = {
        "id": target.ticket_id,
        "reference": f"SECAS-{target.ticket_id:06d}",
        "version": target.version or 1,
        "actor": target.actor_id,
    }
    for name in _names(target):
        _write(connection, name, target.created_at, ticket=ticket)


def _names(target: TicketEvent) -> Iterator[str]:
    name = OF_TICKETS.get(target.kind)
    if name is not None:
        yield name
    if target.kind in OPENS_AGAIN and target.data.get("before") in {"resolved", "closed"}:
        yield "ticket.reopened"


def _on_entry(_: Mapper[AuditEvent], connection: Connection, target: AuditEvent) -> None:
    name = OF_ENTRIES.get(target.kind)
    if name is not None:
        entry = {"key": target.data.get("entry"), "actor": target.actor_id}
        _write(connection, name, target.created_at, entry=entry)


def _write(connection: Connection, name: str, now: datetime, **about: Any) -> None:
    hooks = connection.execute(select(Webhook.id, Webhook.events).where(Webhook.active)).all()
    rows = [delivery_values(hook.id, name, now, **about) for hook in hooks if name in hook.events]
    if rows:
        connection.execute(insert(WebhookDelivery), rows)
