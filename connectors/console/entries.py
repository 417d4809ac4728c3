"""New entries of the FAQ, and who looks after one."""

from flask import Blueprint, Response, flash, make_response, render_template

from connectors.console.access import me
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form, read_query
from connectors.console.gaps import read_gap
from connectors.console.numbers import read_number
from connectors.desk.fields import InvalidField
from connectors.services.staff.faq_editing import FIELDS
from connectors.services.staff.learning import title_of
from connectors.services.staff.new_entries import create_entry, set_owner
from connectors.services.staff.settling import settle
from knowledge.front_matter import AUDIENCES


def create_entries(parts: ConsoleDependencies) -> Blueprint:
    """Return the pages that begin an entry and give it to somebody."""
    pages = Blueprint("entries", __name__, url_prefix="/faq")

    @pages.get("/new")
    def new() -> Response:
        ids = read_query("ids")["ids"]
        form = dict.fromkeys((*FIELDS, "ids"), "")
        if ids:
            with parts.database.session() as store:
                form |= {"title": title_of(read_gap(store, ids)[0].text), "ids": ids}
        return _form(form, {})

    @pages.post("/new")
    def create() -> Response:
        form = read_form(*FIELDS, "ids")
        try:
            with parts.database.session() as store:
                now, actor = parts.clock(), me().id
                key = create_entry(store, now, form, actor_id=actor).key
                if form["ids"]:
                    texts = [question.text for question in read_gap(store, form["ids"])]
                    settle(store, now, texts, "drafted", actor_id=actor, key=key)
        except InvalidField as error:
            return make_response(_form(form, {error.field: str(error)}), 422)
        flash("The draft is kept. Visitors get it once it is published.")
        return go("faq.entry", entry_key=key)

    @pages.post("/<entry_key>/owner")
    def give(entry_key: str) -> Response:
        owner = read_form("owner")["owner"]
        person_id = read_number(owner) if owner else None
        with parts.database.session() as store:
            set_owner(store, parts.clock(), entry_key, person_id, actor_id=me().id)
        flash("It is noted who looks after this entry." if owner else "Nobody looks after this entry now.")
        return go("faq.entry", entry_key=entry_key)

    return pages


def _form(form: dict[str, str], errors: dict[str, str]) -> Response:
    page = render_template("new_entry.html", form=form, errors=errors, audiences=AUDIENCES)
    return make_response(page)
