from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import select

from connectors.desk.actors import Actor
from connectors.desk.changing import find_ticket
from knowledge.mail_tables import OutgoingMail
from knowledge.tables import Ticket, TicketEvent
from tests.doubles.desk_parts import add_conversation, add_staff, add_ticket
from tests.doubles.post import Post
from tests.integration.mail.dovecot import find_dovecot, running_dovecot
from tests.needs import missing

BORDER = "mx.gemserv.com"
PASSED = f"Authentication-Results: {BORDER}; dmarc=pass header.from=coleco.example\n"
JANE = "jane.cole@coleco.example"


@dataclass
class Office:
    """The post office with somebody at the desk."""

    post: Post
    sam: Actor

    def mail(self, name="a", text="What does my director have to know?", headers="", **options) -> int:
        """Let a customer write; return the ticket that came of it."""
        self.post.lay(name, text, headers, **options)
        self.post.office.round()
        with self.post.database.session() as session:
            return session.scalars(select(Ticket.id).order_by(Ticket.id.desc())).first()

    def chat(self, **fields) -> int:
        """Let a visitor fill in the form of the chat; return the ticket."""
        with self.post.database.session() as session:
            return add_ticket(session, conversation=add_conversation(session), **fields).id

    def reply(self, ticket_id, text="It was the **Panel**.") -> None:
        with self.post.database.session() as session:
            self.post.desk.reply(session, ticket_id, self.sam, None, text=text)

    def resolve(self, ticket_id) -> None:
        with self.post.database.session() as session:
            self.post.desk.resolve(session, ticket_id, self.sam, None)

    def send(self) -> EmailMessage:
        """Send what waits; return the last letter that ever went out."""
        self.post.outbox.send()
        return message_from_bytes(self.post.sender.sent[-1][1], policy=default)

    def ticket(self, ticket_id) -> Ticket:
        with self.post.database.session() as session:
            return find_ticket(session, ticket_id)

    def events(self, kind) -> list[TicketEvent]:
        with self.post.database.session() as session:
            return list(session.scalars(select(TicketEvent).where(TicketEvent.kind == kind)))

    def letters(self) -> list[OutgoingMail]:
        with self.post.database.session() as session:
            return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.created_at)))


@pytest.fixture(scope="module")
def dovecot():
    program = find_dovecot()
    if program is None:
        missing("Dovecot (install dovecot-imapd)")
    with running_dovecot(program) as server:
        yield server


@pytest.fixture
def post(database, tmp_path):
    folder = tmp_path / "mails"
    folder.mkdir()
    return Post(database, folder)


@pytest.fixture
def office(database, tmp_path):
    folder = tmp_path / "mails"
    folder.mkdir()
    post = Post(database, folder, servers=(BORDER,))
    with database.session() as session:
        return Office(post, add_staff(session, "Sam Okoro"))


def plain(letter: EmailMessage) -> str:
    """The words of a letter."""
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
