"""The whole path against real servers on the loopback address: Dovecot, and an SMTP server."""

from datetime import UTC, date, datetime
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from connectors.cli.ports import free_ports
from connectors.mail.imap_mailbox import ImapMailbox
from connectors.mail.intake import Intake
from connectors.mail.mailbox import Position
from connectors.mail.outbox import Refused
from connectors.mail.server import Server
from connectors.mail.smtp_sender import SmtpSender
from knowledge.errors import InvalidSettings, Unavailable
from tests.integration.mail import bounces
from tests.integration.mail.dovecot import PASSWORD

NOTHING = frozenset()


def now():
    return datetime.now(UTC)


@pytest.fixture
def mailbox(dovecot, request):
    user = request.node.name[:40].replace("[", "").replace("]", "")
    server = Server("imap", user, "127.0.0.1", dovecot.port)
    return ImapMailbox(server, PASSWORD, now), lambda raw: dovecot.deliver(raw, user)


class TestImap:
    def test_gives_the_very_bytes(self, mailbox):
        reader, deliver = mailbox
        raw = b"From: a@b.example\r\nSubject: =?x\r\n\r\n\xff\xfe bytes\r\n"
        deliver(raw)

        (fetched,) = reader.fetch(Position(), NOTHING)

        assert fetched.raw == raw

    def test_goes_on_where_it_stopped(self, mailbox):
        reader, deliver = mailbox
        deliver(b"Subject: one\r\n\r\n1")
        (first,) = reader.fetch(Position(), NOTHING)
        deliver(b"Subject: two\r\n\r\n2")

        (second,) = reader.fetch(first.position, NOTHING)

        assert b"two" in second.raw
        assert list(reader.fetch(second.position, NOTHING)) == []

    def test_reads_all_anew_where_uids_lost_their_meaning(self, mailbox):
        reader, deliver = mailbox
        deliver(b"Subject: one\r\n\r\n1")
        (first,) = reader.fetch(Position(), NOTHING)
        stale = Position(first.position.uid_validity + 1, 999)

        assert [mail.raw for mail in reader.fetch(stale, NOTHING)] == [first.raw]

    def test_a_backfill_leaves_out_what_is_known(self, mailbox):
        reader, deliver = mailbox
        deliver(b"Subject: one\r\n\r\n1")
        deliver(b"Subject: two\r\n\r\n2")
        first, second = reader.fetch(Position(), NOTHING)

        again = reader.fetch(second.position, frozenset({first.place}), date(2020, 1, 1))

        assert [mail.place for mail in again] == [second.place]

    def test_says_that_nobody_listens(self):
        (port,) = free_ports(1)
        reader = ImapMailbox(Server("imap", "someone", "127.0.0.1", port), PASSWORD, now)

        with pytest.raises(Unavailable, match="can't be reached"):
            list(reader.fetch(Position(), NOTHING))


class Handler:
    def __init__(self):
        self.got = []
        self.reply = self.recipient = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.got.append(envelope)
        return self.reply


@pytest.fixture
def smtp():
    (port,) = free_ports(1)
    handler = Handler()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, SmtpSender(Server("smtp", "", "127.0.0.1", port), "", "secas@gemserv.com")
    controller.stop()


class TestSmtp:
    def test_sends_the_very_bytes(self, smtp):
        handler, sender = smtp

        sender.send("jane@x.example", b"Message-ID: <1@x>\r\n\r\nHello\r\n")

        assert handler.got[0].rcpt_tos == ["jane@x.example"]
        assert message_from_bytes(handler.got[0].content)["Message-ID"] == "<1@x>"

    def test_tells_never_from_later(self, smtp):
        handler, sender = smtp
        handler.reply = "554 never"
        with pytest.raises(Refused, match="554"):
            sender.send("jane@x.example", b"\r\n")
        handler.reply = "451 later"

        with pytest.raises(Unavailable, match="451"):
            sender.send("jane@x.example", b"\r\n")

    def test_says_that_nobody_listens(self):
        (port,) = free_ports(1)
        sender = SmtpSender(Server("smtp", "", "127.0.0.1", port), "", "secas@gemserv.com")

        with pytest.raises(Unavailable, match="can't be used"):
            sender.send("jane@x.example", b"\r\n")


class TestAStaffsReply:
    def test_travels_there_and_the_answer_back(self, office, smtp):
        handler, sender = smtp
        ticket = office.mail()
        office.reply(ticket)
        office.post.outbox._sender = sender
        office.post.outbox.send()
        received = message_from_bytes(handler.got[-1].content)

        office.mail("b", "And by how much?", f"In-Reply-To: {received['Message-ID']}\n")

        assert handler.got[-1].rcpt_tos == ["jane.cole@coleco.example"]
        assert received.get_payload(0).get_payload(decode=True).startswith(b"It was the **Panel**.")
        assert office.ticket(ticket).status == "open"

    @pytest.mark.parametrize(
        ("said", "state"),
        [("550 5.1.1 User unknown", "bounced"), ("554 5.7.1 Relaying denied", "given_up")],
    )
    def test_to_an_address_that_the_server_refuses_comes_back_to_people(self, office, smtp, said, state):
        handler, sender = smtp
        handler.recipient = said
        ticket = office.chat()
        office.reply(ticket)
        office.post.outbox._sender = sender

        office.post.outbox.send()

        assert handler.got == []
        assert [letter.state for letter in office.letters()] == [state]
        assert office.ticket(ticket).status == "open"

    def test_that_is_bounced_into_the_mailbox_comes_back_to_people(self, office, dovecot, backend):
        ticket = office.chat()
        office.reply(ticket)
        ours = office.send()["Message-ID"]
        reader = ImapMailbox(Server("imap", backend, "127.0.0.1", dovecot.port), PASSWORD, office.post.clock)
        dovecot.deliver(bounces.report(ours), backend)

        Intake(office.post.database, reader, office.post.clock).take()
        office.post.worker.work()

        assert office.ticket(ticket).status == "open"


class TestServer:
    def test_is_read_from_its_address(self):
        server = Server.parse("imaps://me%40x.example@mail.example.org/Inbox/Sub")

        assert server == Server("imaps", "me@x.example", "mail.example.org", 993, "Inbox/Sub")

    @pytest.mark.parametrize("url", ["", "http://x", "imap://", "imap://u:secret@x", "imap://x:99999"])
    def test_anything_else_is_refused(self, url):
        with pytest.raises(InvalidSettings):
            Server.parse(url)
