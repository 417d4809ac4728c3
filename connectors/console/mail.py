"""Mail: what came in, what was done with it and why; drafts to approve; what can be put back."""

from flask import Blueprint, Response, flash, make_response, render_template
from sqlalchemy.orm import Session

from connectors.console.access import TRY_AGAIN, me
from connectors.console.actors import actor
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form, read_query
from connectors.console.mail_html import links_of
from connectors.console.numbers import read_number
from connectors.desk.changing import Step
from connectors.services.staff import mail_listing, mail_words
from connectors.services.staff.mail_drafts import words_of
from connectors.services.staff.mail_listing import MailView
from connectors.services.staff.mail_putting_back import BY_HAND, put_back
from connectors.services.staff.mail_reading import ReadableMail
from connectors.services.staff.mail_retrying import can_try_again, try_again
from connectors.services.staff.roles import is_at_least
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.faq import entry
from knowledge.mail_tables import IncomingMail, OutgoingMail
from knowledge.tables import Ticket

PAGE_SIZE = 25
MOST_COUNTED = 99

VIEWS: tuple[tuple[MailView, str], ...] = (
    ("drafts", "To approve"),
    ("aside", "Set aside"),
    ("quarantine", "Quarantine"),
    ("unread", "Unreadable"),
    ("unsent", "Not sent"),
    ("all", "All"),
)
"""The lists with their names."""

COUNTED: tuple[MailView, ...] = ("drafts", "unsent")

LARGEST_SHOWN = 50_000_000
"""Bytes of a mail that is shown or handed out here; larger ones are in the mailbox itself."""

TOO_LARGE = ReadableMail(
    problems=(
        f"This mail is larger than {LARGEST_SHOWN // 1_000_000} MB. Please open it in the mailbox itself.",
    )
)

LONGEST_TEXT = 100_000
"""Characters of a mail that are shown at once."""


def create_mail(parts: ConsoleDependencies) -> Blueprint:
    """Return the pages of the mailbox."""
    pages = Blueprint("mail", __name__, url_prefix="/mail")
    mail = MailPages(parts)
    pages.get("")(mail.show)
    pages.get("/<mail_id>")(mail.open)
    pages.post("/<mail_id>/back")(mail.put_back)
    pages.post("/<mail_id>/approve")(mail.approve)
    pages.post("/<mail_id>/edit")(mail.edit)
    pages.post("/<mail_id>/reject")(mail.reject)
    pages.post("/letters/<letter_id>/again")(mail.try_again)
    return pages


class MailPages:
    """Shows mails and takes the forms of their pages.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def show(self) -> Response:
        """Show one page of a list."""
        given = read_query("view", "after")
        with self._parts.database.session() as store:
            counts = {view: mail_listing.count_mails(store, view, MOST_COUNTED) for view in COUNTED}
            view = given["view"] or ("drafts" if counts["drafts"] else "all")
            page = render_template(
                "mails.html",
                page=mail_listing.list_mails(store, view, given["after"], PAGE_SIZE),
                view=view,
                after=given["after"],
                views=VIEWS,
                counts=counts,
                most=MOST_COUNTED,
                words=mail_words,
                can_try_again=_offers_again,
                now=self._parts.clock(),
            )
        return make_response(page)

    def open(self, mail_id: str) -> Response:
        """Show one mail; with ``show``, its HTML form, or its draft in a form."""
        shown = read_query("show")["show"]
        if shown not in {"", "html", "edit"}:
            raise InvalidInput("A mail can be shown as text or as HTML.")
        return self._page(mail_id, shown)

    def put_back(self, mail_id: str) -> Response:
        """Have a mail decided on again that was set aside."""
        read_form()
        with self._parts.database.session() as store:
            put_back(store, self._parts.clock(), mail_id, actor_id=me().id)
        flash("It is put back. It is read again within a minute, and goes to people if nothing else fits.")
        return go("mail.open", mail_id=mail_id)

    def approve(self, mail_id: str) -> Response:
        """Send a draft."""
        step = self._step(read_form("version")["version"])
        try:
            with self._parts.database.session() as store:
                letter = self._parts.drafts.approve(store, mail_id, step)
                recipient = letter.recipient
        except (InvalidInput, Conflict) as error:
            return self._page(mail_id, "", wrong=error)
        flash(f"The answer is on its way to {recipient}.")
        return go("mail.show")

    def edit(self, mail_id: str) -> Response:
        """Change the words of a draft."""
        form = read_form("version", "text")
        step = self._step(form["version"])
        try:
            with self._parts.database.session() as store:
                self._parts.drafts.edit(store, mail_id, step, form["text"])
        except (InvalidInput, Conflict) as error:
            return self._page(mail_id, "edit", text=form["text"], wrong=error)
        flash("The draft is kept. It is sent once somebody approves it.")
        return go("mail.open", mail_id=mail_id)

    def reject(self, mail_id: str) -> Response:
        """Send nothing."""
        step = self._step(read_form("version")["version"])
        try:
            with self._parts.database.session() as store:
                self._parts.drafts.reject(store, mail_id, step)
        except (InvalidInput, Conflict) as error:
            return self._page(mail_id, "", wrong=error)
        flash("The draft is rejected. The ticket waits for somebody to answer it.")
        return go("mail.show")

    def try_again(self, letter_id: str) -> Response:
        """Send a letter that was given up."""
        read_form()
        with self._parts.database.session() as store:
            recipient = try_again(store, letter_id, Step(self._parts.clock(), actor())).recipient
        flash(f"The letter to {recipient} is tried again within a minute.")
        return go("mail.show", view="unsent")

    def _step(self, version: str) -> Step:
        return Step(self._parts.clock(), actor(), read_number(version))

    def _page(
        self,
        mail_id: str,
        shown: str,
        *,
        text: str | None = None,
        wrong: InvalidInput | Conflict | None = None,
    ) -> Response:
        with self._parts.database.session() as store:
            mail = mail_listing.find_mail(store, mail_id)
            size = mail_listing.size_of(store, mail_id)
            read = self._parts.mails.read(mail.raw, mail.cut_from) if size <= LARGEST_SHOWN else TOO_LARGE
            letter = mail_listing.letter_to(store, mail_id)
            ticket = store.get(Ticket, mail.ticket_id) if mail.ticket_id else None
            page = render_template(
                "mail.html",
                mail=mail,
                read=read,
                text=read.text[:LONGEST_TEXT],
                cut=len(read.text) > LONGEST_TEXT,
                links=links_of(read.html) if shown == "html" else (),
                attachments=mail_listing.attachments_of(store, [mail_id]),
                entries=self._entries(store, mail, ticket),
                ticket=ticket,
                letter=letter,
                letter_words=words_of(letter.raw) if letter else "",
                draft=text,
                shown=shown,
                wrong=str(wrong or ""),
                can_put_back=mail.state == "done" and mail.action in BY_HAND and not mail.put_back_at,
                can_try_again=_offers_again,
                size=size,
                too_large=size > LARGEST_SHOWN,
                words=mail_words,
                now=self._parts.clock(),
            )
        status = 200 if wrong is None else 409 if isinstance(wrong, Conflict) else 422
        return make_response(page, status)

    def _entries(
        self, store: Session, mail: IncomingMail, ticket: Ticket | None
    ) -> list[tuple[str, str, float | None]]:
        """Return the entries that it was answered with, or might be: key, title and probability.

        The title is empty where the entry was withdrawn.
        """
        candidates = ticket.candidates if ticket else []
        scores = {str(candidate["key"]): candidate.get("score") for candidate in candidates}
        found = []
        for key in map(str, mail.keys):
            try:
                title = entry(store, key).title
            except NotFound:
                title = ""
            found.append((key, title, scores.get(key)))
        return found


def _offers_again(letter: OutgoingMail) -> bool:
    return can_try_again(letter) and is_at_least(me().role, TRY_AGAIN)
