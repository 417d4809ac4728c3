"""What goes wrong around the mailbox is said in plain words, and all goes on where it stopped.

A mailbox that is away, servers that say nothing, a password that is wrong, a disk that is full, an
address that doesn't exist, a mail that is huge.
"""

import secrets
import tracemalloc
from datetime import UTC, datetime, timedelta
from imaplib import IMAP4, Time2Internaldate

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import event, select, text

from connectors.cli.ports import free_ports
from connectors.mail.folder_mailbox import FolderMailbox
from connectors.mail.imap_mailbox import ImapMailbox
from connectors.mail.intake import Intake
from connectors.mail.limits import HEAD
from connectors.mail.mailbox import Fetched, Position
from connectors.mail.outbox import Outbox
from connectors.mail.post_office import PostOffice
from connectors.mail.server import Server
from connectors.mail.smtp_sender import SmtpSender
from knowledge.errors import Unavailable
from knowledge.mail_tables import IncomingMail, OutgoingMail
from knowledge.tables import Ticket
from tests.doubles.mails import OURS
from tests.doubles.post import Post
from tests.integration.mail.door import door_before
from tests.integration.mail.dovecot import PASSWORD

IMPATIENT = 0.5
"""Seconds for which a silent server is waited for."""

FOLDER = "Desk"
HUGE = 100_000_000


@pytest.fixture
def imap(dovecot):
    with door_before(dovecot.port) as door:
        yield door


class Received:
    """An SMTP server that knows everybody but gone@…"""

    def __init__(self):
        self.recipients = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address.startswith("gone@"):
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def received():
    return Received()


@pytest.fixture
def smtp(received):
    (port,) = free_ports(1)
    controller = Controller(received, hostname="127.0.0.1", port=port)
    controller.start()
    with door_before(port) as door:
        yield door
    controller.stop()


class MailAccount:
    """One user's folder, as somebody sees it who has the server."""

    def __init__(self, port):
        self.user, self._port = secrets.token_hex(6), port
        self._do("create", FOLDER)

    def deliver(self, raw, at=None):
        self._do("append", FOLDER, "", Time2Internaldate(at or datetime.now(UTC)), raw)

    def make_anew(self):
        """Lose the folder with all that is in it; its UIDs lose their meaning."""
        self._do("delete", FOLDER)
        self._do("create", FOLDER)

    def _do(self, command, *args):
        with IMAP4("127.0.0.1", self._port, timeout=60) as connection:
            connection.login(self.user, PASSWORD)
            answer, said = getattr(connection, command)(*args)
            assert answer == "OK", said


@pytest.fixture
def account(dovecot):
    return MailAccount(dovecot.port)


@pytest.fixture
def post(database, tmp_path, account, imap, smtp):
    """The post office between both servers; its clock begins today, as the server's does."""
    post = Post(database, tmp_path)
    post.clock.now = datetime.now(UTC)
    server = Server("imap", account.user, "127.0.0.1", imap.port, FOLDER)
    mailbox = ImapMailbox(server, PASSWORD, post.clock, IMPATIENT)
    sender = SmtpSender(Server("smtp", "", "127.0.0.1", smtp.port), "", OURS, IMPATIENT)
    outbox = Outbox(database, sender, post.clock, post.outbox._due)
    post.office = PostOffice(mailbox, Intake(database, mailbox, post.clock), post.worker, outbox)
    return post


def mail(name, text="My director wants to know something.", sender="jane.cole@coleco.example"):
    head = f"From: Jane Cole <{sender}>\nTo: {OURS}\nSubject: Our matter\nMessage-ID: <{name}@x.example>\n"
    return f"{head}\n{text}\n".replace("\n", "\r\n").encode()


def rows(post, table):
    with post.database.session() as session:
        return list(session.scalars(select(table)))


def actions(post):
    return sorted(row.action or "none" for row in rows(post, IncomingMail))


class TestAway:
    def test_a_week_of_refusal_and_silence_is_caught_up_in_full(self, post, account, imap):
        account.deliver(mail("before"))
        post.office.round()

        problems = []
        for day in range(8):
            imap.state = "shut" if day % 2 else "silent"
            account.deliver(mail(f"day{day}"))
            problems.append(post.office.round().problem)
            post.clock.move(days=1)
        imap.state = "open"
        done = post.office.round()

        assert all("can't be reached" in problem for problem in problems)
        assert (done.taken, done.done, done.problem) == (8, 8, "")
        assert actions(post) == ["handoff"] * 9

    def test_a_mailbox_that_was_empty_before_it_went_away_loses_nothing(self, post, account, imap):
        post.office.round()
        account.deliver(mail("first"))
        imap.state = "silent"
        post.clock.move(days=10)
        post.office.round()
        imap.state = "open"

        assert post.office.round().taken == 1

    def test_uids_that_lost_their_meaning_lose_no_mail_and_answer_none_twice(
        self, post, account, imap, received
    ):
        account.deliver(mail("one"))
        account.deliver(mail("two"))
        post.office.round()
        imap.state = "shut"
        post.clock.move(days=9)
        post.office.round()
        account.make_anew()
        for name in ("one", "two", "new"):
            account.deliver(mail(name))
        account.deliver(mail("of long ago"), datetime.now(UTC) - timedelta(days=90))
        imap.state = "open"
        post.office.round()

        assert actions(post) == ["duplicate", "duplicate", "handoff", "handoff", "handoff"]
        assert len(received.recipients) == 3
        assert len(rows(post, Ticket)) == 3

    def test_a_backfill_passes_over_no_younger_mail(self, post, account):
        account.deliver(mail("one"))
        post.office.round()
        # Moved into the folder: its date is an old one, its UID isn't.
        account.deliver(mail("moved"), datetime.now(UTC) - timedelta(days=60))
        account.deliver(mail("two"))
        post.office.round(since=datetime.now(UTC).date() - timedelta(days=1))

        post.office.round()

        assert len(rows(post, IncomingMail)) == 3


class TestServers:
    def test_a_wrong_password_is_called_one(self, post, dovecot, account):
        server = Server("imap", account.user, "127.0.0.1", dovecot.port, FOLDER)
        mailbox = ImapMailbox(server, "wrong", post.clock)

        with pytest.raises(Unavailable, match=r"refuses our name or password.*HELPDESK_MAIL_PASSWORD"):
            Intake(post.database, mailbox, post.clock).take()

    def test_a_missing_folder_is_called_one(self, post, dovecot, account):
        server = Server("imap", account.user, "127.0.0.1", dovecot.port, "Dusk")
        mailbox = ImapMailbox(server, PASSWORD, post.clock)

        with pytest.raises(Unavailable, match=r"no folder Dusk.*HELPDESK_MAIL_SOURCE"):
            Intake(post.database, mailbox, post.clock).take()

    def test_a_silent_server_is_called_one_and_not_waited_for_longer(self, post, imap):
        imap.state = "silent"

        problem = post.office.round().problem

        assert f"says nothing for {IMPATIENT:g} seconds" in problem

    def test_a_silent_mail_server_keeps_the_letters_waiting(self, post, account, smtp, received):
        account.deliver(mail("one"))
        smtp.state = "silent"
        post.office.round()
        waiting = [letter.state for letter in rows(post, OutgoingMail)]
        smtp.state = "open"
        post.clock.move(minutes=2)
        post.office.round()

        assert waiting == ["waiting"]
        assert received.recipients == ["jane.cole@coleco.example"]

    def test_an_address_that_does_not_exist_holds_up_nobody_else(self, post, account, received):
        account.deliver(mail("one", sender="gone@coleco.example"))
        account.deliver(mail("two"))

        post.office.round()

        letters = {letter.recipient: letter for letter in rows(post, OutgoingMail)}
        assert letters["gone@coleco.example"].state == "bounced"
        assert "550 5.1.1 No such user here" in letters["gone@coleco.example"].problem
        assert received.recipients == ["jane.cole@coleco.example"]
        assert actions(post) == ["handoff", "handoff"]


class TestHugeMail:
    def test_only_its_head_is_fetched_and_its_ticket_says_so(self, post, account):
        account.deliver(mail("huge", "All of it. " * (HUGE // 11)))
        account.deliver(mail("next"))

        tracemalloc.start()
        done = post.office.round()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        huge, after = sorted(rows(post, IncomingMail), key=lambda row: row.cut_from or 0, reverse=True)
        assert done.done == 2
        assert (huge.action, after.action) == ("handoff", "handoff")
        assert len(huge.raw) == HEAD
        assert f"it is {huge.cut_from:,} bytes long" in huge.reason
        assert "the whole mail is in the mailbox" in huge.reason
        assert most < 20_000_000

    def test_as_a_file_neither_is_it_read_in_full(self, tmp_path):
        with (tmp_path / "huge.eml").open("wb") as file:
            file.write(mail("huge"))
            file.truncate(HUGE)

        (fetched,) = FolderMailbox(tmp_path).fetch(Position(), frozenset())

        assert (len(fetched.raw), fetched.cut_from) == (HEAD, HUGE)


class Mails:
    """A mailbox without an order of its own."""

    name = "mails"

    def __init__(self):
        self.count = 1

    def fetch(self, after, known, since=None):
        for number in range(self.count):
            yield Fetched(str(number), mail(str(number)), Position())


class TestTwoIntakes:
    def test_the_slower_one_of_two_finds_the_mail_stored(self, post, database):
        mailbox = Mails()
        intake = Intake(database, mailbox, post.clock)
        intake.take()
        mailbox.count = 2
        faster = []

        def before_flush(session, *_):
            if not faster and any(isinstance(row, IncomingMail) for row in session.new):
                faster.append(0)
                faster[0] = intake.take()

        event.listen(database._sessions, "before_flush", before_flush)

        assert (intake.take(), faster) == (0, [1])
        assert len(rows(post, IncomingMail)) == 2


class TestFullDisk:
    @pytest.fixture
    def backend(self):
        return "sqlite"

    def test_loses_nothing_and_goes_on_once_there_is_room(self, post, database, account, received):
        room = {"pages": 0}

        def limit(connection, _record, _proxy):
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {room['pages'] or pages}")

        account.deliver(mail("one", "Please help. " * 20_000))
        account.deliver(mail("two"))
        event.listen(database.engine, "checkout", limit)
        problem = post.office.round().problem
        stored = len(rows(post, IncomingMail))
        room["pages"] = 1_000_000
        post.clock.move(minutes=6)
        post.office.round()

        assert problem == "The database can't write anything just now: its disk is full."
        assert stored < 2
        assert actions(post) == ["handoff", "handoff"]
        assert len(received.recipients) == 2


class TestFullDiskOfPostgresql:
    """A trigger raises on the server what it raises itself where a table can't grow.

    A real disk that is full takes rights that tests don't have. Where it is the disk of the log, the
    server stops, which is no other thing than a database that is away.
    """

    FILL = """
        CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'could not extend file "base/5/16384": No space left on device'
            USING ERRCODE = 'disk_full';
        END $$;
        CREATE TRIGGER no_space BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION no_space();
    """

    @pytest.fixture
    def backend(self):
        return "postgresql"

    @pytest.mark.parametrize("table", ["incoming_mail", "ticket", "outgoing_mail"])
    def test_loses_nothing_and_goes_on_once_there_is_room(self, post, database, account, received, table):
        account.deliver(mail("one"))
        account.deliver(mail("two"))
        with database.session() as session:
            session.execute(text(self.FILL.format(table=table)))
        problem = ""
        try:
            problem = post.office.round().problem
        except Unavailable as error:
            problem = str(error)
        written = (len(rows(post, Ticket)), len(received.recipients))
        with database.session() as session:
            session.execute(text("DROP FUNCTION no_space CASCADE"))
        post.clock.move(minutes=6)
        post.office.round()

        assert problem == "The database can't write anything just now: its disk is full."
        assert written == (0, 0)
        assert actions(post) == ["handoff", "handoff"]
        assert len(received.recipients) == 2
