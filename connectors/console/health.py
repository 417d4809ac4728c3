"""How the service is: what runs, what waits, and what somebody should look at."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from connectors.console.dependencies import ConsoleDependencies
from connectors.console.presenting import LONDON, moment
from connectors.desk.bank_holidays import list_ends_soon
from connectors.dialogue.learning import IndexState
from connectors.services.staff.mail_health import look_at_mail
from knowledge.api_tables import Webhook
from knowledge.tables import Message, Revision, Ticket


@dataclass(frozen=True)
class Finding:
    """What was found about one thing.

    Attributes:
        name: The thing.
        good: Whether it is as it should be.
        words: What was found.
    """

    name: str
    good: bool
    words: str


def create_health(parts: ConsoleDependencies) -> Blueprint:
    """Return the page of the service's health."""
    pages = Blueprint("health", __name__, url_prefix="/health")

    @pages.get("")
    def show() -> Response:
        with parts.database.session() as store:
            page = render_template("health.html", findings=list(_look(parts, store)), now=parts.clock())
        return make_response(page)

    return pages


def _look(parts: ConsoleDependencies, store: Session) -> Iterator[Finding]:
    now = parts.clock()
    yield Finding("Database", good=True, words="It answers.")
    ready = parts.answers_ready()
    words = (
        "It decides on questions." if ready else "It doesn't answer: visitors get the form for the Helpdesk."
    )
    yield Finding("Answers", good=ready, words=words)
    overdue = _count(store, select(Ticket.id).where(Ticket.active.is_(True), Ticket.queue_at < now))
    yield Finding("Overdue tickets", good=not overdue, words=f"{overdue or 'None'}")
    stuck = _count(store, select(Message.id).where(Message.state.in_(("received", "answering"))))
    yield Finding("Messages that nobody has answered yet", good=stuck < 10, words=f"{stuck or 'None'}")
    yield from (Finding(found.name, found.good, found.words) for found in look_at_mail(store, now))
    failing = _count(store, select(Webhook.id).where(Webhook.failing_since.is_not(None)))
    yield Finding("Webhooks that take nothing", good=not failing, words=f"{failing or 'None'}")
    latest = store.scalar(select(func.max(Revision.published_at)))
    words = (
        f"Last published {moment(latest)}."
        if latest
        else "There is no entry yet; “helpdesk faq import” reads the starter FAQ."
    )
    yield Finding("FAQ", good=latest is not None, words=words)
    if index := parts.learning.state():
        words = f"The latest change isn't served yet: {index.problem}" if index.problem else _served(index)
        yield Finding("What answers are made from", good=index.problem is None, words=words)
    warning = list_ends_soon(now.astimezone(LONDON).date())
    yield Finding("Bank holidays", good=warning is None, words=warning or "They are known for long enough.")


def _served(index: IndexState) -> str:
    count = len(index.waiting)
    if not count:
        return "It is up to date with the FAQ."
    waiting = "1 entry waits" if count == 1 else f"{count} entries wait"
    return f"It is up to date with the FAQ. {waiting} for the next training, “helpdesk train”."


def _count(store: Session, query: Select[int]) -> int:
    return store.scalar(select(func.count()).select_from(query.subquery())) or 0
