"""Before publishing: what past questions would get, and what would break."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, make_response, render_template

from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import read_query
from connectors.services.staff.faq_editing import all_entries, read_entry
from knowledge.errors import Conflict, InvalidInput, Unavailable

CHANGES = {"publish": "published as it stands", "withdraw": "withdrawn"}

ACTIONS = {
    "answer": "answered",
    "clarify": "asked back",
    "handoff": "passed to the Helpdesk",
    "decline": "refused",
    "chat": "small talk",
}
"""What is done with a question, in words."""


def create_replay(parts: ConsoleDependencies) -> Blueprint:
    """Return the page of a replay."""
    pages = Blueprint("replay", __name__, url_prefix="/faq/<entry_key>/replay")

    @pages.get("")
    def show(entry_key: str) -> Response:
        change = read_query("change")["change"] or "publish"
        if change not in CHANGES:
            raise InvalidInput("An entry can be published or withdrawn: please choose one.")
        with parts.database.session() as store:
            file = read_entry(store, entry_key)
            titles = {one.entry.key: (one.published or one.latest).title for one in all_entries(store)}
        found, trouble = _run(parts, entry_key, change)
        page = render_template(
            "replay.html",
            file=file,
            titles=titles,
            found=found,
            trouble=trouble,
            change=change,
            changes=CHANGES,
            actions=ACTIONS,
        )
        return make_response(page)

    return pages


def _run(parts: ConsoleDependencies, key: str, change: str) -> tuple[Mapping[str, Any], str]:
    try:
        return parts.learning.replay(key, change), ""
    except (Conflict, Unavailable) as error:
        return {}, str(error)
