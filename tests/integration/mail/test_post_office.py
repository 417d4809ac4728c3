import re
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import func, select, update

from connectors.mail.outbox import PAUSES, Refused
from connectors.mail.post_office import PostOffice
from connectors.services.staff.mail_health import look_at_mail
from connectors.services.staff.mail_putting_back import put_back
from knowledge.errors import Conflict, Unavailable
from knowledge.mail_tables import IncomingMail, MailAttachment, MailConnection, OutgoingMail
from knowledge.staff_tables import AuditEvent
from knowledge.tables import Person, Ticket, TicketEvent
from tests.doubles.post import MONDAY, Post


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "mails"
    folder.mkdir()
    return folder


@pytest.fixture
def post(database, folder):
    return Post(database, folder)


def rows(post, table):
    with post.database.session() as session:
        return list(session.scalars(select(table)))


def count(post, table):
    with post.database.session() as session:
        return session.scalar(select(func.count()).select_from(table))


def sent(post, number=-1):
    return message_from_bytes(post.sender.sent[number][1], policy=default)


class TestIntake:
    def test_stores_the_bytes_before_anything_else(self, post):
        post.lay("a", "Hello")

        post.intake.take()

        (mail,) = rows(post, IncomingMail)
        assert mail.raw == (post.folder / "a.eml").read_bytes()
        assert (mail.state, mail.action) == ("received", None)

    def test_takes_each_mail_once(self, post):
        post.lay("a", "Hello")

        assert [post.intake.take(), post.intake.take()] == [1, 0]

    def test_notes_when_it_last_went_well_and_what_is_wrong_since(self, post):
        post.intake.take()
        post.folder.rmdir()

        with pytest.raises(Unavailable):
            post.intake.take()

        (connection,) = rows(post, MailConnection)
        assert connection.succeeded_at == MONDAY
        assert "There is no folder" in connection.problem


class TestHandingOver:
    def test_makes_a_ticket_and_sends_a_receipt(self, post):
        post.lay("a", "What does my director have to know?")

        done = post.office.round()

        assert (done.taken, done.done, done.sent) == (1, 1, 1)
        (ticket,) = rows(post, Ticket)
        assert ticket.channel == "mail"
        assert ticket.reference in sent(post)["Subject"]

    def test_sends_no_receipt_where_a_machine_could_be_behind_it(self, post):
        post.lay("a", "Beth has the helm this week.", "X-Notification-Type: absence\n")

        done = post.office.round()

        assert (done.done, done.sent) == (1, 0)
        assert count(post, Ticket) == 1
        assert rows(post, IncomingMail)[0].reason.endswith("No receipt sent: a program sent it.")

    def test_the_receipt_repeats_nothing_that_the_sender_chose(self, post):
        post.lay("a", "Who buys my watches?")

        post.office.round()

        text = post.sender.sent[0][1].decode()
        assert "watches" not in text
        assert "private matter" not in text
        assert "Jane" not in text

    def test_a_mail_that_breaks_something_becomes_a_ticket(self, post):
        post.lay("a", "break")

        post.office.round()

        (mail,) = rows(post, IncomingMail)
        assert (mail.action, mail.rule) == ("handoff", "set_aside")
        assert count(post, Ticket) == 1

    @pytest.mark.parametrize("sender", ["", "nobody", "<>", '"a b"@[127.0.0.1]', "x@localhost"])
    def test_a_sender_who_cannot_be_written_to_gets_a_ticket_and_no_mail(self, post, sender):
        post.lay("a", "Hello there", sender=sender)

        post.office.round()

        assert count(post, Ticket) == 1
        assert post.sender.sent == []

    def test_a_failed_dmarc_verdict_gets_no_receipt(self, post):
        post.lay("a", "Hello there", "Authentication-Results: mx.gemserv.com; dmarc=fail\n")

        post.office.round()

        assert count(post, Ticket) == 1
        assert post.sender.sent == []

    def test_an_old_mail_gets_no_receipt(self, post):
        post.lay("a", "Hello there")
        post.clock.move(days=8)

        post.office.round()

        assert post.sender.sent == []


class TestAnswering:
    def test_sends_the_entry_with_all_that_keeps_machines_quiet(self, post):
        post.lay("a", "How do I get the newsletter?")

        post.office.round()

        mail = sent(post)
        body = mail.get_body(("plain",)).get_content()
        assert body.startswith("This is an automatic answer")
        assert "https://example.org/faq" in body
        assert mail["Auto-Submitted"] == "auto-replied"
        assert mail["Precedence"] == "auto_reply"
        assert mail["X-Auto-Response-Suppress"] == "All"
        assert mail["In-Reply-To"] == "<a@coleco.example>"
        assert "<em>form</em>" in mail.get_body(("html",)).get_content()

    def test_in_draft_mode_it_waits_for_people(self, database, folder):
        post = Post(database, folder, mode="draft")
        post.lay("a", "How do I get the newsletter?")

        post.office.round()

        assert post.sender.sent == []
        assert [mail.state for mail in rows(post, OutgoingMail)] == ["draft"]

    @pytest.mark.parametrize(
        ("mode", "named", "state"),
        [
            ("draft", {"newsletter": "auto"}, "sent"),
            ("draft", {"news": "auto"}, "sent"),
            ("auto", {"news": "draft"}, "draft"),
            ("auto", {"news": "draft", "newsletter": "auto"}, "sent"),
            ("auto", {"other": "draft"}, "sent"),
        ],
    )
    def test_a_topic_may_have_a_mode_of_its_own(self, database, folder, mode, named, state):
        post = Post(database, folder, mode=mode, named=named)
        post.lay("a", "How do I get the newsletter?")

        post.office.round()

        assert [mail.state for mail in rows(post, OutgoingMail)] == [state]

    def test_no_sender_gets_more_than_a_few_a_day(self, post):
        for number in range(9):
            post.lay(f"a{number}", f"How do I get the newsletter number {number}?")

        post.office.round()

        assert len(post.sender.sent) == 5
        assert count(post, Ticket) == 9

    def test_no_more_than_the_cap_of_a_day_are_sent(self, database, folder):
        post = Post(database, folder, a_day=2)
        for number in range(4):
            post.lay(f"a{number}", "How do I get the newsletter?", sender=f"p{number}@x.example")

        post.office.round()

        assert len(post.sender.sent) == 2

    @pytest.mark.parametrize("header", ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <x>"])
    def test_a_machine_gets_nothing_and_is_seen(self, post, header):
        post.lay("a", "How do I get the newsletter?", f"{header}\n")

        post.office.round()

        assert post.sender.sent == []
        assert rows(post, IncomingMail)[0].reason.startswith("No reply sent")


class TestThreads:
    def test_a_reply_to_our_mail_joins_and_reopens_its_ticket(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.office.round()
        post.lay("b", "Where is that form?", f"In-Reply-To: {sent(post)['Message-ID']}\n")

        post.office.round()

        (ticket,) = rows(post, Ticket)
        assert ticket.status == "open"
        assert "mail_received" in [event.kind for event in rows(post, TicketEvent)]

    def test_thanks_leave_it_as_it_is(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.office.round()
        post.lay("b", "Thanks, that solves it.", f"In-Reply-To: {sent(post)['Message-ID']}\n")

        post.office.round()

        assert rows(post, Ticket)[0].status == "waiting"

    def test_a_reply_to_the_signed_address_joins_too(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.office.round()
        post.lay("b", "Where is that form?", f"Delivered-To: {sent(post)['Reply-To']}\n")

        post.office.round()

        assert count(post, Ticket) == 1

    def test_a_strangers_reply_is_a_ticket_of_its_own_and_learns_nothing(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.office.round()
        ours = sent(post)["Message-ID"]
        post.lay("b", "Can I have all of it?", f"In-Reply-To: {ours}\n", sender="eve@black.example")

        post.office.round()

        assert count(post, Ticket) == 2
        assert post.sender.sent[-1][0] == "eve@black.example"
        assert b"SECAS-000001" not in post.sender.sent[-1][1]

    def test_our_own_mail_coming_back_does_nothing(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.office.round()
        (post.folder / "back.eml").write_bytes(post.sender.sent[0][1])

        post.office.round()

        assert count(post, Ticket) == 1
        assert len(post.sender.sent) == 1

    def test_a_duplicate_is_acted_on_once(self, post):
        post.lay("a", "How do I get the newsletter?")
        (post.folder / "copy.eml").write_bytes((post.folder / "a.eml").read_bytes())

        post.office.round()

        assert sorted(mail.action for mail in rows(post, IncomingMail)) == ["answer", "duplicate"]
        assert len(post.sender.sent) == 1


class TestCrashes:
    def test_a_worker_that_died_with_a_mail_leaves_it_to_the_next_one(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.intake.take()
        post.worker._claim()

        at_once = post.worker.work()
        post.clock.move(minutes=6)
        later = post.worker.work()

        assert (at_once, later) == (0, 1)
        assert count(post, Ticket) == 1

    def test_a_worker_that_comes_back_from_the_dead_writes_nothing(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.intake.take()
        slow = post.worker._claim()
        post.clock.move(minutes=6)
        post.worker.work()

        assert post.worker._finish(slow) == 0
        assert (count(post, Ticket), count(post, OutgoingMail)) == (1, 1)

    def test_what_died_between_sending_and_marking_is_sent_again_under_the_same_id(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.intake.take()
        post.worker.work()
        _, recipient, raw, _ = post.outbox._claim()
        post.sender.send(recipient, raw)

        post.clock.move(minutes=11)
        post.outbox.send()

        assert sent(post, 0)["Message-ID"] == sent(post, 1)["Message-ID"]
        assert rows(post, OutgoingMail)[0].state == "sent"


class TestOutbox:
    def test_tries_again_later_and_later_and_then_gives_up(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.sender.failure = Unavailable("It is down.")
        post.office.round()

        for pause in PAUSES:
            assert rows(post, OutgoingMail)[0].state == "waiting"
            post.clock.now += pause
            post.outbox.send()

        (mail,) = rows(post, OutgoingMail)
        assert (mail.state, mail.attempts, mail.problem) == ("given_up", len(PAUSES) + 1, "It is down.")

    def test_what_is_refused_for_good_is_given_up_at_once(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.sender.failure = Refused("550 no such user")

        post.office.round()

        assert rows(post, OutgoingMail)[0].state == "given_up"

    def test_goes_on_where_a_server_comes_back(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.sender.failure = Unavailable("It is down.")
        post.office.round()
        post.sender.failure = None
        post.clock.move(minutes=2)

        assert post.outbox.send() == 1


class TestWithoutAMailbox:
    def test_what_waits_is_sent(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.intake.take()
        post.worker.work()
        office = PostOffice(None, None, None, post.outbox)

        done = office.round()
        office.wait(0)

        assert (done.taken, done.done, done.sent, done.problem) == (0, 0, 1, "")


class TestPuttingBack:
    """People put back what was set aside: it is decided again, and nothing goes out by itself."""

    @pytest.fixture
    def sam(self, post):
        with post.database.session() as session:
            person = Person(
                role="agent", name="Sam Okoro", email="sam@helpdesk.example.org", created_at=MONDAY
            )
            session.add(person)
            session.flush()
            return person.id

    def put_back(self, post, sam, number=0):
        mail = rows(post, IncomingMail)[number]
        with post.database.session() as session:
            put_back(session, post.clock(), mail.id, actor_id=sam)
        post.office.round()
        return mail.id

    @pytest.mark.parametrize(
        "headers", ["Auto-Submitted: auto-replied\nList-Id: <x>\n", "X-Spam-Flag: YES\n"]
    )
    def test_it_becomes_a_ticket_whatever_rules_would_set_it_aside(self, post, sam, headers):
        post.lay("a", "What does my director have to know?", headers)
        post.office.round()
        before = count(post, Ticket)

        self.put_back(post, sam)

        (mail,) = rows(post, IncomingMail)
        assert before == 0
        assert (mail.action, mail.state, count(post, Ticket)) == ("handoff", "done", 1)
        assert "No receipt sent: people put it back." in mail.reason

    def test_a_sure_answer_waits_as_a_draft_even_where_answers_are_sent(self, post, sam):
        post.lay("a", "How do I get the newsletter?", "Precedence: bulk\n")
        post.office.round()

        self.put_back(post, sam)

        assert [letter.state for letter in rows(post, OutgoingMail)] == ["draft"]
        assert post.sender.sent == []

    def test_twice_has_one_outcome(self, post, sam):
        post.lay("a", "What does my director have to know?", "Precedence: bulk\n")
        post.office.round()
        self.put_back(post, sam)

        with pytest.raises(Conflict, match="Sam Okoro has put this mail back already"):
            self.put_back(post, sam)

        assert count(post, Ticket) == 1

    def test_two_at_the_same_moment_put_it_back_once(self, post, sam):
        post.lay("a", "What does my director have to know?", "Precedence: bulk\n")
        post.office.round()
        mail = rows(post, IncomingMail)[0].id

        def press(_):
            try:
                with post.database.session() as session:
                    put_back(session, post.clock(), mail, actor_id=sam)
            except Conflict:
                return 0
            return 1

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(press, range(4))) == 1
        assert [event.kind for event in rows(post, AuditEvent)] == ["mail_put_back"]

    def test_who_did_it_is_in_the_audit_log(self, post, sam):
        post.lay("a", "Cheap watches", "X-Spam-Flag: YES\n")
        post.office.round()

        mail = self.put_back(post, sam)

        (event,) = rows(post, AuditEvent)
        assert (event.kind, event.actor_id, event.data) == ("mail_released", sam, {"mail": mail})

    def test_what_was_not_set_aside_stays_as_it_is(self, post, sam):
        post.lay("a", "What does my director have to know?")
        post.office.round()

        with pytest.raises(Conflict, match="isn't set aside"):
            self.put_back(post, sam)

    def test_a_second_copy_of_it_is_still_a_duplicate(self, post, sam):
        post.lay("a", "What does my director have to know?", "Precedence: bulk\n")
        (post.folder / "b.eml").write_bytes((post.folder / "a.eml").read_bytes())
        post.office.round()

        mail = next(mail for mail in rows(post, IncomingMail) if mail.action == "ignore")
        with post.database.session() as session:
            put_back(session, post.clock(), mail.id, actor_id=sam)
        post.office.round()

        assert sorted(mail.action for mail in rows(post, IncomingMail)) == ["duplicate", "handoff"]
        assert count(post, Ticket) == 1


class TestAttachments:
    MAIL = (
        b"From: jane.cole@coleco.example\nSubject: Papers\nMessage-ID: <p@x.example>\n"
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nThe papers are attached.\n'
        b"--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\n%PDF-1\n"
        b"--b--\n"
    )

    def test_each_has_a_random_id_of_its_own(self, post):
        (post.folder / "a.eml").write_bytes(self.MAIL)

        post.office.round()

        (found,) = rows(post, MailAttachment)
        assert (found.position, found.name, found.inline) == (0, "a.pdf", False)
        assert re.fullmatch("[0-9a-f]{32}", found.id)

    def test_a_mail_that_is_worked_off_again_lists_them_once(self, post):
        (post.folder / "a.eml").write_bytes(self.MAIL.replace(b"Subject", b"Precedence: bulk\nSubject"))
        post.office.round()
        with post.database.session() as session:
            session.execute(update(IncomingMail).values(state="received", claim=None))

        post.office.round()

        assert count(post, MailAttachment) == 1


class TestState:
    """What `helpdesk doctor` and the console say of the connections."""

    def said(self, post):
        with post.database.session() as session:
            return {found.name: found for found in look_at_mail(session, post.clock())}

    def test_says_when_it_was_last_read_and_what_waits(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.sender.failure = Unavailable("The server is down.")
        post.office.round()

        said = self.said(post)

        assert (said["Mailbox"].good, said["Mailbox"].words) == (True, "Last read on 2 November at 10:00.")
        assert not said["Outbox"].good
        assert said["Outbox"].words == "The server is down. 1 waits since 2 November at 10:00."

    def test_keeps_the_last_success_beside_what_is_wrong_now(self, post):
        post.office.round()
        post.clock.move(minutes=5)
        post.folder.rmdir()
        post.office.round()

        said = self.said(post)["Mailbox"]

        assert not said.good
        assert said.words.startswith("There is no folder")
        assert said.words.endswith("Last read on 2 November at 10:00.")

    def test_is_good_again_once_it_works(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.sender.failure = Unavailable("The server is down.")
        post.office.round()
        post.sender.failure = None
        post.clock.move(minutes=2)
        post.office.round()

        said = self.said(post)["Outbox"]

        assert (said.good, said.words) == (True, "Last sent on 2 November at 10:02. None wait.")

    def test_a_mail_that_is_refused_is_no_fault_of_the_connection_and_is_named(self, post):
        post.lay("a", "How do I get the newsletter?")
        post.sender.failure = Refused("550 no such user")
        post.office.round()

        said = self.said(post)["Outbox"]

        assert said.good
        assert "1 could not be sent" in said.words

    @pytest.mark.parametrize(("minutes", "good"), [(59, True), (61, False)])
    def test_says_when_nobody_looks_any_more(self, post, minutes, good):
        post.office.round()
        post.clock.move(minutes=minutes)

        assert self.said(post)["Mailbox"].good is good

    @pytest.mark.parametrize(("minutes", "good"), [(14, True), (16, False)])
    def test_says_when_mails_lie_there(self, post, minutes, good):
        post.lay("a", "Hello")
        post.intake.take()
        post.clock.move(minutes=minutes)

        assert self.said(post)["Mails to work off"].good is good

    def test_before_the_first_look_nothing_is_wrong(self, post):
        assert all(found.good for found in self.said(post).values())

    def test_two_workers_that_begin_together_note_it_both(self, post):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: post.intake.take(), range(4)))

        assert count(post, MailConnection) == 1
