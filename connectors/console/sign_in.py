"""Signing in and out, and the page that a one-time link opens."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from sqlalchemy.orm import Session

from connectors.console.access import TOKEN, me, safe_next
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form, read_query
from connectors.desk.fields import InvalidField
from connectors.services.staff.accounts import has_admin
from connectors.services.staff.one_time_links import look_at, use_link
from connectors.services.staff.sessions import StaffSessions
from connectors.services.staff.sign_in import WrongCredentials, check_credentials
from connectors.services.staff.throttle import TooManyTries, begin_try

LONGEST_ADDRESS = 320


def create_sign_in(parts: ConsoleDependencies, sessions: StaffSessions) -> Blueprint:
    """Return the pages for whoever isn't signed in yet."""
    pages = Blueprint("sign_in", __name__)
    door = Door(parts, sessions)
    pages.get("/sign-in")(door.show)
    pages.post("/sign-in")(door.sign_in)
    pages.post("/sign-out")(door.sign_out)
    pages.get("/welcome/<token>")(door.welcome)
    pages.post("/welcome/<token>")(door.set_password)
    return pages


class Door:
    """Lets staff in and out.

    Args:
        parts: What the console uses.
        sessions: Who is signed in.
    """

    def __init__(self, parts: ConsoleDependencies, sessions: StaffSessions) -> None:
        self._parts = parts
        self._sessions = sessions

    def show(self) -> Response:
        """Show the form."""
        return self._form(read_query("next")["next"])

    def sign_in(self) -> Response:
        """Sign in, under a new session."""
        form = read_form("email", "password", "code", "next")
        email, address = form["email"].strip()[:LONGEST_ADDRESS], request.remote_addr or ""
        now = self._parts.clock()
        try:
            with self._parts.database.session() as store:
                begin_try(store, now, email, address)
            with self._parts.database.session() as store:
                account = check_credentials(
                    store,
                    now,
                    email=email,
                    password=form["password"],
                    code=form["code"],
                    address=address,
                    passwords=self._parts.passwords,
                    seal=self._parts.seal,
                )
                token = self._begin(store, account.person_id)
        except WrongCredentials as error:
            return self._form(form["next"], str(error), 422, email)
        except TooManyTries as error:
            response = self._form(form["next"], str(error), 429, email)
            response.headers["Retry-After"] = str(error.seconds)
            return response
        session[TOKEN] = token
        back = safe_next(form["next"])
        return redirect(request.script_root + back, 303) if back else go("queue.show")  # type: ignore[return-value]

    def sign_out(self) -> Response:
        """End the session on our side and in the browser."""
        read_form()
        with self._parts.database.session() as store:
            self._sessions.end(store, me().token)
        session.clear()
        return go("sign_in.show")

    def welcome(self, token: str) -> Response:
        """Show the form that a one-time link opens; opening it changes nothing."""
        return self._welcome(token, {}, {})

    def set_password(self, token: str) -> Response:
        """Set the password that a one-time link is for, and sign in."""
        form = read_form("name", "email", "password", "again")
        if form["password"] != form["again"]:
            return self._welcome(token, form, {"again": "The two passwords differ."})
        try:
            with self._parts.database.session() as store:
                account = use_link(
                    store,
                    self._parts.clock(),
                    token,
                    name=form["name"],
                    email=form["email"],
                    password=form["password"],
                    passwords=self._parts.passwords,
                )
                signed_in = self._begin(store, account.person_id)
        except InvalidField as error:
            return self._welcome(token, form, {error.field: str(error)})
        session[TOKEN] = signed_in
        return go("queue.show")

    def _begin(self, store: Session, person_id: int) -> str:
        """Begin a session under a new token; whatever the browser brought along ends here."""
        self._sessions.end(store, session.get(TOKEN, ""))
        session.clear()
        return self._sessions.begin(store, person_id)

    def _form(self, back: str, wrong: str = "", status: int = 200, email: str = "") -> Response:
        with self._parts.database.session() as store:
            nobody_yet = not has_admin(store)
        page = render_template(
            "sign_in.html", back=safe_next(back) or "", wrong=wrong, email=email, nobody_yet=nobody_yet
        )
        return make_response(page, status)

    def _welcome(self, token: str, form: dict[str, str], errors: dict[str, str]) -> Response:
        with self._parts.database.session() as store:
            account = look_at(store, self._parts.clock(), token)
            person = account.person if account else None
            page = render_template(
                "welcome.html",
                person=person,
                form=form,
                errors=errors,
                # Whoever has had a password may have tokens.
                again=account is not None and account.password_changed_at is not None,
                action=url_for("sign_in.set_password", token=token),
            )
        return make_response(page, 422 if errors else 200)
