"""Who may call the internal API: whoever knows the shared token."""

import hmac

from flask import Blueprint, request

from connectors.internal.dependencies import AnswersDependencies
from connectors.internal.problems import Unauthorised

TOKEN_HEADER = "X-Helpdesk-Token"  # noqa: S105 - the name of a header


def add_token_check(api: Blueprint, parts: AnswersDependencies) -> None:
    """Refuse every call to a blueprint that doesn't carry the token."""

    @api.before_request
    def check_token() -> None:
        given = request.headers.get(TOKEN_HEADER, "")
        # In constant time: a wrong token must not tell how much of it was right.
        if not hmac.compare_digest(given.encode(), parts.token.encode()):
            raise Unauthorised
