"""The phrasings of an entry: added, taken and removed by editors."""

from flask import Blueprint, Response, flash

from connectors.console.access import me
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form
from connectors.console.numbers import ID
from connectors.services.staff import phrasings
from knowledge.errors import InvalidInput


def create_phrasings(parts: ConsoleDependencies) -> Blueprint:
    """Return what changes the phrasings of an entry."""
    pages = Blueprint("phrasings", __name__, url_prefix="/faq/<entry_key>/phrasings")

    @pages.post("")
    def add(entry_key: str) -> Response:
        text = read_form("text")["text"]
        with parts.database.session() as store:
            phrasings.add_phrasing(store, parts.clock(), entry_key, text, actor_id=me().id)
        flash("The phrasing is added; the assistant listens to it within seconds.")
        return go("faq.entry", entry_key=entry_key, _anchor="phrasings")

    @pages.post(f"/<{ID}:phrasing_id>")
    def decide(entry_key: str, phrasing_id: int) -> Response:
        wanted = read_form("do")["do"]
        if wanted not in {"use", "remove"}:
            raise InvalidInput("A phrasing can be used or removed: please choose one.")
        use = wanted == "use"
        with parts.database.session() as store:
            phrasings.decide(store, parts.clock(), entry_key, phrasing_id, use=use, actor_id=me().id)
        flash("The phrasing is used from now on." if use else "The phrasing is removed.")
        return go("faq.entry", entry_key=entry_key, _anchor="phrasings")

    return pages
