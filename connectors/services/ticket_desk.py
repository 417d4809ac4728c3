"""The desk as staff see it: every verb of the queue in one place.

Takes a session, never commits; who may do what is checked where people come in. Every change
raises `NotFound`, `StaleTicket` or `ClosedTicket` where it can't be made, and changes nothing then.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from connectors.desk import claiming, marking, merging, presence, replying, states
from connectors.desk.actors import Actor
from connectors.desk.changing import LARGEST_ID, Step
from connectors.desk.clock import Clock
from connectors.desk.due import DueTimes
from connectors.desk.due_explaining import explain_due_times
from connectors.desk.due_words import Arithmetic
from connectors.desk.listing import Filter, Page, list_queue
from connectors.desk.priorities import Priority
from connectors.desk.reading import TicketFile, read_ticket
from connectors.services.post.ticket_post import Delivery, TicketPost, Way
from connectors.services.with_staff import ask_whether_solved
from knowledge.errors import InvalidInput
from knowledge.locking import lock_post
from knowledge.queue_tables import TicketNote, TicketPresence
from knowledge.tables import Message, Ticket


class TicketDesk:
    """Works on tickets.

    In all verbs ``actor`` is who does it and ``version`` the ticket's version that they have seen
    (None where nothing can be overwritten).

    Args:
        clock: Tells the time.
        due: Keeps the due times.
        post: Writes to customers by e-mail; without it they read what is said in the chat only.
    """

    def __init__(self, clock: Clock, due: DueTimes, post: TicketPost | None = None) -> None:
        self._clock = clock
        self._due = due
        self._post = post

    def queue(self, session: Session, chosen: Filter, actor: Actor) -> Page:
        """Return one page of the queue."""
        return list_queue(session, chosen, actor, self._clock())

    def read(self, session: Session, ticket_id: int) -> TicketFile:
        """Return a ticket with all that belongs to it."""
        return read_ticket(session, ticket_id)

    def open(self, session: Session, ticket_id: int) -> TicketFile:
        """Note that somebody looks at a ticket; return it with all that belongs to it."""
        presence.open_ticket(session, min(ticket_id, LARGEST_ID))
        return read_ticket(session, ticket_id)

    def explain_due_times(self, session: Session, ticket: Ticket) -> dict[str, Arithmetic]:
        """Return how each due time of a ticket was counted, by the name of its column."""
        return explain_due_times(session, ticket, self._due)

    def look_at(
        self, session: Session, ticket_id: int, actor: Actor, *, writing: bool = False
    ) -> Sequence[TicketPresence]:
        """Note that somebody has a ticket open; return who else has."""
        return presence.show_presence(session, ticket_id, actor, self._clock(), writing=writing)

    def leave(self, session: Session, ticket_id: int, actor: Actor) -> None:
        """Note that somebody has closed a ticket's page."""
        presence.leave(session, ticket_id, actor)

    def next_for(self, session: Session, actor: Actor) -> Ticket | None:
        """Claim the ticket that is due first; None where nothing is left."""
        return claiming.next_for(session, actor, Step(self._clock(), actor))

    def claim(self, session: Session, ticket_id: int, actor: Actor, version: int | None = None) -> Ticket:
        """Take a ticket that nobody has."""
        return claiming.claim(session, ticket_id, self._step(actor, version))

    def release(self, session: Session, ticket_id: int, actor: Actor, version: int | None = None) -> Ticket:
        """Give a ticket back to the queue."""
        return claiming.release(session, ticket_id, self._step(actor, version))

    def assign(
        self, session: Session, ticket_id: int, actor: Actor, version: int | None, *, to: int
    ) -> Ticket:
        """Give a ticket to a member of staff."""
        return claiming.assign(session, ticket_id, self._step(actor, version), to=to)

    def snooze(
        self, session: Session, ticket_id: int, actor: Actor, version: int | None, *, until: datetime
    ) -> Ticket:
        """Put a ticket aside until a moment."""
        return states.snooze(session, ticket_id, self._step(actor, version), until=until)

    def wake(self, session: Session, ticket_id: int, actor: Actor, version: int | None = None) -> Ticket:
        """Take up a ticket that was put aside."""
        return states.wake(session, ticket_id, self._step(actor, version))

    def set_priority(
        self, session: Session, ticket_id: int, actor: Actor, version: int | None, *, to: Priority
    ) -> Ticket:
        """Change how much a ticket matters."""
        return marking.set_priority(session, ticket_id, self._step(actor, version), self._due, to=to)

    def set_topic(
        self, session: Session, ticket_id: int, actor: Actor, version: int | None, *, to: str
    ) -> Ticket:
        """Change what a ticket is about."""
        return marking.set_topic(session, ticket_id, self._step(actor, version), to=to)

    def add_tag(self, session: Session, ticket_id: int, actor: Actor, *, tag: str) -> Ticket:
        """Add a word that the ticket is found by."""
        return marking.add_tag(session, ticket_id, self._step(actor), tag=tag)

    def remove_tag(self, session: Session, ticket_id: int, actor: Actor, *, tag: str) -> Ticket:
        """Take a tag off."""
        return marking.remove_tag(session, ticket_id, self._step(actor), tag=tag)

    def add_note(self, session: Session, ticket_id: int, actor: Actor, *, text: str) -> TicketNote:
        """Write a remark for colleagues."""
        return replying.add_note(session, ticket_id, self._step(actor), text=text)

    def reply(
        self,
        session: Session,
        ticket_id: int,
        actor: Actor,
        version: int | None,
        *,
        text: str,
        then: replying.Then = "waiting",
    ) -> tuple[Ticket, Message]:
        """Write to the customer: in the ticket's conversation, and by e-mail where there is an address."""
        step = self._step(actor, version)
        if self._post is None:
            return replying.reply(session, ticket_id, step, self._due, text=text, then=then)
        lock_post(session)
        ticket, message = replying.reply(session, ticket_id, step, self._due, text=text, then=then)
        self._post.reply(session, ticket, message, step)
        return ticket, message

    def resolve(self, session: Session, ticket_id: int, actor: Actor, version: int | None) -> Ticket:
        """Call a ticket solved, and ask the customer whether it is."""
        step = self._step(actor, version)
        if self._post is not None:
            lock_post(session)
        ticket, changed = states.resolve(session, ticket_id, step, self._due)
        if changed:
            ask_whether_solved(session, ticket, step.at)
            if self._post is not None:
                self._post.ask_whether_solved(session, ticket, step)
        return ticket

    def way_to(self, session: Session, ticket: Ticket) -> Way:
        """Return how a ticket's customer can be reached."""
        if self._post is None:
            return Way(None, replying.has_chat(ticket), sends=False)
        return self._post.way_to(session, ticket)

    def deliveries(self, session: Session, messages: Sequence[Message]) -> Mapping[int, Delivery]:
        """Return where the letters of staff's replies are, by the number of the message."""
        return self._post.deliveries(session, messages) if self._post else {}

    def send_transcript(self, session: Session, ticket_id: int, actor: Actor) -> Ticket:
        """Mail what was said on a ticket to its customer."""
        if self._post is None:
            raise InvalidInput("No mail goes out from here.")
        lock_post(session)
        return self._post.send_transcript(session, ticket_id, self._step(actor))

    def reopen(self, session: Session, ticket_id: int, actor: Actor, version: int | None = None) -> Ticket:
        """Work on a resolved or closed ticket again."""
        return states.reopen(session, ticket_id, self._step(actor, version), self._due)

    def close(self, session: Session, ticket_id: int, actor: Actor, version: int | None) -> Ticket:
        """Put a ticket away."""
        return states.close(session, ticket_id, self._step(actor, version), self._due)

    def merge(
        self,
        session: Session,
        ticket_id: int,
        actor: Actor,
        version: int | None,
        *,
        into: int,
        into_version: int | None = None,
    ) -> Ticket:
        """Close a ticket as part of another one of the same person; return the other."""
        step = self._step(actor, version)
        return merging.merge(session, ticket_id, step, self._due, into=into, into_version=into_version)

    def split(
        self,
        session: Session,
        ticket_id: int,
        actor: Actor,
        version: int | None,
        *,
        question: str,
        message_ids: Sequence[int] = (),
    ) -> Ticket:
        """Make a second ticket of a second question; return it."""
        step = self._step(actor, version)
        return merging.split(session, ticket_id, step, self._due, question=question, message_ids=message_ids)

    def link(self, session: Session, ticket_id: int, actor: Actor, *, other: int) -> Ticket:
        """Note that two tickets have to do with each other."""
        return merging.link(session, ticket_id, self._step(actor), other=other)

    def unlink(self, session: Session, ticket_id: int, actor: Actor, *, other: int) -> Ticket:
        """Take a link off."""
        return merging.unlink(session, ticket_id, self._step(actor), other=other)

    def _step(self, actor: Actor, version: int | None = None) -> Step:
        return Step(self._clock(), actor, version)
