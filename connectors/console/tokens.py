"""A member of staff's tokens for their own programs: made, shown once, and revoked."""

from flask import Blueprint, Response, flash, make_response, render_template

from connectors.console.access import me
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form
from connectors.console.numbers import ID, read_number
from connectors.console.own_password import check_own_password
from connectors.desk.fields import InvalidField
from connectors.services.staff import api_tokens
from connectors.services.staff.roles import is_at_least
from knowledge.errors import Conflict


def create_tokens(parts: ConsoleDependencies) -> Blueprint:
    """Return the page of one's own tokens."""
    pages = Blueprint("tokens", __name__, url_prefix="/account/tokens")
    own = OwnTokens(parts)
    pages.get("")(own.show)
    pages.post("")(own.make)
    pages.post(f"/<{ID}:token_id>/revoke")(own.revoke)
    return pages


class OwnTokens:
    """Shows and changes one's own tokens.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def show(self) -> Response:
        """Show the page."""
        return self._page()

    def make(self) -> Response:
        """Make a token and show it, this once."""
        form = read_form("name", "days", "password", *api_tokens.SCOPES)
        try:
            check_own_password(self._parts, form["password"], "password")
            with self._parts.database.session() as store:
                token = api_tokens.make_token(
                    store,
                    self._parts.clock(),
                    me().id,
                    name=form["name"],
                    scopes=[scope for scope in api_tokens.SCOPES if form[scope]],
                    days=read_number(form["days"]),
                )
        except InvalidField as error:
            return self._page(form, {error.field: str(error)}, status=422)
        except Conflict as error:
            return self._page(form, {"name": str(error)}, status=409)
        return self._page(token=token)

    def revoke(self, token_id: int) -> Response:
        """Let a token open nothing from now on."""
        read_form()
        with self._parts.database.session() as store:
            api_tokens.revoke_token(store, self._parts.clock(), me().id, token_id)
        flash("The token is revoked: it opens nothing any more.")
        return go("tokens.show")

    def _page(
        self,
        form: dict[str, str] | None = None,
        errors: dict[str, str] | None = None,
        *,
        token: str = "",
        status: int = 200,
    ) -> Response:
        scopes = [
            (scope, api_tokens.WHAT_THEY_DO[scope])
            for scope, role in api_tokens.SCOPES.items()
            if is_at_least(me().role, role)
        ]
        with self._parts.database.session() as store:
            page = render_template(
                "tokens.html",
                tokens=api_tokens.tokens_of(store, me().id),
                scopes=scopes,
                days=api_tokens.DAYS,
                form=form or {},
                errors=errors or {},
                token=token,
                now=self._parts.clock(),
            )
        return make_response(page, status)
