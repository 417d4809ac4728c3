"""A visitor asks how a ticket is getting on: recognised before the bot, answered after a code only."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from connectors.desk.contact import Contact
from connectors.dialogue.dialogue import Turn
from connectors.dialogue.reply import Reply
from connectors.services import ticket_status_words as words
from connectors.services.conversations import Claim, bot_message
from connectors.services.ticket_codes import DIGITS, TicketCodes
from knowledge.code_tables import TicketFollow
from knowledge.tables import Conversation, Ticket, TicketEvent

LONGEST = 200
"""Characters of a message that may be such a question; a longer one says more."""

DECISION: dict[str, Any] = {
    "action": "chat",
    "keys": [],
    "intent": None,
    "reason": "ticket_status",
}
"""What stands beside these messages, so that none counts as a question for the Helpdesk."""

_NUMBER = re.compile(
    r"\bSECAS[-‐-― ]?(\d{1,12})\b|\bticket(?: (?:number|no\.?|nr\.?))? ?[:#]? ?(\d{1,12})\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:status|progress|updates?|news|heard|happening|happened|how far|where is|where's|chas(?:e|ing)"
    r"|look(?:ed)? at|getting on|coming along|resolved|answered|replied|reply|follow|track|any\w* yet)\b",
    re.IGNORECASE,
)
_ASKS_FOR_MINE = re.compile(
    r"(?:(?:what(?:'|’)?s|what is|can you (?:check|tell me)|i(?:'|’)?d like to know|please check|check) )?"
    r"(?:the )?(?:status|progress) (?:of|on|for) (?:my|our|the|a) ticket[?.! ]*",
    re.IGNORECASE,
)
_FILLER = re.compile(r"(?:(?:the|my|here is the|here's the|it(?:'|’)s the) )?code(?: is|:)? *", re.IGNORECASE)
_CODE = re.compile(r"\d[\d -]{2,18}\d")


class TicketStatus:
    """Answers questions on tickets in the chat. Takes a session, never commits.

    Args:
        codes: Sends and takes codes; None where no mail can be sent.
        contact: How else to reach the Helpdesk.
    """

    def __init__(self, codes: TicketCodes | None, contact: Contact) -> None:
        self._codes = codes
        self._contact = contact

    def go_on(self, session: Session, claim: Claim, now: datetime) -> Turn | None:
        """Take what was asked for or offered before: a code, or a button below a status.

        It comes before everything else: neither is of any use to people or to the bot.

        Args:
            session: Everything is written in its transaction.
            claim: A message that `goes_on`.
            now: The moment.

        Returns:
            What is said back; None where no code was asked for.
        """
        if claim.payload is not None:
            return self._press(session, claim, now)
        if self._codes is None or not self._codes.awaits_code(session, now, claim.conversation_id):
            return None
        digits = re.sub(r"\D", "", claim.text)
        if len(digits) != DIGITS:
            return _say(words.EIGHT_DIGITS)
        ticket = self._codes.enter(session, now, conversation_id=claim.conversation_id, code=digits)
        return _say(self._status(session, ticket, claim, now)) if ticket else _say(words.NOT_RIGHT)

    def receive(self, session: Session, claim: Claim, now: datetime, network: str) -> Turn:
        """Answer a question on a ticket's status.

        Args:
            session: Everything is written in its transaction.
            claim: A message that `asks_for_status`.
            now: The moment.
            network: Where it came from.
        """
        number = asked_number(claim.text)
        if number is None:
            return _say(words.WHICH_TICKET)
        if self._codes is None:
            return _say(words.no_codes(self._contact))
        follow = _following(session, claim.conversation_id, number, now)
        if follow is not None:
            return _say(self._status(session, session.get_one(Ticket, number), claim, now))
        self._codes.ask(session, now, conversation_id=claim.conversation_id, number=number, network=network)
        return _say(words.CODE_SENT)

    def _press(self, session: Session, claim: Claim, now: datetime) -> Turn:
        # The button was offered in this conversation: whoever stored the message has checked it.
        button, _, rest = (claim.payload or "").partition("{")
        number = json.loads("{" + rest)["ticket"]
        follow = _following(session, claim.conversation_id, number, now)
        if follow is None:
            return _say(words.NOT_RIGHT)
        if button == words.COPY:
            sent = self._codes is not None and self._codes.send_copy(session, now, number)
            return _say(words.COPY_SENT if sent else words.no_copy(self._contact))
        follow.tells = True
        session.flush()
        return _say(words.FOLLOWED)

    def _status(self, session: Session, ticket: Ticket, claim: Claim, now: datetime) -> Reply:
        follow = session.get(TicketFollow, (claim.conversation_id, ticket.id))
        replied = select(func.max(TicketEvent.created_at)).where(
            TicketEvent.ticket_id == ticket.id, TicketEvent.kind == "replied"
        )
        # In the ticket's own conversation everything is told anyway.
        told = ticket.conversation_id == claim.conversation_id or (follow is not None and follow.tells)
        return words.status(ticket, session.scalar(replied), now, told=told)


def goes_on(claim: Claim) -> bool:
    """Tell whether a message may be a code, or is a button below a status; costs nothing."""
    if claim.payload is not None:
        return claim.payload.startswith((words.FOLLOW + "{", words.COPY + "{"))
    typed = _FILLER.sub("", claim.text.strip(), count=1).strip(" .!")
    return _CODE.fullmatch(typed) is not None


def asks_for_status(claim: Claim) -> bool:
    """Tell whether a message asks how a ticket is getting on; costs nothing."""
    if claim.payload is not None:
        return False
    return asked_number(claim.text) is not None or _ASKS_FOR_MINE.fullmatch(claim.text.strip()) is not None


def asked_number(text: str) -> int | None:
    """Return the number of the ticket whose status a message asks for, or None where it asks for none."""
    if len(text) > LONGEST:
        return None
    found = _NUMBER.search(text)
    if found is None:
        return None
    bare = not re.sub(r"\W", "", text[: found.start()] + text[found.end() :])
    if not bare and not _ASKS.search(text):
        return None
    return int(found[1] or found[2])


def tell_news(session: Session, conversation: Conversation, now: datetime) -> None:
    """Put what has happened to followed tickets into the conversation that follows them, once."""
    for follow in session.scalars(
        select(TicketFollow).where(
            TicketFollow.conversation_id == conversation.id,
            TicketFollow.tells.is_(True),
            TicketFollow.expires_at > now,
        )
    ).all():
        events = _untold(session, follow)
        if not events or not _claim(session, follow, events[-1].id):
            continue
        reference = f"SECAS-{follow.ticket_id:06d}"
        session.add_all(
            bot_message(conversation.id, words.news(reference, event.kind), now) for event in events
        )
    session.flush()


def _untold(session: Session, follow: TicketFollow) -> Sequence[TicketEvent]:
    return session.scalars(
        select(TicketEvent)
        .where(
            TicketEvent.ticket_id == follow.ticket_id,
            TicketEvent.id > follow.told_event_id,
            TicketEvent.kind.in_(words.NEWS),
        )
        .order_by(TicketEvent.id)
    ).all()


def _claim(session: Session, follow: TicketFollow, event_id: int) -> bool:
    """Tell whether the news up to an event is for us to tell: of two pages of a visitor one tells it."""
    before = follow.told_event_id
    won = session.scalar(
        update(TicketFollow)
        .where(
            TicketFollow.conversation_id == follow.conversation_id,
            TicketFollow.ticket_id == follow.ticket_id,
            TicketFollow.told_event_id == before,
        )
        .values(told_event_id=event_id)
        .returning(TicketFollow.told_event_id)
        .execution_options(synchronize_session=False)
    )
    return won is not None


def _following(session: Session, conversation_id: str, number: int, now: datetime) -> TicketFollow | None:
    follow = session.get(TicketFollow, (conversation_id, number)) if number < 2**31 else None
    return follow if follow is not None and follow.expires_at > now else None


def _say(reply: Reply) -> Turn:
    return Turn((reply,), dict(DECISION))
