"""Canned replies: read by all, written by editors."""

from flask import Blueprint, Response, flash, make_response, render_template

from connectors.console.access import me
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form
from connectors.console.numbers import ID, read_number
from connectors.desk.fields import InvalidField
from connectors.services.staff.canned import PLACEHOLDERS, all_replies, delete_reply, find_reply, save_reply
from knowledge.errors import Conflict


def create_canned(parts: ConsoleDependencies) -> Blueprint:
    """Return the pages of canned replies."""
    pages = Blueprint("canned", __name__, url_prefix="/replies")
    canned = Canned(parts)
    pages.get("")(canned.show)
    pages.get(f"/<{ID}:reply_id>")(canned.edit)
    pages.post("")(canned.save)
    pages.post(f"/<{ID}:reply_id>/delete")(canned.delete)
    return pages


class Canned:
    """Shows and changes canned replies.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def show(self) -> Response:
        """Show them all."""
        return self._page({})

    def edit(self, reply_id: int) -> Response:
        """Show one of them in the form."""
        with self._parts.database.session() as store:
            found = find_reply(store, reply_id)
            form = {
                "id": str(found.id),
                "version": str(found.version),
                "title": found.title,
                "text": found.text,
            }
        return self._page(form)

    def save(self) -> Response:
        """Add or change one."""
        form = read_form("id", "version", "title", "text")
        try:
            with self._parts.database.session() as store:
                save_reply(
                    store,
                    self._parts.clock(),
                    reply_id=read_number(form["id"]) if form["id"] else None,
                    version=read_number(form["version"]) if form["version"] else None,
                    title=form["title"],
                    text=form["text"],
                    actor_id=me().id,
                )
        except InvalidField as error:
            return self._page(form, {error.field: str(error)}, 422)
        except Conflict as error:
            return self._page(form, {"text": str(error)}, 409)
        flash("The reply is kept.")
        return go("canned.show")

    def delete(self, reply_id: int) -> Response:
        """Take one away."""
        read_form()
        with self._parts.database.session() as store:
            delete_reply(store, self._parts.clock(), reply_id, actor_id=me().id)
        flash("The reply is deleted.")
        return go("canned.show")

    def _page(
        self, form: dict[str, str], errors: dict[str, str] | None = None, status: int = 200
    ) -> Response:
        with self._parts.database.session() as store:
            page = render_template(
                "canned.html",
                replies=all_replies(store),
                form=form,
                errors=errors or {},
                placeholders=PLACEHOLDERS,
            )
        return make_response(page, status)
