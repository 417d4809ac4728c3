"""Two workers that decide at the same instant: each counts what the other one did."""

import time
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from connectors.mail.outbox import Outbox
from connectors.services.post.outgoing import MOST_FOR_A_TICKET, MOST_FOR_AN_ADDRESS
from knowledge.mail_tables import IncomingMail
from knowledge.tables import Ticket
from tests.doubles.desk_parts import add_conversation, add_staff, add_ticket
from tests.doubles.post import Post

WORKERS = 2
SLOW = 0.05
"""Seconds between what a worker looks at and the end of its transaction: long enough for another."""


class SlowActing:
    """Writes what follows, and takes its time before the transaction ends."""

    def __init__(self, acting):
        self._acting = acting

    def act(self, session, *rest):
        self._acting.act(session, *rest)
        session.flush()
        time.sleep(SLOW)


class BrokenActing(SlowActing):
    """Fails on every mail of which anything is known."""

    def act(self, session, row, mail, *rest):
        if mail.sender is not None:
            raise RuntimeError
        super().act(session, row, mail, *rest)


@pytest.fixture
def post(database, tmp_path):
    folder = tmp_path / "mails"
    folder.mkdir()
    return slowed(Post(database, folder))


def slowed(post):
    post.worker._acting = SlowActing(post.worker._acting)
    return post


def decided(post):
    """Every mail that lies there, claimed and looked at, but not written: no worker sees another's."""
    post.intake.take()
    found = []
    while (claimed := post.worker._claim()) is not None:
        found.append((claimed.name, claimed.claim, *post.worker._triage.look(claimed.raw)))
    return found


def at_once(*works):
    """Begin all works at one moment, each in its own thread; whatever fails, fails the test."""
    start, failed = Barrier(len(works)), []

    def run(work):
        try:
            start.wait()
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            failed.append(error)

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def write_at_once(post):
    """Let every mail be written by one of two workers, both at work all the time."""
    mails = decided(post)

    def work(share):
        for mail in share:
            post.worker._write(*mail)

    at_once(*(lambda share=mails[number::WORKERS]: work(share) for number in range(WORKERS)))


def rows(post, table):
    with post.database.session() as session:
        return list(session.scalars(select(table)))


class TestCopiesOfOneMail:
    @pytest.mark.parametrize("text", ["How do I get the newsletter?", "My director wants to know."])
    def test_are_acted_on_once(self, post, text):
        post.lay("a", text)
        (post.folder / "b.eml").write_bytes((post.folder / "a.eml").read_bytes())

        write_at_once(post)

        assert len(rows(post, Ticket)) == 1
        assert [mail.action for mail in rows(post, IncomingMail)].count("duplicate") == 1
        assert post.outbox.send() == 1

    def test_that_can_not_be_acted_on_reach_people_once(self, post):
        post.lay("a", "break this")
        (post.folder / "b.eml").write_bytes((post.folder / "a.eml").read_bytes())
        post.worker._acting = BrokenActing(post.worker._acting)

        post.intake.take()
        post.worker.work()

        assert len(rows(post, Ticket)) == 1

    def test_on_a_ticket_are_noted_once(self, post):
        post.lay("a", "My director wants to know.")
        post.office.round()
        ours = post.sender.sent[0][1].split(b"Message-ID: ")[1].split(b"\r\n")[0].decode()
        post.lay("b", "And by how much?", f"In-Reply-To: {ours}\n")
        (post.folder / "c.eml").write_bytes((post.folder / "b.eml").read_bytes())

        write_at_once(post)

        actions = sorted(mail.action for mail in rows(post, IncomingMail))
        assert actions == ["duplicate", "handoff", "thread"]


class TestCaps:
    def test_of_an_address_hold(self, post):
        for number in range(MOST_FOR_AN_ADDRESS + 4):
            post.lay(f"a{number}", f"My director wants to know, for the {number}. time.")

        write_at_once(post)

        assert len(rows(post, Ticket)) == MOST_FOR_AN_ADDRESS + 4
        assert post.outbox.send() == MOST_FOR_AN_ADDRESS

    def test_of_the_day_hold(self, post):
        post.rebuild(a_day=3)
        slowed(post)
        for number in range(8):
            post.lay(f"a{number}", "How do I get the newsletter?", sender=f"p{number}@x.example")

        write_at_once(post)

        assert post.outbox.send() == 3

    def test_of_a_ticket_hold_while_it_is_resolved_again_and_again(self, post):
        with post.database.session() as session:
            sam = add_staff(session, "Sam Okoro")
            ticket = add_ticket(session, conversation=add_conversation(session)).id

        def resolve():
            for _ in range(MOST_FOR_A_TICKET + 1):
                with post.database.session() as session:
                    post.desk.resolve(session, ticket, sam, None)
                    time.sleep(SLOW)
                with post.database.session() as session:
                    post.desk.reopen(session, ticket, sam)

        at_once(resolve, resolve)

        assert post.outbox.send() == MOST_FOR_A_TICKET

    def test_are_free_again_after_a_day(self, post):
        post.rebuild(a_day=1)
        for number in range(2):
            post.lay(f"a{number}", f"My director wants to know, for the {number}. time.")
        post.office.round()
        post.clock.move(days=1, minutes=1)
        post.lay("b", "My director still wants to know.")

        post.office.round()

        assert len(post.sender.sent) == 2


class TestTheDeskAndTheMailbox:
    def test_never_wait_for_each_other(self, post):
        """Staff reply on a ticket while the customer's next mail on it is being written, again and again."""
        with post.database.session() as session:
            sam = add_staff(session, "Sam Okoro")
        post.lay("a", "My director wants to know.")
        post.office.round()
        ours = post.sender.sent[0][1].split(b"Message-ID: ")[1].split(b"\r\n")[0].decode()
        for number in range(8):
            post.lay(f"b{number}", f"And word number {number}?", f"In-Reply-To: {ours}\n")
        mails = decided(post)

        def reply():
            for number in range(8):
                with post.database.session() as session:
                    post.desk.reply(session, 1, sam, None, text=f"Reply {number}.")
                    time.sleep(SLOW)

        at_once(reply, lambda: [post.worker._write(*mail) for mail in mails])

        assert {mail.action for mail in rows(post, IncomingMail)} == {"handoff", "thread"}
        assert post.outbox.send() == 8


class TestTwoOutboxes:
    def test_send_each_letter_once(self, post):
        for number in range(6):
            post.lay(f"a{number}", "How do I get the newsletter?", sender=f"p{number}@x.example")
        post.intake.take()
        post.worker.work()
        other = Outbox(post.database, post.sender, post.clock, post.outbox._due)

        at_once(post.outbox.send, other.send)

        assert sorted(to for to, _ in post.sender.sent) == [f"p{number}@x.example" for number in range(6)]
