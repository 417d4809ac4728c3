"""Webhooks: which addresses are told of what, and how that went; for admins."""

import json

from flask import Blueprint, Response, flash, make_response, render_template

from connectors.console.access import me
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form, read_query
from connectors.console.numbers import ID
from connectors.desk.fields import InvalidField
from connectors.services.webhooks import managing
from connectors.services.webhooks.events import EVENTS
from knowledge.errors import Conflict, InvalidInput

MOST_DELIVERIES = 50
STATES = {
    "waiting": "waiting",
    "sending": "on its way",
    "delivered": "delivered",
    "given_up": "given up",
}
"""What the state of a delivery is called."""


def create_webhooks(parts: ConsoleDependencies) -> Blueprint:
    """Return the pages about webhooks."""
    pages = Blueprint("webhooks", __name__, url_prefix="/webhooks")
    hooks = Webhooks(parts)
    pages.get("")(hooks.show)
    pages.post("")(hooks.add)
    pages.get(f"/<{ID}:webhook_id>")(hooks.log)
    pages.post(f"/<{ID}:webhook_id>/test")(hooks.send_test)
    pages.post(f"/<{ID}:webhook_id>/switch")(hooks.switch)
    pages.post(f"/<{ID}:webhook_id>/remove")(hooks.remove)
    return pages


class Webhooks:
    """Shows and changes webhooks.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def show(self) -> Response:
        """Show all of them."""
        read_query()
        return self._page()

    def add(self) -> Response:
        """Add an address, and show the secret that its deliveries are signed with, this once."""
        form = read_form("address", *EVENTS)
        try:
            with self._parts.database.session() as store:
                _, secret = managing.add_webhook(
                    store,
                    self._parts.clock(),
                    address=form["address"],
                    events=[event for event in EVENTS if form[event]],
                    gate=self._parts.gate,
                    seal=self._parts.seal,
                    actor_id=me().id,
                )
        except InvalidField as error:
            return self._page(form, {error.field: str(error)}, status=422)
        except Conflict as error:
            return self._page(form, {"address": str(error)}, status=409)
        return self._page(secret=secret)

    def log(self, webhook_id: int) -> Response:
        """Show how the latest deliveries of one went."""
        read_query()
        with self._parts.database.session() as store:
            page = render_template(
                "webhook.html",
                hook=managing.find_webhook(store, webhook_id),
                deliveries=managing.deliveries_of(store, webhook_id, MOST_DELIVERIES),
                about=_about,
                events=EVENTS,
                states=STATES,
                most=MOST_DELIVERIES,
            )
        return make_response(page)

    def send_test(self, webhook_id: int) -> Response:
        """Send something that says nothing but that it is a test."""
        read_form()
        with self._parts.database.session() as store:
            managing.send_test(store, self._parts.clock(), webhook_id)
        flash("A test is on its way. Reload this page in a few seconds to see what became of it.")
        return go("webhooks.log", webhook_id=webhook_id)

    def switch(self, webhook_id: int) -> Response:
        """Switch one on or off."""
        wanted = read_form("on")["on"]
        if wanted not in {"yes", "no"}:
            raise InvalidInput("A webhook is on or off: please choose yes or no.")
        with self._parts.database.session() as store:
            now, on = self._parts.clock(), wanted == "yes"
            managing.switch_webhook(store, now, webhook_id, on=on, actor_id=me().id)
        flash("It is on again." if wanted == "yes" else "It is off, and what waited for it is given up.")
        return go("webhooks.log", webhook_id=webhook_id)

    def remove(self, webhook_id: int) -> Response:
        """Remove one with its deliveries."""
        read_form()
        with self._parts.database.session() as store:
            managing.remove_webhook(store, self._parts.clock(), webhook_id, actor_id=me().id)
        flash("The webhook is removed.")
        return go("webhooks.show")

    def _page(
        self,
        form: dict[str, str] | None = None,
        errors: dict[str, str] | None = None,
        *,
        secret: str = "",
        status: int = 200,
    ) -> Response:
        with self._parts.database.session() as store:
            page = render_template(
                "webhooks.html",
                hooks=managing.all_webhooks(store),
                events=EVENTS,
                form=form or {},
                errors=errors or {},
                secret=secret,
            )
        return make_response(page, status)


def _about(body: str) -> str:
    """Return what a delivery is about: the ticket or the entry."""
    value = json.loads(body)
    return str(value.get("ticket", {}).get("reference") or value.get("entry", {}).get("key") or "")
