"""The internal API under /internal/v1: decide, take tickets and ratings, tell the opening hours.

Every call may be repeated: deciding writes nothing, and the same ticket or rating twice is one.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import structlog
from flask import Blueprint, Response, jsonify

from connectors.dialogue.reply import Reply
from connectors.internal.access import add_token_check
from connectors.internal.bodies import read_body
from connectors.internal.dependencies import AnswersDependencies
from connectors.internal.schemas import PrepareBody, RatingBody, RespondBody, TicketBody

log = structlog.get_logger()


def create_api(parts: AnswersDependencies) -> Blueprint:
    """Return the API as a blueprint."""
    api = Blueprint("internal", __name__, url_prefix="/internal/v1")
    add_token_check(api, parts)

    @api.post("/prepare")
    def prepare() -> tuple[str, HTTPStatus]:
        parts.answering.prepare(read_body(PrepareBody).text)
        return "", HTTPStatus.NO_CONTENT

    @api.post("/respond")
    def respond() -> Response:
        body = read_body(RespondBody)
        with parts.database.session() as session:
            decision, replies = parts.answering.respond(
                session, body.text, body.nlu_intents(), body.said_before()
            )
        log.info(
            "message_decided",
            conversation=body.conversation,
            action=decision.action,
            reason=decision.reason,
            keys=decision.keys,
            confidence=decision.confidence,
        )
        return jsonify({"decision": decision.as_dict(), "replies": _as_dicts(replies)})

    @api.post("/tickets")
    def create_ticket() -> tuple[Response, HTTPStatus]:
        body = read_body(TicketBody)
        with parts.database.session() as session:
            reference, replies = parts.desk.hand_over(session, body.form())
        log.info("ticket_handed_over", conversation=body.conversation, ticket=reference)
        return jsonify({"reference": reference, "replies": _as_dicts(replies)}), HTTPStatus.CREATED

    @api.post("/ratings")
    def rate() -> Response:
        body = read_body(RatingBody)
        with parts.database.session() as session:
            replies = parts.desk.rate(session, body.conversation, helpful=body.helpful)
        log.info("answer_rated", conversation=body.conversation, helpful=body.helpful)
        return jsonify({"replies": _as_dicts(replies)})

    @api.get("/hours")
    def hours() -> Response:
        is_open, replies = parts.desk.opening_hours()
        return jsonify({"open": is_open, "replies": _as_dicts(replies)})

    return api


def _as_dicts(replies: Sequence[Reply]) -> list[dict[str, Any]]:
    return [reply.as_dict() for reply in replies]
