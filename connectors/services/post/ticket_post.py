"""What staff do on a ticket, as letters to its customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.desk.addresses import address_of
from connectors.desk.changing import Step, record, take
from connectors.desk.replying import has_chat
from connectors.services.post.copies import copy_of
from connectors.services.post.letters import Letters
from connectors.services.post.outgoing import Caps, put
from connectors.services.post.threads import confirmed_subject, is_confirmed, reply_to
from knowledge.errors import InvalidInput
from knowledge.mail_tables import OutgoingMail
from knowledge.tables import Message, Person, Ticket


@dataclass(frozen=True)
class Way:
    """How a customer can be reached.

    Attributes:
        address: Where letters go; None where there is no address that can be written to.
        chat: Whether they may read the conversation.
        sends: Whether there is a mail server; else letters wait in the outbox.
        confirmed: Whether the address is known to be theirs.
        trouble: Why the last letter that failed could not be delivered; empty where none failed.
    """

    address: str | None
    chat: bool
    sends: bool
    confirmed: bool = False
    trouble: str = ""


@dataclass(frozen=True)
class Delivery:
    """Where the letter that carries a reply is.

    Attributes:
        recipient: Where it goes.
        state: `OutgoingMail.state`.
        problem: What went wrong last; empty where nothing did.
    """

    recipient: str
    state: str
    problem: str


class TicketPost:
    """Writes letters on tickets. Takes a session, never commits; under `lock_post`.

    Args:
        letters: Writes them.
        caps: How much may go out automatically.
        sends: Whether there is a mail server to send through.
    """

    def __init__(self, letters: Letters, caps: Caps, *, sends: bool) -> None:
        self._letters = letters
        self._caps = caps
        self._sends = sends

    def way_to(self, session: Session, ticket: Ticket) -> Way:
        """Return how a ticket's customer can be reached."""
        address = address_of(ticket.person.email)
        if address is None:
            return Way(None, has_chat(ticket), self._sends)
        confirmed, trouble = is_confirmed(session, ticket), _trouble(session, address)
        return Way(address, has_chat(ticket), self._sends, confirmed, trouble)

    def deliveries(self, session: Session, messages: Sequence[Message]) -> Mapping[int, Delivery]:
        """Return where the letters of some replies are, by the number of the message."""
        numbers = [message.id for message in messages if message.author == "staff"]
        rows = session.execute(
            select(
                OutgoingMail.reply_id, OutgoingMail.recipient, OutgoingMail.state, OutgoingMail.problem
            ).where(OutgoingMail.reply_id.in_(numbers))
        )
        return {number: Delivery(to, state, problem) for number, to, state, problem in rows if number}

    def reply(self, session: Session, ticket: Ticket, message: Message, step: Step) -> None:
        """Mail what a member of staff wrote, where the customer can be written to.

        A person has read what they answer, so it may go to an address that nobody confirmed; but
        nothing that the customer wrote goes with it, and their subject only where it is confirmed.
        """
        address = address_of(ticket.person.email)
        if address is None:
            return
        letter = self._letters.reply(
            reply_to(session, ticket, address),
            ticket.id,
            ticket.reference,
            about=confirmed_subject(session, ticket) or "",
            text=message.text,
            author=session.get_one(Person, message.person_id).name if message.person_id else "",
            now=step.at,
        )
        put(session, letter, "reply", step.at, ticket_id=ticket.id, reply_id=message.id)

    def ask_whether_solved(self, session: Session, ticket: Ticket, step: Step) -> None:
        """Ask by mail whether a resolved ticket is solved; not where too much went out already."""
        address = address_of(ticket.person.email)
        if address is None or self._caps.why_not(session, address, ticket.id, step.at):
            return
        to = reply_to(session, ticket, address)
        letter = self._letters.solved_question(to, ticket.id, ticket.reference, step.at)
        put(session, letter, "solved_question", step.at, ticket_id=ticket.id)

    def send_transcript(self, session: Session, ticket_id: int, step: Step) -> Ticket:
        """Mail what was said on a ticket to its customer.

        Raises:
            InvalidInput: If their address isn't confirmed.
        """
        ticket = take(session, ticket_id, step, even_closed=True)
        address = address_of(ticket.person.email)
        if address is None or not is_confirmed(session, ticket):
            raise InvalidInput(
                "A transcript only goes to an address that is known to be the customer’s: one from which "
                "they wrote on this ticket, and for which our mail server vouched."
            )
        letter = copy_of(session, self._letters, ticket, address, step.at)
        put(session, letter, "transcript", step.at, ticket_id=ticket.id)
        record(session, ticket, step, "transcript_sent", to=address)
        return ticket


def _trouble(session: Session, address: str) -> str:
    """Return why letters to an address fail, as long as none was sent since."""
    last = session.execute(
        select(OutgoingMail.state, OutgoingMail.problem)
        .where(OutgoingMail.recipient == address, OutgoingMail.state.in_(("sent", "given_up", "bounced")))
        .order_by(OutgoingMail.created_at.desc(), OutgoingMail.id)
        .limit(1)
    ).first()
    return last.problem if last and last.state != "sent" else ""
