"""Who calls, and may they? One check for every address of staff's programs."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from flask import Response, request
from pydantic import BaseModel
from sqlalchemy.orm import Session

from connectors.desk.actors import Actor
from connectors.services.staff.api_tokens import Caller, find_caller
from connectors.web.dependencies import WebDependencies
from connectors.web.problems import InvalidFields, Unauthorised, VersionNeeded
from knowledge.errors import Forbidden

LARGEST_BODY = 256 * 1024
"""Bytes of the largest request: an FAQ entry in any script."""

P = ParamSpec("P")

_ETAG = re.compile(r'"(\d{1,9})"')


class TokenNeeded(Unauthorised):
    """Please send a token of the staff console that is still good, as in: Authorization: Bearer <token>."""


class Door:
    """Lets programs in.

    Args:
        parts: What the web process uses.
    """

    def __init__(self, parts: WebDependencies) -> None:
        self._parts = parts

    def needs(
        self, scope: str
    ) -> Callable[[Callable[Concatenate[Session, Actor, P], Response]], Callable[P, Response]]:
        """Return a decorator for a view that needs a token with a scope.

        The view gets the session of the whole request and whoever acts.
        """

        def decorate(view: Callable[Concatenate[Session, Actor, P], Response]) -> Callable[P, Response]:
            @wraps(view)
            def checked(*args: P.args, **kwargs: P.kwargs) -> Response:
                request.max_content_length = LARGEST_BODY
                caller = self._caller(scope)
                with self._parts.database.session() as session:
                    return view(session, Actor(caller.person_id, caller.role), *args, **kwargs)

            return checked

        return decorate

    def _caller(self, scope: str) -> Caller:
        token = bearer_token()
        self._parts.limits.use_token(request.remote_addr or "", token)
        # By itself, so that "last used" is kept whatever becomes of the request.
        with self._parts.database.session() as session:
            caller = find_caller(session, self._parts.clock(), token)
        if caller is None:
            raise TokenNeeded
        if not caller.may(scope):
            raise Forbidden(f"This needs a token for “{scope}”, and an owner who may do that.")
        return caller


def bearer_token() -> str:
    """Return the token of the request.

    Raises:
        TokenNeeded: If there is none.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenNeeded
    return token.strip()


def seen_version() -> int:
    """Return the version that the caller has seen.

    Raises:
        VersionNeeded: If they don't say.
    """
    found = _ETAG.fullmatch(request.headers.get("If-Match", "").strip())
    if found is None:
        raise VersionNeeded
    return int(found[1])


def read_query(*names: str) -> dict[str, str]:
    """Return the named query parameters; empty where one is missing.

    Raises:
        InvalidFields: If there are others, or one is given twice.
    """
    for name, values in request.args.to_dict(flat=False).items():
        if name not in names:
            raise InvalidFields(
                {name[:40]: f"“{name[:40]}” is no parameter here; there are {', '.join(names)}."}
            )
        if len(values) > 1:
            raise InvalidFields({name: f"“{name}” can be given once only."})
    return {name: request.args.get(name, "") for name in names}


def read_limit(text: str, *, usual: int, most: int) -> int:
    """Return how many are asked for.

    Raises:
        InvalidFields: If it is no number from 1 to ``most``.
    """
    if not text:
        return usual
    if text.isascii() and text.isdecimal() and len(text) <= 6 and 1 <= int(text) <= most:
        return int(text)
    raise InvalidFields({"limit": f"“limit” must be a whole number from 1 to {most}."})


def reply(view: BaseModel, status: int = 200, *, version: int | None = None) -> Response:
    """Return a view as JSON, with the version as its ETag."""
    response = Response(view.model_dump_json(), status, mimetype="application/json")
    if version is not None:
        response.set_etag(str(version))
    return response
