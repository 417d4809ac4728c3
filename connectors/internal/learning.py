"""The internal API for the console: how the index is, what the FAQ misses, what a change would do."""

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import NotFound as NoSuchAddress

from connectors.internal.access import add_token_check
from connectors.internal.dependencies import AnswersDependencies
from connectors.services.live_faq import LiveFaq


def create_learning(parts: AnswersDependencies) -> Blueprint:
    """Return the API as a blueprint; it is empty where another judge decides."""
    api = Blueprint("learning", __name__, url_prefix="/internal/v1")
    add_token_check(api, parts)

    @api.get("/faq")
    def faq() -> Response:
        live = _live(parts)
        return jsonify(
            {
                "version": live.served.state.version,
                "problem": live.problem,
                "waiting": live.served.waiting,
                "new": sorted(live.served.judge.new),
            }
        )

    return api


def _live(parts: AnswersDependencies) -> LiveFaq:
    if parts.faq is None:
        raise NoSuchAddress
    return parts.faq
