"""What a ticket teaches the FAQ, by one click: a proposed phrasing or a draft. Editors publish."""

from flask import Blueprint, Response, flash

from connectors.console.access import me
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form
from connectors.console.numbers import ID
from connectors.desk.changing import find_ticket
from connectors.services.staff import learning


def create_ticket_learning(parts: ConsoleDependencies) -> Blueprint:
    """Return what turns a ticket into words of the FAQ."""
    pages = Blueprint("learning", __name__, url_prefix="/tickets")

    @pages.post(f"/<{ID}:ticket_id>/phrasing")
    def phrasing(ticket_id: int) -> Response:
        key = read_form("entry")["entry"]
        with parts.database.session() as store:
            ticket = find_ticket(store, ticket_id)
            learning.propose_phrasing(store, parts.clock(), ticket, key[:80], actor_id=me().id)
        flash("The question is proposed as a phrasing. It counts once an editor has looked at it here.")
        return go("faq.entry", entry_key=key, _anchor="phrasings")

    @pages.post(f"/<{ID}:ticket_id>/draft")
    def draft(ticket_id: int) -> Response:
        read_form()
        with parts.database.session() as store:
            ticket = find_ticket(store, ticket_id)
            key = learning.draft_entry(store, parts.clock(), ticket, actor_id=me().id).key
        flash(
            "This is the draft. Visitors don't get it before an editor has checked and published it; please "
            "look whether it still tells who asked."
        )
        return go("faq.entry", entry_key=key)

    return pages
