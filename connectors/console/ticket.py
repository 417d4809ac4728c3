"""One ticket: what was said, why it came, what could be answered; and all that is done with it."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, make_response, render_template
from sqlalchemy.orm import Session

from connectors.console.access import me
from connectors.console.actors import actor
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form, read_query
from connectors.console.numbers import ID, read_number
from connectors.console.ticket_actions import SNOOZES, Order, do
from connectors.desk.changing import find_ticket
from connectors.desk.event_words import say_deed
from connectors.desk.priorities import Priority
from connectors.desk.spoken import said
from connectors.services.staff import mail_words
from connectors.services.staff.accounts import all_accounts
from connectors.services.staff.canned import PLACEHOLDERS, all_replies, fill, find_reply
from connectors.services.staff.learning import last_reply
from connectors.services.staff.mail_listing import attachments_of, mails_of_tickets
from connectors.services.staff.suggestions import suggest
from knowledge.errors import Conflict, InvalidInput
from knowledge.faq import entry, published_entries
from knowledge.tables import Ticket


@dataclass
class Draft:
    """What was typed and must not be lost when something is wrong, or only looked at.

    Attributes:
        text: Of the reply.
        note: Of the note.
        wrong: What is wrong.
        preview: Whether to show the reply as the customer will read it.
    """

    text: str = ""
    note: str = ""
    wrong: str = ""
    preview: bool = False


def create_ticket_pages(parts: ConsoleDependencies) -> Blueprint:
    """Return the pages of one ticket."""
    pages = Blueprint("ticket", __name__, url_prefix="/tickets")
    page = TicketPage(parts)
    pages.get(f"/<{ID}:ticket_id>")(page.show)
    pages.post(f"/<{ID}:ticket_id>/here")(page.here)
    pages.post(f"/<{ID}:ticket_id>/do")(page.act)
    pages.post(f"/<{ID}:ticket_id>/reply")(page.reply)
    return pages


class TicketPage:
    """Shows a ticket and takes its forms.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts
        self._desk = parts.desk

    def show(self, ticket_id: int) -> Response:
        """Show the ticket."""
        read_query("sent")
        return self._page(ticket_id, Draft())

    def here(self, ticket_id: int) -> Response:
        """Say that somebody has the ticket open; show who else has, and whether it changed."""
        form = read_form("version", "writing")
        seen = read_number(form["version"])
        with self._parts.database.session() as store:
            ticket = find_ticket(store, ticket_id)
            others = self._desk.look_at(store, ticket_id, actor(), writing=form["writing"] == "yes")
            page = render_template("_here.html", others=others, changed=ticket.version != seen, ticket=ticket)
        return make_response(page)

    def act(self, ticket_id: int) -> Response:
        """Do what one of the buttons says."""
        form = read_form("do", "value", "version")
        try:
            with self._parts.database.session() as store:
                version, now = read_number(form["version"]), self._parts.clock()
                order = Order(ticket_id, actor(), version, form["value"], now)
                words = do(self._desk, store, form["do"], order)
        except (InvalidInput, Conflict) as error:
            note = form["value"] if form["do"] == "note" else ""
            status = 409 if isinstance(error, Conflict) else 422
            return self._page(ticket_id, Draft(note=note, wrong=str(error)), status)
        flash(words)
        return go("ticket.show", ticket_id=ticket_id)

    def reply(self, ticket_id: int) -> Response:
        """Show a reply as the customer will read it, put words into it, or send it."""
        form = read_form("text", "version", "do")
        deed, _, value = form["do"].partition(":")
        draft = Draft(text=form["text"])
        try:
            if deed in {"entry", "canned"}:
                draft.text = self._insert(ticket_id, draft.text, deed, value)
                return self._page(ticket_id, draft)
            if deed == "preview":
                draft.preview = True
                return self._page(ticket_id, draft)
            sent = self._send(ticket_id, form["text"], form["version"], deed)
        except (InvalidInput, Conflict) as error:
            draft.wrong = str(error)
            return self._page(ticket_id, draft, 409 if isinstance(error, Conflict) else 422)
        flash(self._said(ticket_id, deed))
        return go("ticket.show", ticket_id=ticket_id, sent=sent)

    def _send(self, ticket_id: int, text: str, version: str, deed: str) -> int:
        if deed not in {"send", "resolve"}:
            raise InvalidInput("Please choose what to do with the reply: look at it, or send it.")
        with self._parts.database.session() as store:
            _, message = self._desk.reply(store, ticket_id, actor(), read_number(version), text=text)
            if deed == "resolve":
                self._desk.resolve(store, ticket_id, actor(), None)
            return message.id

    def _said(self, ticket_id: int, deed: str) -> str:
        """Say what became of a reply that was just sent."""
        with self._parts.database.session() as store:
            way = self._desk.way_to(store, find_ticket(store, ticket_id))
        words = "Your reply is sent." if deed == "send" else "Your reply is sent, and the ticket is resolved."
        waits = way.address is not None and not way.sends
        return f"{words} No mail server is set up, so its letter waits in the outbox." if waits else words

    def _insert(self, ticket_id: int, text: str, kind: str, value: str) -> str:
        """Return the text with an entry's words or a canned reply at its end."""
        with self._parts.database.session() as store:
            ticket = find_ticket(store, ticket_id)
            if kind == "entry":
                words = entry(store, value[:80]).body
            else:
                words = fill(find_reply(store, read_number(value)).text, self._values(ticket))
        return f"{text.rstrip()}\n\n{words}".lstrip("\n")

    def _values(self, ticket: Ticket) -> dict[str, str]:
        now = self._parts.clock()
        values = {
            "name": ticket.person.name,
            "reference": ticket.reference,
            "me": me().name,
            "opening": self._parts.hours.sentence(now),
        }
        return {name: values[name] for name in PLACEHOLDERS}

    def _page(self, ticket_id: int, draft: Draft, status: int = 200) -> Response:
        now = self._parts.clock()
        with self._parts.database.session() as store:
            file = self._desk.open(store, ticket_id)
            others = self._desk.look_at(store, ticket_id, actor())
            mails = mails_of_tickets(store, [ticket_id, *(other.id for other in file.merged)])
            page = render_template(
                "ticket.html",
                file=file,
                mails=mails,
                why_by_mail=next((row.mail.reason for row in mails if row.mail), ""),
                attachments=attachments_of(store, [row.mail.id for row in mails if row.mail]),
                words=mail_words,
                ticket=file.ticket,
                counted=self._desk.explain_due_times(store, file.ticket) if file.ticket.active else {},
                said=said(file.ticket, file.messages, file.events),
                way=self._desk.way_to(store, file.ticket),
                deliveries=self._desk.deliveries(store, file.messages),
                suggestions=suggest(store, file.ticket, file.messages),
                others=others,
                changed=False,
                draft=draft,
                colleagues=self._colleagues(store),
                canned=all_replies(store),
                placeholders=PLACEHOLDERS,
                priorities=Priority,
                snoozes=SNOOZES,
                say=say_deed,
                teaches=published_entries(store) if last_reply(store, file.ticket) is not None else (),
                now=now,
            )
        return make_response(page, status)

    def _colleagues(self, store: Session) -> list[tuple[int, str]]:
        return [(account.person_id, account.person.name) for account in all_accounts(store) if account.active]
