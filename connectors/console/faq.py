"""The FAQ: read by all, edited by editors; what visitors read changes when a draft is published."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from flask import Blueprint, Response, flash, make_response, render_template

from connectors.console.access import me
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form, read_query
from connectors.console.numbers import read_number
from connectors.console.presenting import LONDON
from connectors.desk.fields import InvalidField
from connectors.services.staff import faq_editing as editing
from connectors.services.staff.accounts import all_accounts
from connectors.services.staff.differences import Piece, differences
from connectors.services.staff.new_entries import owner_of
from connectors.services.staff.phrasings import phrasings_of
from knowledge.errors import Conflict, InvalidInput
from knowledge.front_matter import AUDIENCES
from knowledge.tables import Revision

REVIEWED_WITHIN = timedelta(days=365)
"""After so long an answer should be compared with its source again."""

MOST_REVISIONS = 12


def create_faq(parts: ConsoleDependencies) -> Blueprint:
    """Return the pages of the FAQ."""
    pages = Blueprint("faq", __name__, url_prefix="/faq")
    faq = Faq(parts)
    pages.get("")(faq.show)
    pages.get("/<entry_key>")(faq.entry)
    pages.post("/<entry_key>")(faq.save)
    pages.post("/<entry_key>/publish")(faq.publish)
    pages.post("/<entry_key>/review")(faq.review)
    pages.post("/<entry_key>/withdraw")(faq.withdraw)
    return pages


class Faq:
    """Shows and changes entries.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def show(self) -> Response:
        """Show all entries by category."""
        with self._parts.database.session() as store:
            files = editing.all_entries(store)
            page = render_template(
                "faq.html",
                files=files,
                overdue=self._today() - REVIEWED_WITHIN,
                index=self._parts.learning.state(),
            )
        return make_response(page)

    def entry(self, entry_key: str) -> Response:
        """Show one entry; with a number, an earlier revision's words in the form."""
        number = read_query("revision")["revision"]
        return self._page(entry_key, revision=read_number(number) if number else None)

    def save(self, entry_key: str) -> Response:
        """Keep a draft."""
        form = read_form(*editing.FIELDS, "seen", "remark")
        try:
            with self._parts.database.session() as store:
                editing.save_draft(
                    store,
                    self._parts.clock(),
                    entry_key,
                    form,
                    seen=read_number(form["seen"]),
                    remark=form["remark"],
                    actor_id=me().id,
                )
        except InvalidField as error:
            return self._page(entry_key, form=form, errors={error.field: str(error)}, status=422)
        except Conflict as error:
            return self._page(entry_key, form=form, errors={"": str(error)}, status=409)
        flash("The draft is kept. Visitors read it once it is published.")
        return go("faq.entry", entry_key=entry_key)

    def publish(self, entry_key: str) -> Response:
        """Let visitors read the draft."""
        seen = read_number(read_form("seen")["seen"])
        with self._parts.database.session() as store:
            editing.publish(store, self._parts.clock(), entry_key, seen=seen, actor_id=me().id)
        flash("It is published: visitors read these words within seconds.")
        return go("faq.entry", entry_key=entry_key)

    def review(self, entry_key: str) -> Response:
        """Note that the words were compared with their source today."""
        seen, now = read_number(read_form("seen")["seen"]), self._parts.clock()
        with self._parts.database.session() as store:
            editing.mark_reviewed(store, now, entry_key, seen=seen, today=self._today(), actor_id=me().id)
        flash("The day of review is today.")
        return go("faq.entry", entry_key=entry_key)

    def withdraw(self, entry_key: str) -> Response:
        """Take the entry away from visitors, or give it back."""
        form = read_form("withdrawn", "seen")
        wanted = form["withdrawn"]
        if wanted not in {"yes", "no"}:
            raise InvalidInput("An entry is withdrawn or not: please choose yes or no.")
        with self._parts.database.session() as store:
            editing.set_withdrawn(
                store,
                self._parts.clock(),
                entry_key,
                seen=read_number(form["seen"]),
                withdrawn=wanted == "yes",
                actor_id=me().id,
            )
        flash("Visitors don't get this answer any more." if wanted == "yes" else "Visitors get it again.")
        return go("faq.entry", entry_key=entry_key)

    def _today(self) -> date:
        return self._parts.clock().astimezone(LONDON).date()

    def _page(
        self,
        key: str,
        *,
        revision: int | None = None,
        form: dict[str, str] | None = None,
        errors: dict[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        with self._parts.database.session() as store:
            file = editing.read_entry(store, key)
            shown = next((one for one in file.revisions if one.number == revision), file.latest)
            page = render_template(
                "entry.html",
                file=file,
                form=form or _as_form(shown),
                errors=errors or {},
                shown=shown,
                changes=_changes(file.revisions[: MOST_REVISIONS + 1]),
                audiences=AUDIENCES,
                phrasings=phrasings_of(store, file.entry.id),
                owner=owner_of(store, file.entry.id),
                colleagues=[a.person for a in all_accounts(store) if a.active],
                index=self._parts.learning.state(),
            )
        return make_response(page, status)


def _as_form(revision: Revision) -> dict[str, str]:
    reviewed = revision.reviewed_on.isoformat() if revision.reviewed_on else ""
    return {name: getattr(revision, name) for name in editing.FIELDS[:5]} | {"reviewed": reviewed}


def _changes(revisions: Sequence[Revision]) -> list[tuple[Revision, list[Piece]]]:
    """Return each revision, latest first, with how it differs from the one before it."""
    pairs = pairwise([*revisions, None])
    return [
        (after, differences(_text(before), _text(after)) if before else [])
        for after, before in pairs
        if after is not None
    ][:MOST_REVISIONS]


def _text(revision: Revision) -> str:
    head = f"{revision.title}\n{revision.category}\n{revision.source}\n"
    reviewed = f"Reviewed {revision.reviewed_on}\n" if revision.reviewed_on else ""
    return f"{head}{reviewed}\n{revision.body}"
