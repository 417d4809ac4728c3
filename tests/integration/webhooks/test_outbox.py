"""Events on their way to other programs, on every database."""

import json
import re
import textwrap
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from connectors.desk import customers
from connectors.desk.changing import Step, record, take
from connectors.services.staff import faq_editing
from connectors.services.staff.sealing import Seal
from connectors.services.ticket_desk import TicketDesk
from connectors.services.webhooks import managing
from connectors.services.webhooks.addresses import Gate
from connectors.services.webhooks.events import EVENTS, OF_ENTRIES, OF_TICKETS, record_events
from connectors.services.webhooks.outbox import KEPT_FOR, LONGEST_SENDING, PAUSES, WebhookOutbox
from connectors.services.webhooks.sending import Sender, sign
from connectors.settings import ROOT
from knowledge.api_tables import Webhook, WebhookDelivery
from knowledge.errors import Conflict, NotFound
from knowledge.importer import import_entries
from tests.doubles.answers_parts import ENTRIES
from tests.doubles.console_parts import SEAL
from tests.doubles.desk_parts import DUE, add_conversation, add_staff, add_ticket
from tests.doubles.receiver import Receiver
from tests.doubles.web_parts import FixedClock

GATE = Gate(["127.0.0.1"])


@pytest.fixture(autouse=True)
def recorded():
    record_events()


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def actor(database):
    with database.session() as session:
        return add_staff(session, "Ada Byrne", "admin")


@pytest.fixture
def outbox(database, clock):
    return WebhookOutbox(database, Sender(GATE, timeout=2), SEAL, clock)


@pytest.fixture
def add(database, clock, actor):
    """Adds a webhook; returns its id and its secret."""

    def add(receiver, *events):
        with database.session() as session:
            hook, secret = managing.add_webhook(
                session,
                clock(),
                address=f"http://127.0.0.1:{receiver.port}/hook",
                events=events or EVENTS,
                gate=GATE,
                seal=SEAL,
                actor_id=actor.person_id,
            )
            return hook.id, secret

    return add


@pytest.fixture
def desk(clock):
    return TicketDesk(clock, DUE)


@pytest.fixture
def ticket(database, clock):
    def make(key="key-1"):
        with database.session() as session:
            return add_ticket(session, key, conversation=add_conversation(session), now=clock()).id

    return make


def hook_of(database, number):
    with database.session() as session:
        return session.get_one(Webhook, number)


def deliveries(database):
    with database.session() as session:
        return session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.created_at)).all()


class TestEvents:
    def test_of_a_tickets_life_are_told_in_order(
        self, database, receiver, add, ticket, desk, actor, outbox, clock
    ):
        add(receiver)
        number = ticket()
        for verb, more in [
            ("claim", {}),
            ("reply", {"text": "A secret answer."}),
            ("resolve", {}),
            ("reopen", {}),
            ("close", {}),
        ]:
            clock.forward(seconds=1)
            with database.session() as session:
                arguments = (None,) if verb in {"reply", "resolve", "close"} else ()
                getattr(desk, verb)(session, number, actor, *arguments, **more)

        assert outbox.deliver() == 6
        bodies = [json.loads(body) for _, body in receiver.taken]
        assert [body["event"] for body in bodies] == [
            "ticket.created",
            "ticket.assigned",
            "ticket.replied",
            "ticket.resolved",
            "ticket.reopened",
            "ticket.closed",
        ]
        assert bodies[2]["ticket"] == {
            "id": number,
            "reference": f"SECAS-{number:06}",
            "version": 3,
            "actor": actor.person_id,
        }

    def test_hold_ids_and_nobodys_words(self, database, receiver, add, ticket, desk, actor, outbox):
        """Line 24."""
        add(receiver)
        number = ticket()
        with database.session() as session:
            desk.reply(session, number, actor, None, text="A secret answer.")
        outbox.deliver()

        said = " ".join(body for _, body in receiver.taken)
        for word in ("secret", "asha", "Asha", "approved", "Northern", "Ada"):
            assert word not in said

    def test_of_an_answer_that_was_approved_or_sent_by_itself_are_those_of_a_reply(
        self, database, receiver, add, ticket, outbox, clock
    ):
        add(receiver, "ticket.replied")
        number = ticket()
        with database.session() as session:
            for kind in ("draft_approved", "answered_by_mail"):
                record(session, take(session, number, Step(clock())), Step(clock()), kind)
        outbox.deliver()

        assert [json.loads(body)["event"] for _, body in receiver.taken] == ["ticket.replied"] * 2

    def test_of_a_message_on_a_resolved_ticket_say_too_that_it_is_open_again(
        self, database, receiver, add, ticket, desk, actor, outbox, clock
    ):
        add(receiver, "ticket.message", "ticket.reopened")
        number = ticket()
        with database.session() as session:
            customers.hear(session, number, Step(clock()), DUE)  # It is open already.
            desk.resolve(session, number, actor, None)
            customers.hear(session, number, Step(clock()), DUE)
        outbox.deliver()

        told = sorted(json.loads(body)["event"] for _, body in receiver.taken)
        assert told == ["ticket.message", "ticket.message", "ticket.reopened"]

    def test_of_the_faq_are_told(self, database, receiver, add, actor, outbox, clock):
        add(receiver)
        with database.session() as session:
            import_entries(session, list(ENTRIES.values()), now=clock(), complete=True)
            faq_editing.set_withdrawn(
                session, clock(), "credit-cover", seen=1, withdrawn=True, actor_id=actor.person_id
            )
        outbox.deliver()

        ((headers, body),) = receiver.taken
        assert headers["Helpdesk-Event"] == "entry.withdrawn"
        assert json.loads(body)["entry"] == {"key": "credit-cover", "actor": actor.person_id}

    def test_are_told_to_those_only_who_chose_them(self, receiver, add, ticket, outbox):
        add(receiver, "ticket.resolved", "entry.published")
        ticket()

        assert outbox.deliver() == 0

    def test_of_what_was_taken_back_are_not_told(self, database, receiver, add, ticket, desk, actor, outbox):
        number = ticket()
        add(receiver)
        with database.session() as session:
            desk.claim(session, number, actor)
            session.rollback()

        assert outbox.deliver() == 0

    def test_are_all_among_those_that_can_be_chosen(self):
        assert set(OF_TICKETS.values()) | set(OF_ENTRIES.values()) == set(EVENTS)


class TestDelivering:
    def test_is_signed_with_the_secret_that_was_shown(self, receiver, add, ticket, outbox):
        _, secret = add(receiver)
        ticket()
        outbox.deliver()

        ((headers, body),) = receiver.taken
        assert headers["Helpdesk-Signature"] == f"v1={sign(secret, headers['Helpdesk-Timestamp'], body)}"
        assert json.loads(body)["id"] == headers["Helpdesk-Delivery"]

    def test_passes_the_check_that_we_recommend(self, receiver, add, ticket, outbox, clock):
        document = (ROOT / "docs" / "howto" / "webhooks.md").read_text(encoding="utf-8")
        lines = re.search(r"^    import hashlib.*?(?=^\S)", document, re.MULTILINE | re.DOTALL)[0]
        recommended = {}
        exec(textwrap.dedent(lines), recommended)
        clock.now = datetime.now(UTC)
        _, secret = add(receiver)
        ticket()
        outbox.deliver()

        ((headers, body),) = receiver.taken
        is_genuine = recommended["is_genuine"]
        assert is_genuine(secret, headers, body.encode())
        assert not is_genuine(secret, headers, body.encode() + b" ")
        assert not is_genuine("whsec_other", headers, body.encode())
        old = headers | {"Helpdesk-Timestamp": str(int(headers["Helpdesk-Timestamp"]) - 600)}
        assert not is_genuine(secret, old, body.encode())

    def test_is_done_once(self, database, receiver, add, ticket, outbox):
        add(receiver)
        ticket()

        assert [outbox.deliver(), outbox.deliver()] == [1, 0]
        (delivery,) = deliveries(database)
        assert (delivery.state, delivery.answer, delivery.attempts) == ("delivered", "204", 1)

    def test_is_done_once_by_many_workers_at_the_same_time(self, database, receiver, add, ticket, clock):
        add(receiver)
        for number in range(10):
            ticket(f"key-{number}")
        start = threading.Barrier(4)

        def work():
            worker = WebhookOutbox(database, Sender(GATE, timeout=2), SEAL, clock)
            start.wait()
            worker.deliver()

        threads = [threading.Thread(target=work) for _ in range(4)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

        names = [headers["Helpdesk-Delivery"] for headers, _ in receiver.taken]
        assert len(names) == len(set(names)) == 10

    def test_that_fails_is_tried_again_later_and_later_and_given_up(
        self, database, receiver, add, ticket, outbox, clock
    ):
        add(receiver)
        receiver.answer = 500
        ticket()
        for pause in PAUSES:
            outbox.deliver()
            clock.now += pause - timedelta(seconds=1)
            assert outbox.deliver() == 0
            clock.forward(seconds=1)
        outbox.deliver()

        (delivery,) = deliveries(database)
        assert (delivery.state, delivery.attempts) == ("given_up", len(PAUSES) + 1)
        assert delivery.answer == "It answered 500."
        assert len(receiver.taken) == len(PAUSES) + 1
        assert len({headers["Helpdesk-Delivery"] for headers, _ in receiver.taken}) == 1

    def test_goes_on_where_the_address_is_back(self, database, receiver, add, ticket, outbox, clock):
        hook, _ = add(receiver)
        receiver.answer = 500
        ticket()
        outbox.deliver()
        assert hook_of(database, hook).failing_since == clock()
        receiver.answer = 200
        clock.forward(minutes=1)

        assert outbox.deliver() == 1
        assert hook_of(database, hook).failing_since is None

    def test_to_one_that_fails_holds_up_no_other(self, receiver, add, ticket, outbox):
        with Receiver(answer=500) as broken:
            add(broken)
            add(receiver)
            for number in range(5):
                ticket(f"key-{number}")

            assert outbox.deliver() == 5
            assert len(broken.taken) == 1

    def test_that_a_worker_died_over_is_done_again_after_a_while(
        self, database, receiver, add, ticket, outbox, clock
    ):
        add(receiver)
        ticket()
        with database.session() as session:
            session.execute(update(WebhookDelivery).values(state="sending", attempts=1))
        assert outbox.deliver() == 0
        clock.now += LONGEST_SENDING

        assert outbox.deliver() == 1

    def test_stops_after_three_days_without_any_success_for_all_to_see(
        self, database, receiver, add, ticket, outbox, clock
    ):
        hook, _ = add(receiver)
        receiver.answer = 500
        for day in range(4):
            ticket(f"key-{day}")
            outbox.deliver()
            clock.forward(days=1)

        stopped = hook_of(database, hook)
        assert not stopped.active
        assert stopped.stopped_because == "It took nothing for three days. Last: It answered 500."
        assert {delivery.state for delivery in deliveries(database)} == {"given_up"}
        before = len(receiver.taken)
        ticket("key-9")
        assert outbox.deliver() == 0
        assert len(receiver.taken) == before

    def test_to_an_address_that_is_inside_by_now_fails(self, database, receiver, add, ticket, clock):
        add(receiver)
        ticket()
        strict = WebhookOutbox(database, Sender(Gate(), timeout=2), SEAL, clock)

        assert strict.deliver() == 0
        assert receiver.taken == []
        assert "private network" in deliveries(database)[0].answer

    def test_without_the_key_of_old_fails_and_says_so(self, database, receiver, add, ticket, clock):
        add(receiver)
        ticket()
        other = WebhookOutbox(database, Sender(GATE, timeout=2), Seal("another key"), clock)

        assert other.deliver() == 0
        assert "HELPDESK_DATA_KEY" in deliveries(database)[0].answer
        assert receiver.taken == []

    def test_what_is_done_is_kept_for_a_month(self, database, receiver, add, ticket, outbox, clock):
        add(receiver)
        ticket()
        outbox.deliver()
        clock.now += KEPT_FOR + timedelta(seconds=1)
        outbox.deliver()

        assert deliveries(database) == []

    def test_goes_on_whatever_goes_wrong(self, database, receiver, add, ticket, clock):
        class Broken(Sender):
            tries = 0

            def send(self, *arguments, **named):
                Broken.tries += 1
                if Broken.tries == 1:
                    raise RuntimeError
                return super().send(*arguments, **named)

        add(receiver)
        ticket()
        stop = threading.Event()
        worker = WebhookOutbox(database, Broken(GATE, timeout=2), SEAL, clock)
        thread = threading.Thread(target=worker.run, args=(stop, 0.01))
        thread.start()
        try:
            for _ in range(500):
                clock.forward(minutes=1)
                if receiver.taken:
                    break
                stop.wait(0.02)
        finally:
            stop.set()
            thread.join()

        assert len(receiver.taken) == 1


class TestManaging:
    def test_keeps_the_secret_sealed(self, database, receiver, add):
        hook, secret = add(receiver)

        kept = hook_of(database, hook).secret
        assert secret not in kept
        assert SEAL.open(kept) == secret
        assert secret.startswith("whsec_")

    def test_sends_a_test_whatever_was_chosen(self, database, receiver, add, outbox, clock):
        hook, _ = add(receiver, "entry.published")
        with database.session() as session:
            managing.send_test(session, clock(), hook)
        outbox.deliver()

        assert receiver.taken[0][0]["Helpdesk-Event"] == "test"

    def test_sends_no_test_where_it_is_off(self, database, receiver, add, clock, actor):
        hook, _ = add(receiver)
        with database.session() as session:
            managing.switch_webhook(session, clock(), hook, on=False, actor_id=actor.person_id)

        with pytest.raises(Conflict, match="switched off"), database.session() as session:
            managing.send_test(session, clock(), hook)

    def test_switched_on_again_it_is_told_again(self, database, receiver, add, ticket, outbox, clock, actor):
        hook, _ = add(receiver)
        for on in (False, True):
            with database.session() as session:
                managing.switch_webhook(session, clock(), hook, on=on, actor_id=actor.person_id)
            ticket(f"key-{on}")

        assert outbox.deliver() == 1

    def test_removed_it_leaves_nothing_behind(self, database, receiver, add, ticket, outbox, clock, actor):
        hook, _ = add(receiver)
        ticket()
        with database.session() as session:
            managing.remove_webhook(session, clock(), hook, actor_id=actor.person_id)

        assert outbox.deliver() == 0
        with database.session() as session:
            assert session.scalar(select(func.count()).select_from(Webhook)) == 0
        with pytest.raises(NotFound), database.session() as session:
            managing.remove_webhook(session, clock(), hook, actor_id=actor.person_id)

    def test_takes_twenty_and_no_more(self, receiver, add):
        for _ in range(managing.MOST_WEBHOOKS):
            add(receiver)

        with pytest.raises(Conflict, match="20 webhooks already"):
            add(receiver)
