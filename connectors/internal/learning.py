"""The internal API for the console: how the index is, what the FAQ misses, what a change would do."""

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound as NoSuchAddress

from connectors.desk.fields import InvalidField
from connectors.internal.access import add_token_check
from connectors.internal.dependencies import AnswersDependencies, Learning
from knowledge.front_matter import KEY

MOST_DAYS = 366


def create_learning(parts: AnswersDependencies) -> Blueprint:
    """Return the API as a blueprint; there is nothing at its addresses where another judge decides."""
    api = Blueprint("learning", __name__, url_prefix="/internal/v1")
    add_token_check(api, parts)

    @api.get("/faq")
    def faq() -> Response:
        live = _learning(parts).faq
        return jsonify(
            {
                "version": live.served.state.version,
                "problem": live.problem,
                "waiting": live.served.waiting,
                "new": sorted(live.served.judge.new),
            }
        )

    @api.get("/gaps")
    def gaps() -> Response:
        learning = _learning(parts)
        found = learning.gaps.find(learning.clock(), _days())
        return jsonify({"groups": [gap.as_dict() for gap in found]})

    @api.get("/replay")
    def replay() -> Response:
        key, change = request.args.get("key", ""), request.args.get("change", "publish")
        if not KEY.fullmatch(key):
            raise InvalidField("key", "The key of an entry is needed.")
        if change not in {"publish", "withdraw"}:
            raise InvalidField("change", "A change is “publish” or “withdraw”.")
        return jsonify(_learning(parts).replays.run(key, withdraw=change == "withdraw").as_dict())

    return api


def _learning(parts: AnswersDependencies) -> Learning:
    if parts.learning is None:
        raise NoSuchAddress
    return parts.learning


def _days() -> int:
    text = request.args.get("days", "90")
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:5]) <= MOST_DAYS):
        raise InvalidField("days", f"The number of days is between 1 and {MOST_DAYS}.")
    return int(text)
