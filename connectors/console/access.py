"""Who may open what: one table for every address of the console, and one place that looks at it.

An address that isn't in the table opens to nobody.
"""

from typing import Literal

from flask import Flask, Response, g, redirect, request, session, url_for

from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import is_fragment
from connectors.services.staff.roles import Role, is_at_least
from connectors.services.staff.sessions import SignedIn, StaffSessions
from knowledge.errors import Forbidden, HelpdeskError

TRY_AGAIN: Role = "editor"
"""Who may have a letter tried again; the button is shown to nobody else."""

ACCESS: dict[str, Role | Literal["anyone"]] = {
    "static": "anyone",
    "sign_in.show": "anyone",
    "sign_in.sign_in": "anyone",
    "sign_in.welcome": "anyone",
    "sign_in.set_password": "anyone",
    "sign_in.sign_out": "agent",
    "account.show": "agent",
    "account.change_password": "agent",
    "account.begin_code": "agent",
    "account.confirm_code": "agent",
    "account.stop_code": "agent",
    "tokens.show": "agent",
    "tokens.make": "agent",
    "tokens.revoke": "agent",
    "queue.show": "agent",
    "queue.rows": "agent",
    "queue.take_next": "agent",
    "queue.keep_view": "agent",
    "queue.drop_view": "agent",
    "ticket.show": "agent",
    "ticket.here": "agent",
    "ticket.act": "agent",
    "ticket.reply": "agent",
    "splitting.show": "agent",
    "splitting.split": "agent",
    "mail.show": "agent",
    "mail.open": "agent",
    "mail.put_back": "agent",
    "mail.approve": "agent",
    "mail.edit": "agent",
    "mail.reject": "agent",
    "mail.try_again": TRY_AGAIN,
    "mail_files.html": "agent",
    "mail_files.raw": "agent",
    "mail_files.attachment": "agent",
    "canned.show": "agent",
    "canned.edit": "editor",
    "canned.save": "editor",
    "canned.delete": "editor",
    "faq.show": "agent",
    "faq.entry": "agent",
    "faq.save": "editor",
    "faq.publish": "editor",
    "faq.review": "editor",
    "faq.withdraw": "editor",
    "entries.new": "editor",
    "entries.create": "editor",
    "entries.give": "editor",
    "phrasings.add": "editor",
    "phrasings.decide": "editor",
    "replay.show": "editor",
    "learning.phrasing": "agent",
    "learning.draft": "agent",
    "gaps.show": "agent",
    "gaps.phrasing": "agent",
    "gaps.dismiss": "editor",
    "gaps.take_back": "editor",
    "opening.show": "agent",
    "opening.add": "admin",
    "opening.remove": "admin",
    "health.show": "agent",
    "reports.show": "agent",
    "reports.weeks": "agent",
    "reports.topics": "agent",
    "people.show": "admin",
    "people.add": "admin",
    "people.change_role": "admin",
    "people.set_active": "admin",
    "people.make_link": "admin",
    "people.reset_code": "admin",
    "people.log": "admin",
    "webhooks.show": "admin",
    "webhooks.add": "admin",
    "webhooks.log": "admin",
    "webhooks.send_test": "admin",
    "webhooks.switch": "admin",
    "webhooks.remove": "admin",
}
"""The least role for each endpoint."""

TOKEN = "staff"  # noqa: S105 - the name of a field, not a token
"""Where the cookie holds the token of the session."""


class SignInFirst(HelpdeskError):
    """Please sign in first."""


def add_access(app: Flask, parts: ConsoleDependencies) -> StaffSessions:
    """Check every request before its view runs; return the sessions that it looks at."""
    sessions = StaffSessions(parts.clock, idle=parts.idle, longest=parts.longest)

    @app.before_request
    def check() -> Response | None:
        g.me = None
        if request.endpoint is None:
            return None
        wanted = ACCESS.get(request.endpoint)
        if wanted == "anyone":
            return None
        with parts.database.session() as store:
            # A page that looks for news by itself keeps nobody signed in.
            g.me = sessions.find(store, session.get(TOKEN, ""), in_use=not is_fragment())
        if g.me is None:
            return _to_sign_in()
        if wanted is None or not is_at_least(g.me.role, wanted):
            raise Forbidden("Your role doesn't include this page. An admin can change that.")
        return None

    return sessions


def me() -> SignedIn:
    """Return who is signed in; only for views that need somebody."""
    found = g.me
    if not isinstance(found, SignedIn):
        raise SignInFirst
    return found


def may_open(endpoint: str) -> bool:
    """Tell whether whoever is signed in may open a page."""
    wanted = ACCESS.get(endpoint)
    if wanted is None or wanted == "anyone":
        return wanted is not None
    return g.me is not None and is_at_least(g.me.role, wanted)


def safe_next(path: str) -> str | None:
    """Return where to go after signing in, if it is a page of ours, else None."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    plain = path.isascii() and path.isprintable() and "\\" not in path and len(path) <= 300
    return path if ours and plain else None


def _to_sign_in() -> Response:
    if request.method not in {"GET", "HEAD"} or is_fragment():
        raise SignInFirst("You were signed out. Please sign in again.")
    back = safe_next(request.full_path.rstrip("?"))
    return redirect(url_for("sign_in.show", next=None if back == "/" else back), 303)  # type: ignore[return-value]
