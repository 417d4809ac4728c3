"""Delivers what waits in the outbox: claimed, tried, tried again later, or given up for all to see."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

import structlog
from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from connectors.desk.clock import Clock
from connectors.logs import place_of
from connectors.services.staff.sealing import Seal
from connectors.services.webhooks.addresses import NotAllowed
from connectors.services.webhooks.sending import NotDelivered, Sender
from knowledge.api_tables import Webhook, WebhookDelivery
from knowledge.database import Database
from knowledge.errors import Unavailable

log = structlog.get_logger()

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))
"""How long to wait after each failed try; after the last one a delivery is given up."""

LONGEST_SENDING = timedelta(minutes=5)
"""After this long, whoever delivers is taken for dead, and it is delivered again under the same id."""

STOPPED_AFTER = timedelta(days=3)
"""An address that took nothing for so long is switched off."""

KEPT_FOR = timedelta(days=30)
TIDIED_EVERY = timedelta(hours=1)

LONGEST_FAREWELL = 5.0
"""Seconds that a delivery gets to finish when the process ends; else it is tried again later."""


class WebhookOutbox:
    """The deliveries that wait.

    Args:
        database: Where they lie.
        sender: Delivers them.
        seal: Opens the secrets that they are signed with.
        clock: Tells the time.
    """

    def __init__(self, database: Database, sender: Sender, seal: Seal, clock: Clock) -> None:
        self._database = database
        self._sender = sender
        self._seal = seal
        self._clock = clock
        self._tidied_at: datetime | None = None

    @contextmanager
    def running(self, interval: float) -> Iterator[None]:
        """Deliver what waits, in a thread, until the end; what is under way then gets a moment to finish."""
        stop = Event()
        thread = Thread(target=self.run, args=(stop, interval), name="webhooks", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(LONGEST_FAREWELL)

    def run(self, stop: Event, interval: float) -> None:
        """Deliver what waits, again and again, until asked to stop; nothing that goes wrong ends it."""
        while not stop.wait(interval):
            try:
                self.deliver()
            except Exception as error:  # noqa: BLE001 - whatever breaks, the next round tries again
                log.error("webhooks_failed", error=place_of(error))  # noqa: TRY400 - see place_of

    def deliver(self) -> int:
        """Try all deliveries whose time has come once; return how many were taken.

        An address that fails is left alone for the rest of the round, so that it holds up no other.
        """
        self._tidy()
        count, failed = 0, set[int]()
        while (delivery := self._claim(failed)) is not None:
            if self._try(delivery):
                count += 1
            else:
                failed.add(delivery.webhook_id)
        return count

    def _claim(self, failed: set[int]) -> WebhookDelivery | None:
        now = self._clock()
        due = or_(
            and_(WebhookDelivery.state == "waiting", WebhookDelivery.next_try_at <= now),
            and_(WebhookDelivery.state == "sending", WebhookDelivery.next_try_at <= now - LONGEST_SENDING),
        )
        query = select(WebhookDelivery.id).where(due, WebhookDelivery.webhook_id.not_in(failed))
        with self._database.session() as session:
            name = session.scalar(query.order_by(WebhookDelivery.created_at, WebhookDelivery.id).limit(1))
            if name is None:
                return None
            won = session.scalar(
                update(WebhookDelivery)
                .where(WebhookDelivery.id == name, due)
                .values(state="sending", next_try_at=now, attempts=WebhookDelivery.attempts + 1)
                .returning(WebhookDelivery.id)
                .execution_options(synchronize_session=False)
            )
            if won is not None:
                delivery = session.get_one(WebhookDelivery, won, populate_existing=True)
                # Read here, while there is a session to read it in.
                _ = delivery.webhook
                return delivery
        # Another worker was faster; the next look finds what is left.
        return self._claim(failed)

    def _try(self, delivery: WebhookDelivery) -> bool:
        hook, now = delivery.webhook, self._clock()
        try:
            status = self._sender.send(
                hook.address,
                self._seal.open(hook.secret),
                name=delivery.event,
                delivery=delivery.id,
                body=delivery.body,
                now=now,
            )
        except (NotAllowed, NotDelivered, Unavailable) as error:
            self._note_failure(delivery, str(error))
            return False
        with self._database.session() as session:
            self._note(session, delivery, state="delivered", answer=str(status), done_at=self._clock())
            session.execute(update(Webhook).where(Webhook.id == hook.id).values(failing_since=None))
        log.info("webhook_delivered", webhook=hook.id, delivery=delivery.id)
        return True

    def _note_failure(self, delivery: WebhookDelivery, problem: str) -> None:
        now = self._clock()
        given_up = delivery.attempts > len(PAUSES)
        values = (
            {"state": "given_up", "done_at": now}
            if given_up
            else {"state": "waiting", "next_try_at": now + PAUSES[delivery.attempts - 1]}
        )
        with self._database.session() as session:
            self._note(session, delivery, answer=problem[:400], **values)
            hook = session.get(Webhook, delivery.webhook_id, populate_existing=True)
            if hook is not None:
                hook.failing_since = hook.failing_since or now
                if hook.active and now - hook.failing_since >= STOPPED_AFTER:
                    stop(session, hook, now, f"It took nothing for three days. Last: {problem}")
        log.warning("webhook_failed", webhook=delivery.webhook_id, delivery=delivery.id, given_up=given_up)

    def _note(self, session: Session, delivery: WebhookDelivery, **values: object) -> None:
        session.execute(
            update(WebhookDelivery)
            .where(WebhookDelivery.id == delivery.id, WebhookDelivery.state == "sending")
            .values(**values)
            .execution_options(synchronize_session=False)
        )

    def _tidy(self) -> None:
        now = self._clock()
        if self._tidied_at is not None and now - self._tidied_at < TIDIED_EVERY:
            return
        self._tidied_at = now
        with self._database.session() as session:
            session.execute(delete(WebhookDelivery).where(WebhookDelivery.done_at < now - KEPT_FOR))


def stop(session: Session, hook: Webhook, now: datetime, why: str) -> None:
    """Switch an address off, for all to see; what waits for it is given up."""
    hook.active, hook.stopped_because = False, why[:400]
    session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == hook.id, WebhookDelivery.state == "waiting")
        .values(state="given_up", done_at=now)
        .execution_options(synchronize_session=False)
    )
