"""/api/v1/tickets: the queue, one ticket, and the desk's verbs."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from connectors.desk.actors import Actor
from connectors.desk.due import DueTimes
from connectors.desk.listing import SORTS, VIEWS, Filter
from connectors.desk.priorities import read_priority
from connectors.services.conversation_text import check_key
from connectors.services.entering import enter_ticket
from connectors.web.bodies import read_body
from connectors.web.dependencies import WebDependencies
from connectors.web.schemas import NewTicket
from connectors.web.staff_api import schemas
from connectors.web.staff_api.access import Door, read_limit, read_query, reply, seen_version
from connectors.web.staff_api.presenting import file_view, ticket_view
from connectors.web.staff_api.ticket_verbs import VERBS, Order, Verb
from connectors.web.ticket_form import check_form

USUAL, MOST = 50, 200
FILTERS = (
    ("view", f"Which tickets: {', '.join(VIEWS)}; “open” where none is named"),
    ("topic", "Only those about this"),
    ("tag", "Only those with this tag"),
    ("priority", "Only those that matter so much: urgent, high, normal or low"),
    ("q", "Only those with these words, or this reference"),
    ("sort", f"In which order: {', '.join(SORTS)}; “due” where none is named"),
    ("after", "“next” of the page before"),
    ("limit", f"How many at most, 1 to {MOST}; {USUAL} where nothing is said"),
)


def create_tickets(parts: WebDependencies) -> Blueprint:
    """Return the addresses of tickets."""
    api = Blueprint("api_tickets", __name__, url_prefix="/api/v1/tickets")
    door, desk = Door(parts), parts.desk

    @api.get("")
    @door.needs("tickets:read")
    def list_tickets(session: Session, actor: Actor) -> Response:
        page = desk.queue(session, _filter(read_query(*(name for name, _ in FILTERS))), actor)
        tickets = [ticket_view(ticket) for ticket in page.tickets]
        return reply(schemas.TicketsView(tickets=tickets, next=page.next))

    @api.post("")
    @door.needs("tickets:write")
    def enter(session: Session, actor: Actor) -> Response:
        key = check_key(request.headers.get("Idempotency-Key"))
        form = check_form(**read_body(NewTicket).model_dump())
        due = DueTimes(parts.hours, parts.targets)
        number = enter_ticket(session, parts.clock(), form, key=key, actor=actor, due=due).id
        return _file(parts, session, number, HTTPStatus.CREATED)

    @api.get("/<int:ticket_id>")
    @door.needs("tickets:read")
    def get_ticket(session: Session, _actor: Actor, ticket_id: int) -> Response:
        read_query()
        return _file(parts, session, ticket_id)

    @api.post("/next")
    @door.needs("tickets:write")
    def take_next(session: Session, actor: Actor) -> Response:
        read_body(schemas.NoFields)
        ticket = desk.next_for(session, actor)
        view = ticket_view(ticket) if ticket else None
        return reply(schemas.NextTicketView(ticket=view), version=ticket.version if ticket else None)

    for verb in VERBS:
        view = door.needs("tickets:write")(_doing(parts, verb))
        api.post(f"/<int:ticket_id>/{verb.name}", endpoint=f"{verb.name}_ticket")(view)
    return api


def _doing(parts: WebDependencies, verb: Verb) -> Callable[[Session, Actor, int], Response]:
    def view(session: Session, actor: Actor, ticket_id: int) -> Response:
        version = seen_version() if verb.versioned else None
        body = read_body(verb.body)
        verb.do(Order(parts.desk, session, ticket_id, actor, version, body))
        session.flush()
        return _file(parts, session, ticket_id)

    return view


def _file(
    parts: WebDependencies, session: Session, ticket_id: int, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    file = parts.desk.read(session, ticket_id)
    return reply(file_view(file), status, version=file.ticket.version)


def _filter(given: dict[str, str]) -> Filter:
    return Filter(
        view=given["view"] or "open",  # type: ignore[arg-type]  # checked by the queue, with words for people
        topic=given["topic"],
        tag=given["tag"],
        priority=read_priority(given["priority"]) if given["priority"] else None,
        text=given["q"],
        sort=given["sort"] or "due",  # type: ignore[arg-type]  # the same
        after=given["after"],
        limit=read_limit(given["limit"], usual=USUAL, most=MOST),
    )
