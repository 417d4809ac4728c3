"""Forms: each names its fields, anything else is refused, and each carries a token of its session."""

import hmac
import secrets
from http import HTTPStatus

from flask import Flask, Response, redirect, request, session, url_for

from knowledge.errors import Forbidden, InvalidInput

CSRF = "csrf"


class OutOfDate(Forbidden):
    """This page is from before you last signed in. Please go back, reload it and send it again."""


def add_csrf(app: Flask) -> None:
    """Refuse every change that doesn't come from a page of ours, of this very session."""

    @app.before_request
    def check() -> None:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return
        origin = request.headers.get("Origin")
        foreign = origin is not None and origin not in {request.host_url.rstrip("/"), "null"}
        if foreign or request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
            raise Forbidden("This form can only be sent from its own page.")
        expected = session.get(CSRF)
        if not expected or not hmac.compare_digest(expected.encode(), request.form.get(CSRF, "").encode()):
            raise OutOfDate

    app.add_template_global(csrf_token)


def csrf_token() -> str:
    """Return the token for the forms of this session."""
    if CSRF not in session:
        session[CSRF] = secrets.token_urlsafe(32)
    return str(session[CSRF])


def read_form(*names: str) -> dict[str, str]:
    """Return the named fields of the form that was sent; empty where one is missing.

    Raises:
        InvalidInput: If there are others, or one is given twice.
    """
    return _only(request.form.to_dict(flat=False), {*names, CSRF}, names, "form has no field")


def read_query(*names: str) -> dict[str, str]:
    """Return the named parameters of the address; empty where one is missing.

    Raises:
        InvalidInput: If there are others, or one is given twice.
    """
    return _only(request.args.to_dict(flat=False), set(names), names, "page has no parameter")


def go(endpoint: str, **values: object) -> Response:
    """Return a redirect to a page, after a change."""
    return redirect(url_for(endpoint, **values), HTTPStatus.SEE_OTHER)  # type: ignore[arg-type,return-value]


def is_fragment() -> bool:
    """Tell whether a part of a page was asked for by a page that is open already."""
    return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers


def _only(
    given: dict[str, list[str]], allowed: set[str], names: tuple[str, ...], words: str
) -> dict[str, str]:
    for name, values in given.items():
        if name not in allowed:
            raise InvalidInput(f"This {words} “{name[:40]}”.")
        if len(values) > 1:
            raise InvalidInput(f"“{name[:40]}” can be given once only.")
    return {name: given.get(name, [""])[0] for name in names}
