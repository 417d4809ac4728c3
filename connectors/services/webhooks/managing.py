"""Adding, testing, switching and removing webhooks; every change stands in the audit log."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session, joinedload

from connectors.desk.fields import InvalidField
from connectors.services.staff.audit import note
from connectors.services.staff.sealing import Seal
from connectors.services.staff.tokens import new_token
from connectors.services.webhooks.addresses import Gate
from connectors.services.webhooks.events import EVENTS, TEST, delivery_values
from connectors.services.webhooks.outbox import stop
from knowledge.api_tables import Webhook, WebhookDelivery
from knowledge.errors import Conflict, NotFound

MOST_WEBHOOKS = 20
PREFIX = "whsec_"
"""What every secret begins with, so that one which has gone astray is recognised."""


def add_webhook(
    session: Session,
    now: datetime,
    *,
    address: str,
    events: Iterable[str],
    gate: Gate,
    seal: Seal,
    actor_id: int,
) -> tuple[Webhook, str]:
    """Add an address; return it with the secret that its deliveries are signed with, to be shown once.

    Raises:
        InvalidField: If the address may not be reached, or no event of ours was chosen.
        Conflict: If there are enough of them.
    """
    wanted = set(events)
    if unknown := wanted - set(EVENTS):
        raise InvalidField("events", f"There is no event “{min(unknown)[:40]}”.")
    if not wanted:
        raise InvalidField("events", "Please choose at least one event.")
    if (session.scalar(select(func.count()).select_from(Webhook)) or 0) >= MOST_WEBHOOKS:
        raise Conflict(f"There are {MOST_WEBHOOKS} webhooks already. Please remove one first.")
    secret = PREFIX + new_token()
    hook = Webhook(
        address=gate.check(address),
        events=sorted(wanted),
        secret=seal.close(secret),
        author_id=actor_id,
        created_at=now,
    )
    session.add(hook)
    session.flush()
    note(session, now, "webhook_added", actor_id=actor_id, webhook=hook.id, events=hook.events)
    return hook, secret


def all_webhooks(session: Session) -> Sequence[Webhook]:
    """Return every webhook, the newest first."""
    return session.scalars(
        select(Webhook).options(joinedload(Webhook.author)).order_by(Webhook.id.desc())
    ).all()


def find_webhook(session: Session, webhook_id: int) -> Webhook:
    """Return a webhook.

    Raises:
        NotFound: If there is none with this number.
    """
    hook = session.get(Webhook, webhook_id)
    if hook is None:
        raise NotFound("There is no such webhook.")
    return hook


def deliveries_of(session: Session, webhook_id: int, most: int) -> Sequence[WebhookDelivery]:
    """Return the latest deliveries of a webhook, the newest first."""
    return session.scalars(
        select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook_id)
        .order_by(WebhookDelivery.created_at.desc(), WebhookDelivery.id)
        .limit(most)
    ).all()


def send_test(session: Session, now: datetime, webhook_id: int) -> None:
    """Put a delivery into the outbox that says nothing but that it is a test.

    Raises:
        NotFound: If there is no such webhook.
        Conflict: If it is switched off.
    """
    hook = find_webhook(session, webhook_id)
    if not hook.active:
        raise Conflict("This webhook is switched off. Please switch it on first.")
    session.execute(insert(WebhookDelivery), [delivery_values(hook.id, TEST, now)])


def switch_webhook(session: Session, now: datetime, webhook_id: int, *, on: bool, actor_id: int) -> None:
    """Switch a webhook on or off."""
    hook = find_webhook(session, webhook_id)
    if hook.active == on:
        return
    if on:
        hook.active, hook.stopped_because, hook.failing_since = True, "", None
    else:
        stop(session, hook, now, "Somebody switched it off.")
    kind = "webhook_switched_on" if on else "webhook_switched_off"
    note(session, now, kind, actor_id=actor_id, webhook=webhook_id)


def remove_webhook(session: Session, now: datetime, webhook_id: int, *, actor_id: int) -> None:
    """Remove a webhook with its deliveries."""
    hook = find_webhook(session, webhook_id)
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.webhook_id == hook.id))
    session.delete(hook)
    session.flush()
    note(session, now, "webhook_removed", actor_id=actor_id, webhook=webhook_id)
