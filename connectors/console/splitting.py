"""Splitting a second question off a ticket: which messages asked it, and what the new ticket says."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, flash, make_response, render_template
from sqlalchemy.orm import Session

from connectors.console.actors import actor
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form
from connectors.console.numbers import ID, read_number
from connectors.desk.changing import ClosedTicket
from connectors.desk.fields import LONGEST_QUESTION
from connectors.desk.reading import TicketFile
from knowledge.errors import Conflict, InvalidInput
from knowledge.tables import Message


@dataclass(frozen=True)
class Chosen:
    """What was filled in.

    Attributes:
        numbers: The messages that were ticked.
        question: What the new ticket is to say.
        version: Of the ticket, as it was seen.
        wrong: What is wrong.
    """

    numbers: frozenset[int] = frozenset()
    question: str = ""
    version: str = ""
    wrong: str = ""


def create_splitting(parts: ConsoleDependencies) -> Blueprint:
    """Return the page that splits a ticket."""
    pages = Blueprint("splitting", __name__, url_prefix="/tickets")
    splitting = Splitting(parts)
    pages.get(f"/<{ID}:ticket_id>/split")(splitting.show)
    pages.post(f"/<{ID}:ticket_id>/split")(splitting.split)
    return pages


class Splitting:
    """Shows the form, and makes the second ticket.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def show(self, ticket_id: int) -> Response:
        """Show the customer's messages to choose from."""
        return self._page(ticket_id, Chosen())

    def split(self, ticket_id: int) -> Response:
        """Make a second ticket of the chosen messages, and open it."""
        chosen = Chosen()
        try:
            with self._parts.database.session() as store:
                messages = _to_choose(self._parts.desk.read(store, ticket_id))
                chosen = _read(messages)
                number = self._split(store, ticket_id, chosen, messages)
        except (InvalidInput, Conflict) as error:
            said = Chosen(chosen.numbers, chosen.question, chosen.version, str(error))
            return self._page(ticket_id, said, 409 if isinstance(error, Conflict) else 422)
        flash("This is the new ticket; the two are linked.")
        return go("ticket.show", ticket_id=number)

    def _split(self, store: Session, ticket_id: int, chosen: Chosen, messages: Mapping[int, Message]) -> int:
        # Without words of one's own, the customer's are taken.
        texts = [message.text for number, message in messages.items() if number in chosen.numbers]
        new = self._parts.desk.split(
            store,
            ticket_id,
            actor(),
            read_number(chosen.version),
            question=chosen.question.strip() or "\n\n".join(texts),
            message_ids=sorted(chosen.numbers),
        )
        return new.id

    def _page(self, ticket_id: int, chosen: Chosen, status: int = 200) -> Response:
        with self._parts.database.session() as store:
            file = self._parts.desk.read(store, ticket_id)
            if file.ticket.status == "closed":
                raise ClosedTicket(file.ticket)
            page = render_template(
                "split.html",
                ticket=file.ticket,
                messages=_to_choose(file),
                chosen=chosen,
                longest=LONGEST_QUESTION,
            )
        return make_response(page, status)


def _to_choose(file: TicketFile) -> dict[int, Message]:
    """Return the customer's messages by their numbers; not those of tickets that were merged in."""
    return {
        message.id: message
        for message in file.messages
        if message.author == "visitor" and message.conversation_id == file.ticket.conversation_id
    }


def _read(messages: Mapping[int, Message]) -> Chosen:
    boxes = {f"message-{number}": number for number in messages}
    form = read_form("version", "question", *boxes)
    numbers = frozenset(number for name, number in boxes.items() if form[name])
    return Chosen(numbers, form["question"], form["version"])
