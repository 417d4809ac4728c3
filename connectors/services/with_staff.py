"""A conversation that people have taken over: messages go to their ticket, and the bot is silent."""

import json
import re
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from connectors.desk import customers
from connectors.desk.changing import Step
from connectors.desk.due import DueTimes
from connectors.dialogue.dialogue import Turn
from connectors.dialogue.reply import Button, Reply
from connectors.services import wording
from connectors.services.conversations import Claim, bot_message
from knowledge.tables import Ticket

SOLVED = "/ticket_solved"
NOT_SOLVED = "/ticket_not_solved"

TRIES = 3
"""How often a ticket is looked for while somebody closes or merges it at the same moment."""

YES = re.compile(r"(yes|yes,? (it did|thanks|thank you)|yeah|yep|it did|solved)[.! ]*", re.IGNORECASE)
NO = re.compile(r"(no|nope|not really|no,? it (didn.t|did not)|it didn.t)[.! ]*", re.IGNORECASE)
THANKS = re.compile(r"(many )?(thanks|thank you|cheers)( (very|so) much| a lot)?[.! ]*", re.IGNORECASE)


def ask_whether_solved(session: Session, ticket: Ticket, now: datetime) -> None:
    """Ask in the ticket's conversation whether it is solved, where there is one."""
    if ticket.conversation_id is None:
        return
    number = json.dumps({"ticket": ticket.id}, separators=(",", ":"))
    buttons = (
        Button("Yes, it's solved", f"{SOLVED}{number}"),
        Button("No, not yet", f"{NOT_SOLVED}{number}"),
    )
    asked = Reply("choice", wording.is_it_solved(ticket.reference), buttons)
    session.add(bot_message(ticket.conversation_id, asked, now))
    session.flush()


def may_concern(session: Session, claim: Claim) -> bool:
    """Tell whether people may have to do with a message: its conversation has led to a ticket."""
    has_ticket = exists().where(Ticket.conversation_id == claim.conversation_id)
    return bool(session.scalar(select(has_ticket)))


def are_on(session: Session, claim: Claim, now: datetime) -> bool:
    """Tell whether people have taken the conversation of a message over from the bot."""
    ticket = customers.ticket_of(session, claim.conversation_id, now)
    return ticket is not None and ticket.active


def receive(session: Session, claim: Claim, due: DueTimes, now: datetime) -> Turn | None:
    """Pass a visitor's message to the ticket that it belongs to.

    Returns:
        What is said back, often nothing; None where the bot has to answer.
    """
    step = Step(now)
    pressed = _pressed(session, claim)
    if pressed is not None:
        ticket_id, solved = pressed
        return _solved(session, ticket_id, step, due) if solved else _unsolved(session, ticket_id, step, due)
    for _ in range(TRIES):
        ticket = customers.ticket_of(session, claim.conversation_id, now)
        if ticket is None:
            return None
        if not ticket.active:
            return _after_resolution(session, ticket, claim, step, due)
        if customers.hear(session, ticket.id, step, due, message_id=claim.message_id):
            return Turn()
    return None


def _after_resolution(
    session: Session, ticket: Ticket, claim: Claim, step: Step, due: DueTimes
) -> Turn | None:
    if claim.payload is not None:
        return None
    if claim.last_reply is not None and _asks(claim.last_reply):
        if YES.fullmatch(claim.text) or THANKS.fullmatch(claim.text):
            return _solved(session, ticket.id, step, due)
        if NO.fullmatch(claim.text):
            return _unsolved(session, ticket.id, step, due)
    heard = customers.hear(session, ticket.id, step, due, message_id=claim.message_id)
    return Turn((wording.open_again(ticket.reference),)) if heard else None


def _solved(session: Session, ticket_id: int, step: Step, due: DueTimes) -> Turn:
    ticket = customers.confirm(session, ticket_id, step, due)
    return Turn((wording.still_open(ticket.reference) if ticket.active else wording.SOLVED,))


def _unsolved(session: Session, ticket_id: int, step: Step, due: DueTimes) -> Turn:
    ticket = customers.deny(session, ticket_id, step, due)
    return Turn((wording.not_solved(ticket.reference),))


def _pressed(session: Session, claim: Claim) -> tuple[int, bool] | None:
    """Return the ticket that a button is about, and whether it says that it is solved."""
    payload = claim.payload or ""
    name = next((name for name in (SOLVED, NOT_SOLVED) if payload.startswith(name + "{")), None)
    if name is None:
        return None
    # The button was offered in this conversation: whoever stored the message has checked it.
    ticket = session.get(Ticket, json.loads(payload.removeprefix(name))["ticket"])
    if ticket is None or ticket.conversation_id != claim.conversation_id:
        return None
    return ticket.id, name == SOLVED


def _asks(reply: Reply) -> bool:
    return any(button.payload.startswith(SOLVED) for button in reply.buttons)
