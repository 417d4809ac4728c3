"""A member of staff's own page: their password and their authenticator app."""

from flask import Blueprint, Response, flash, make_response, render_template, session

from connectors.console.access import TOKEN, me
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form
from connectors.console.own_password import check_own_password
from connectors.desk.fields import InvalidField
from connectors.services.staff.accounts import get_account, set_password
from connectors.services.staff.audit import note
from connectors.services.staff.second_factor import address_of, confirm, new_secret
from connectors.services.staff.sessions import StaffSessions

PENDING = "totp"
"""Where the cookie holds a secret that is not confirmed yet; it is signed, and of this browser only."""


def create_account_pages(parts: ConsoleDependencies, sessions: StaffSessions) -> Blueprint:
    """Return the page of one's own account."""
    pages = Blueprint("account", __name__, url_prefix="/account")
    own = OwnAccount(parts, sessions)
    pages.get("")(own.show)
    pages.post("/password")(own.change_password)
    pages.post("/code")(own.begin_code)
    pages.post("/code/confirm")(own.confirm_code)
    pages.post("/code/stop")(own.stop_code)
    return pages


class OwnAccount:
    """Shows and changes one's own account; every change asks for the password again.

    Args:
        parts: What the console uses.
        sessions: Who is signed in.
    """

    def __init__(self, parts: ConsoleDependencies, sessions: StaffSessions) -> None:
        self._parts = parts
        self._sessions = sessions

    def show(self) -> Response:
        """Show the page."""
        return self._page({})

    def change_password(self) -> Response:
        """Set another password; every other session ends, and this one goes on under a new token."""
        form = read_form("current", "password", "again")
        if form["password"] != form["again"]:
            return self._page({"again": "The two passwords differ."})
        now = self._parts.clock()
        try:
            check_own_password(self._parts, form["current"], "current")
            with self._parts.database.session() as store:
                account = get_account(store, me().id)
                set_password(
                    store, now, account, form["password"], passwords=self._parts.passwords, actor_id=me().id
                )
                token = self._sessions.begin(store, me().id)
        except InvalidField as error:
            return self._page({error.field: str(error)})
        session.clear()
        session[TOKEN] = token
        flash("Your password is changed. Every other browser was signed out.")
        return go("account.show")

    def begin_code(self) -> Response:
        """Show a new secret for an authenticator app."""
        form = read_form("code_password")
        try:
            check_own_password(self._parts, form["code_password"], "code_password")
        except InvalidField as error:
            return self._page({error.field: str(error)})
        session[PENDING] = new_secret()
        return go("account.show", _anchor="code")

    def confirm_code(self) -> Response:
        """Ask for codes from now on, once a first one was right."""
        form, now = read_form("code"), self._parts.clock()
        secret = session.get(PENDING)
        if not secret:
            return go("account.show")
        try:
            step = confirm(secret, form["code"], now)
        except InvalidField as error:
            return self._page({error.field: str(error)})
        with self._parts.database.session() as store:
            account = get_account(store, me().id)
            account.totp_secret, account.totp_used = self._parts.seal.close(secret), step
            note(store, now, "code_begun", actor_id=me().id, person=me().id)
        session.pop(PENDING)
        flash("From now on, signing in asks for a code of your app as well.")
        return go("account.show")

    def stop_code(self) -> Response:
        """Ask for no codes any more."""
        form = read_form("code_password")
        try:
            check_own_password(self._parts, form["code_password"], "code_password")
        except InvalidField as error:
            return self._page({error.field: str(error)})
        with self._parts.database.session() as store:
            get_account(store, me().id).totp_secret = None
            note(store, self._parts.clock(), "code_ended", actor_id=me().id, person=me().id)
        flash("Signing in asks for no code any more.")
        return go("account.show")

    def _page(self, errors: dict[str, str]) -> Response:
        with self._parts.database.session() as store:
            account = get_account(store, me().id)
            pending = session.get(PENDING)
            page = render_template(
                "account.html",
                account=account,
                errors=errors,
                pending=pending,
                address=address_of(pending, me().email) if pending else None,
            )
        return make_response(page, 422 if errors else 200)
