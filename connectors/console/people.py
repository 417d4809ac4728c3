"""People and roles, and the audit log: for admins."""

from flask import Blueprint, Response, flash, make_response, render_template, url_for

from connectors.console.access import me
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form, read_query
from connectors.console.numbers import ID, read_number
from connectors.desk.fields import InvalidField
from connectors.services.staff import audit
from connectors.services.staff.accounts import (
    all_accounts,
    change_role,
    create_account,
    get_account,
    set_active,
)
from connectors.services.staff.one_time_links import make_link
from connectors.services.staff.roles import ROLES, WHAT_THEY_DO, check_role
from knowledge.errors import InvalidInput

LOG_PAGE = 50


def create_people(parts: ConsoleDependencies) -> Blueprint:
    """Return the pages about people."""
    pages = Blueprint("people", __name__)
    people = People(parts)
    pages.get("/people")(people.show)
    pages.post("/people")(people.add)
    pages.post(f"/people/<{ID}:person_id>/role")(people.change_role)
    pages.post(f"/people/<{ID}:person_id>/active")(people.set_active)
    pages.post(f"/people/<{ID}:person_id>/link")(people.make_link)
    pages.post(f"/people/<{ID}:person_id>/code")(people.reset_code)
    pages.get("/log")(people.log)
    return pages


class People:
    """Shows and changes who works here.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def show(self) -> Response:
        """Show everybody."""
        return self._page()

    def add(self) -> Response:
        """Add somebody, and show the link with which they choose a password."""
        form, now = read_form("name", "email", "role"), self._parts.clock()
        try:
            with self._parts.database.session() as store:
                account = create_account(
                    store,
                    now,
                    name=form["name"],
                    email=form["email"],
                    role=check_role(form["role"]),
                    actor_id=me().id,
                )
                token = make_link(store, now, account.person_id, actor_id=me().id)
                name = account.person.name
        except InvalidField as error:
            return self._page(form, {error.field: str(error)})
        return self._page(link=_address(token), link_for=name)

    def change_role(self, person_id: int) -> Response:
        """Give somebody another role."""
        role = check_role(read_form("role")["role"])
        with self._parts.database.session() as store:
            account = get_account(store, person_id)
            change_role(store, self._parts.clock(), account, role, actor_id=me().id)
            flash(f"{account.person.name} is {'an' if role[0] in 'ae' else 'a'} {role} now.")
        return go("people.show")

    def set_active(self, person_id: int) -> Response:
        """Close an account or open it again."""
        wanted = read_form("active")["active"]
        if wanted not in {"yes", "no"}:
            raise InvalidInput("An account is open or closed: please choose yes or no.")
        with self._parts.database.session() as store:
            account = get_account(store, person_id)
            set_active(store, self._parts.clock(), account, active=wanted == "yes", actor_id=me().id)
            words = "can sign in again" if wanted == "yes" else "can't sign in any more"
            flash(f"{account.person.name} {words}.")
        return go("people.show")

    def make_link(self, person_id: int) -> Response:
        """Show a one-time link with which somebody chooses a new password."""
        read_form()
        with self._parts.database.session() as store:
            account = get_account(store, person_id)
            if not account.active:
                raise InvalidInput("This account is closed. Please open it first.")
            token = make_link(store, self._parts.clock(), person_id, actor_id=me().id)
            name = account.person.name
        return self._page(link=_address(token), link_for=name)

    def reset_code(self, person_id: int) -> Response:
        """Take somebody's authenticator app off, where their phone is lost."""
        read_form()
        with self._parts.database.session() as store:
            account = get_account(store, person_id)
            account.totp_secret = None
            audit.note(store, self._parts.clock(), "code_ended", actor_id=me().id, person=person_id)
            flash(f"Signing in asks {account.person.name} for no code any more.")
        return go("people.show")

    def log(self) -> Response:
        """Show the audit log."""
        before = read_query("before")["before"]
        with self._parts.database.session() as store:
            events = audit.latest(store, before=read_number(before) if before else None, most=LOG_PAGE + 1)
            names = {account.person_id: account.person.name for account in all_accounts(store)}
            page = render_template(
                "log.html", events=events[:LOG_PAGE], names=names, more=len(events) > LOG_PAGE
            )
        return make_response(page)

    def _page(
        self,
        form: dict[str, str] | None = None,
        errors: dict[str, str] | None = None,
        link: str | None = None,
        link_for: str = "",
    ) -> Response:
        with self._parts.database.session() as store:
            page = render_template(
                "people.html",
                accounts=all_accounts(store),
                roles=ROLES,
                duties=WHAT_THEY_DO,
                form=form or {},
                errors=errors or {},
                link=link,
                link_for=link_for,
            )
        return make_response(page, 422 if errors else 200)


def _address(token: str) -> str:
    return url_for("sign_in.welcome", token=token, _external=True)
