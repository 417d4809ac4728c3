"""/api/v1/entries: the FAQ with its drafts, and publishing them."""

from http import HTTPStatus
from zoneinfo import ZoneInfo

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from connectors.desk.actors import Actor
from connectors.services.staff import faq_editing as editing
from connectors.services.staff import new_entries
from connectors.web.bodies import read_body
from connectors.web.dependencies import WebDependencies
from connectors.web.problems import InvalidFields
from connectors.web.staff_api import schemas
from connectors.web.staff_api.access import Door, read_limit, read_query, reply, seen_version
from connectors.web.staff_api.presenting import entry_file_view, entry_view

LONDON = ZoneInfo("Europe/London")
USUAL, MOST = 100, 200
STATUSES = ("published", "withdrawn")
FILTERS = (
    ("status", "Only those that are published or withdrawn"),
    ("category", "Only those of this category"),
    ("after", "“next” of the page before"),
    ("limit", f"How many at most, 1 to {MOST}; {USUAL} where nothing is said"),
)


def create_entries(parts: WebDependencies) -> Blueprint:
    """Return the addresses of FAQ entries."""
    api = Blueprint("api_entries", __name__, url_prefix="/api/v1/entries")
    door = Door(parts)

    @api.get("")
    @door.needs("entries:read")
    def list_entries(session: Session, _actor: Actor) -> Response:
        return reply(_page(editing.all_entries(session), read_query(*(name for name, _ in FILTERS))))

    @api.post("")
    @door.needs("entries:write")
    def create_entry(session: Session, actor: Actor) -> Response:
        body, now, author = read_body(schemas.NewDraft), parts.clock(), actor.person_id
        form = body.model_dump(exclude={"remark"})
        made = new_entries.create_entry(session, now, form, actor_id=author, remark=body.remark)
        return _file(session, made.key, HTTPStatus.CREATED)

    @api.get("/<entry_key>")
    @door.needs("entries:read")
    def get_entry(session: Session, _actor: Actor, entry_key: str) -> Response:
        read_query()
        return _file(session, entry_key)

    @api.put("/<entry_key>/draft")
    @door.needs("entries:write")
    def save_draft(session: Session, actor: Actor, entry_key: str) -> Response:
        seen, body = seen_version(), read_body(schemas.NewDraft)
        form = body.model_dump(exclude={"remark"})
        # What isn't there comes before what is wrong with the words for it.
        editing.read_entry(session, entry_key)
        now, author = parts.clock(), actor.person_id
        editing.save_draft(session, now, entry_key, form, seen=seen, remark=body.remark, actor_id=author)
        return _file(session, entry_key)

    @api.post("/<entry_key>/publish")
    @door.needs("entries:write")
    def publish_entry(session: Session, actor: Actor, entry_key: str) -> Response:
        seen, _ = seen_version(), read_body(schemas.NoFields)
        editing.publish(session, parts.clock(), entry_key, seen=seen, actor_id=actor.person_id)
        return _file(session, entry_key)

    @api.post("/<entry_key>/review")
    @door.needs("entries:write")
    def review_entry(session: Session, actor: Actor, entry_key: str) -> Response:
        seen, _ = seen_version(), read_body(schemas.NoFields)
        now, author = parts.clock(), actor.person_id
        today = now.astimezone(LONDON).date()
        editing.mark_reviewed(session, now, entry_key, seen=seen, today=today, actor_id=author)
        return _file(session, entry_key)

    @api.post("/<entry_key>/withdraw", defaults={"withdrawn": True}, endpoint="withdraw_entry")
    @api.post("/<entry_key>/restore", defaults={"withdrawn": False}, endpoint="restore_entry")
    @door.needs("entries:write")
    def set_withdrawn(session: Session, actor: Actor, entry_key: str, withdrawn: bool) -> Response:
        seen, _ = seen_version(), read_body(schemas.NoFields)
        now, author = parts.clock(), actor.person_id
        editing.set_withdrawn(session, now, entry_key, seen=seen, withdrawn=withdrawn, actor_id=author)
        return _file(session, entry_key)

    return api


def _file(session: Session, key: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    session.flush()
    session.expire_all()
    file = editing.read_entry(session, key)
    return reply(entry_file_view(file), status, version=file.latest.number)


def _page(files: list[editing.EntryFile], given: dict[str, str]) -> schemas.EntriesView:
    if given["status"] not in {"", *STATUSES}:
        raise InvalidFields({"status": f"“status” must be {' or '.join(STATUSES)}."})
    limit = read_limit(given["limit"], usual=USUAL, most=MOST)
    views = [entry_view(file) for file in files]
    if given["after"]:
        keys = [view.key for view in views]
        if given["after"] not in keys:
            raise InvalidFields({"after": "There is no such page. Please begin at the first one."})
        views = views[keys.index(given["after"]) + 1 :]
    views = [
        view
        for view in views
        if given["status"] in {"", view.status} and given["category"] in {"", view.category}
    ]
    more = len(views) > limit
    return schemas.EntriesView(entries=views[:limit], next=views[limit - 1].key if more else "")
