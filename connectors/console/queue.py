"""The queue: what came in, what is due first, and whose it is."""

from flask import Blueprint, Response, flash, make_response, render_template, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.console.access import me
from connectors.console.actors import actor
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form, read_query
from connectors.console.numbers import ID, LARGEST
from connectors.desk.listing import CONDITIONS, Filter, Page, View
from connectors.desk.priorities import Priority, read_priority
from connectors.desk.searching import LONGEST_SEARCH, REFERENCE
from connectors.services.staff.saved_views import drop, keep, views_of
from knowledge.errors import InvalidInput
from knowledge.tables import Ticket

PAGE_SIZE = 25
MOST_COUNTED = 99

VIEWS: tuple[tuple[View, str], ...] = (
    ("mine", "Mine"),
    ("unassigned", "Unassigned"),
    ("overdue", "Overdue"),
    ("waiting", "Waiting"),
    ("snoozed", "Put aside"),
    ("open", "Open"),
    ("all", "All"),
)
"""The views with their names."""

COUNTED: tuple[View, ...] = ("mine", "unassigned", "overdue", "waiting")

SORTS = (
    ("due", "what is due first"),
    ("priority", "priority"),
    ("newest", "newest first"),
    ("oldest", "oldest first"),
    ("updated", "last changed"),
)

KEPT = ("view", "q", "topic", "tag", "priority", "sort")
"""What a saved view remembers."""

FIELDS = (*KEPT, "after")


def create_queue(parts: ConsoleDependencies) -> Blueprint:
    """Return the pages of the queue."""
    pages = Blueprint("queue", __name__)
    queue = Queue(parts)
    pages.get("/")(queue.show)
    pages.get("/rows")(queue.rows)
    pages.post("/next")(queue.take_next)
    pages.post("/views")(queue.keep_view)
    pages.post(f"/views/<{ID}:view_id>/delete")(queue.drop_view)
    return pages


class Queue:
    """Shows the queue and hands out the next ticket.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def show(self) -> Response:
        """Show one page of the queue; who looks for a reference gets to its ticket at once."""
        number = _reference(request.args.get("q", ""))
        if number is not None:
            with self._parts.database.session() as store:
                if store.get(Ticket, number) is not None:
                    return go("ticket.show", ticket_id=number)
        return self._page("queue.html")

    def rows(self) -> Response:
        """Show the same without what is around it, for a page that is open already."""
        return self._page("_queue.html")

    def take_next(self) -> Response:
        """Claim the ticket that is due first and open it."""
        read_form()
        with self._parts.database.session() as store:
            ticket = self._parts.desk.next_for(store, actor())
        if ticket is None:
            flash("Nothing is waiting for anybody just now.")
            return go("queue.show")
        return go("ticket.show", ticket_id=ticket.id)

    def keep_view(self) -> Response:
        """Keep what the queue shows just now under a name."""
        form = read_form("name", *KEPT)
        query = {name: form[name] for name in KEPT if form[name]}
        try:
            with self._parts.database.session() as store:
                # What can't be shown is refused before it is kept.
                self._parts.desk.queue(store, _filter({**dict.fromkeys(FIELDS, ""), **query}, store), actor())
                keep(store, self._parts.clock(), me().id, name=form["name"], query=query)
        except InvalidInput as error:
            flash(str(error))
            return go("queue.show", **query)
        flash("The view is kept.")
        return go("queue.show", **query)

    def drop_view(self, view_id: int) -> Response:
        """Forget a view."""
        read_form()
        with self._parts.database.session() as store:
            drop(store, me().id, view_id)
        return go("queue.show")

    def _page(self, template: str) -> Response:
        given = read_query(*FIELDS)
        now, wrong = self._parts.clock(), ""
        with self._parts.database.session() as store:
            try:
                chosen = _filter(given, store)
                found = self._parts.desk.queue(store, chosen, actor())
            except InvalidInput as error:
                chosen, found, wrong = Filter(text=given["q"][:LONGEST_SEARCH]), Page((), ""), str(error)
            page = render_template(
                template,
                page=found,
                chosen=chosen,
                wrong=wrong,
                given={name: value for name, value in given.items() if value},
                views=VIEWS,
                sorts=SORTS,
                priorities=Priority,
                kept=views_of(store, me().id),
                counts=self._counts(store),
                most=MOST_COUNTED,
                now=now,
            )
        return make_response(page, 422 if wrong else 200)

    def _counts(self, store: Session) -> dict[View, int]:
        """Return how many tickets each view has; what is beyond `MOST_COUNTED` isn't counted."""
        who, now = actor(), self._parts.clock()
        some = (
            select(Ticket.id).where(*CONDITIONS[view](who, now)).limit(MOST_COUNTED + 1).subquery()
            for view in COUNTED
        )
        row = store.execute(
            select(*(select(func.count()).select_from(one).scalar_subquery() for one in some))
        ).one()
        return dict(zip(COUNTED, row, strict=True))


def _filter(given: dict[str, str], store: Session) -> Filter:
    view = given["view"] or ("mine" if not given["q"] and _has_work(store) else "open")
    return Filter(
        view=view,  # type: ignore[arg-type]  # checked by the queue, with words for people
        topic=given["topic"],
        tag=given["tag"],
        priority=read_priority(given["priority"]) if given["priority"] else None,
        text=given["q"][:LONGEST_SEARCH],
        sort=given["sort"] or "due",  # type: ignore[arg-type]  # the same
        after=given["after"],
        limit=PAGE_SIZE,
    )


def _reference(text: str) -> int | None:
    """Return the number of a reference such as SECAS-000123; a bare number may be anything."""
    found = None if text.strip().isdecimal() else REFERENCE.fullmatch(text)
    return min(int(found[1]), LARGEST) if found else None


def _has_work(store: Session) -> bool:
    mine = select(Ticket.id).where(Ticket.active.is_(True), Ticket.assignee_id == me().id)
    return store.scalar(mine.limit(1)) is not None
