"""Letters that come back are matched to their ticket, and do nothing but bring it back to people."""

import pytest
from sqlalchemy import select

from connectors.desk.due import NOTHING_DUE
from connectors.mail.outbox import PAUSES, NobodyThere, Refused
from knowledge.errors import Unavailable
from knowledge.mail_tables import IncomingMail
from tests.integration.mail import bounces
from tests.integration.mail.conftest import JANE

FOR_GOOD = [bounces.report, bounces.qmail, bounces.exim, bounces.exchange, bounces.attached]


@pytest.fixture
def ticket(office):
    """A ticket that waits for the customer, with a reply that was sent."""
    ticket = office.mail()
    office.reply(ticket)
    office.send()
    return ticket


@pytest.fixture
def ours(office, ticket):
    """The id of that reply."""
    return next(letter.message_id for letter in office.letters() if letter.kind == "reply")


def come_back(office, raw, name="bounce"):
    (office.post.folder / f"{name}.eml").write_bytes(raw)
    office.post.office.round()
    with office.post.database.session() as session:
        return session.scalar(select(IncomingMail).where(IncomingMail.place == f"{name}.eml"))


def reply_of(office):
    return next(letter for letter in office.letters() if letter.kind == "reply")


class TestALetterThatComesBack:
    @pytest.mark.parametrize("made", FOR_GOOD, ids=lambda made: made.__name__)
    def test_brings_its_ticket_back_to_people(self, office, ticket, ours, made):
        assert office.ticket(ticket).status == "waiting"

        mail = come_back(office, made(ours))

        (event,) = office.events("mail_undelivered")
        assert (event.ticket_id, event.data["to"]) == (ticket, JANE)
        assert event.data["reason"]
        assert office.ticket(ticket).status == "open"
        assert office.ticket(ticket).queue_at < NOTHING_DUE
        assert (mail.action, mail.rule, mail.ticket_id) == ("ignore", "bounce", ticket)

    @pytest.mark.parametrize("made", FOR_GOOD, ids=lambda made: made.__name__)
    def test_stops_what_is_automatic_to_its_address(self, office, ticket, ours, made):
        come_back(office, made(ours))
        sent = len(office.post.sender.sent)

        office.mail("b", "How do I get the newsletter?")

        assert reply_of(office).state == "bounced"
        assert len(office.post.sender.sent) == sent

    def test_does_not_stop_what_people_write(self, office, ticket, ours):
        come_back(office, bounces.report(ours))

        office.reply(ticket, "Is this address right?")

        assert office.send()["To"] == JANE

    def test_says_why_as_the_mail_system_does(self, office, ours):
        come_back(office, bounces.report(ours))

        assert office.events("mail_undelivered")[0].data["reason"].endswith("User unknown")

    def test_is_known_by_its_header_fields_alone(self, office, ticket, ours):
        come_back(office, bounces.report(ours, returned="text/rfc822-headers"))

        assert office.ticket(ticket).status == "open"

    @pytest.mark.parametrize("status", ["resolved", "closed"])
    def test_opens_a_ticket_that_was_done_with(self, office, ticket, ours, status):
        office.resolve(ticket)
        if status == "closed":
            with office.post.database.session() as session:
                office.post.desk.close(session, ticket, office.sam, None)

        come_back(office, bounces.report(ours))

        assert office.ticket(ticket).status == "open"

    def test_brings_back_the_ticket_that_its_own_was_merged_into(self, office, ticket, ours):
        other = office.mail("b", "Another matter.")
        with office.post.database.session() as session:
            office.post.desk.merge(session, ticket, office.sam, None, into=other)

        come_back(office, bounces.report(ours))

        assert office.events("mail_undelivered")[0].ticket_id == other
        assert office.ticket(ticket).status == "closed"

    def test_for_a_time_only_stops_nothing(self, office, ticket, ours):
        come_back(office, bounces.report(ours, status="4.4.7", code="smtp; 451 try later"))
        sent = len(office.post.sender.sent)

        office.mail("b", "How do I get the newsletter?")

        assert office.ticket(ticket).status == "open"
        assert reply_of(office).state == "given_up"
        assert len(office.post.sender.sent) == sent + 1

    @pytest.mark.parametrize(
        "raw",
        [
            lambda letter: bounces.report(letter, action="delayed", status="4.4.1"),
            lambda letter: bounces.report(letter, action="delivered", status="2.1.5"),
            bounces.late,
            bounces.out_of_office,
        ],
        ids=["delayed", "delivered", "late", "out_of_office"],
    )
    def test_is_not_what_is_on_its_way(self, office, ticket, ours, raw):
        mail = come_back(office, raw(ours))

        assert mail.action == "ignore"
        assert office.events("mail_undelivered") == []
        assert (office.ticket(ticket).status, reply_of(office).state) == ("waiting", "sent")


class TestAForgedOne:
    def test_sends_nothing_and_says_nothing_to_anybody(self, office, ours):
        sent = len(office.post.sender.sent)

        come_back(office, bounces.report(ours))

        assert len(office.post.sender.sent) == sent
        assert office.post.office.round().sent == 0

    def test_without_an_id_of_ours_does_nothing(self, office, ticket):
        mail = come_back(office, bounces.report("<helpdesk.00000000000000000000000000000000@gemserv.com>"))

        assert (mail.action, mail.rule) == ("ignore", "report")
        assert office.ticket(ticket).status == "waiting"

    def test_stops_no_other_address_whatever_it_names(self, office, ticket, ours):
        raw = bounces.report(ours).replace(b"jane.cole@coleco.example", b"victim@other.example")
        come_back(office, raw)

        office.mail("b", "How do I get the newsletter?", sender="victim@other.example")

        assert office.events("mail_undelivered")[0].data["to"] == JANE
        assert office.post.sender.sent[-1][0] == "victim@other.example"

    def test_is_noted_once_however_often_it_comes(self, office, ticket, ours):
        for number in range(5):
            raw = bounces.report(ours).replace(b"bounce.1", f"bounce.{number}".encode())
            come_back(office, raw, f"bounce{number}")

        assert len(office.events("mail_undelivered")) == 1

    def test_cannot_touch_a_draft(self, office):
        office.post.rebuild(mode="draft")
        office.mail(text="How do I get the newsletter?")
        (draft,) = office.letters()

        come_back(office, bounces.report(draft.message_id))

        assert office.letters()[0].state == "draft"
        assert office.events("mail_undelivered") == []

    def test_writes_no_more_than_a_line_of_its_own(self, office, ours):
        code = "smtp; " + "<script>alert(1)</script>\u202e" * 500
        come_back(office, bounces.report(ours, code=code))

        reason = office.events("mail_undelivered")[0].data["reason"]
        assert len(reason) <= 300
        assert "\n" not in reason
        assert "\u202e" not in reason


class TestALetterThatIsRefusedAtOnce:
    def test_because_nobody_is_there_stops_what_is_automatic(self, office):
        ticket = office.chat()
        office.reply(ticket)
        office.post.sender.failure = NobodyThere("550 5.1.1 no such user")
        office.post.outbox.send()

        assert reply_of(office).state == "bounced"
        assert office.ticket(ticket).status == "open"
        assert office.events("mail_undelivered")[0].data["reason"] == "550 5.1.1 no such user"

    def test_for_another_reason_comes_back_to_people_only(self, office):
        ticket = office.chat()
        office.reply(ticket)
        office.post.sender.failure = Refused("550 relaying denied")
        office.post.outbox.send()

        assert reply_of(office).state == "given_up"
        assert office.ticket(ticket).status == "open"

    @pytest.mark.parametrize("failure", [Unavailable, Refused, NobodyThere])
    def test_by_a_server_that_sends_any_bytes_stops_nothing(self, office, failure):
        office.reply(office.chat())
        office.post.sender.failure = failure("550 \0 \r\n \ud800" + "x" * 5000)

        office.post.outbox.send()

        problem = reply_of(office).problem
        assert problem.startswith("550 x")
        assert len(problem) == 300

    def test_after_the_last_try_comes_back_to_people(self, office):
        ticket = office.chat()
        office.reply(ticket)
        office.post.sender.failure = Unavailable("It is down.")

        for pause in (PAUSES[0] * 0, *PAUSES):
            office.post.clock.now += pause
            assert office.ticket(ticket).status == "waiting"
            office.post.outbox.send()

        assert reply_of(office).state == "given_up"
        assert office.ticket(ticket).status == "open"
