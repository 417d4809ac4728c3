"""The JSON API under /api/v1: conversations, messages, ratings and tickets of one visitor."""

from http import HTTPStatus

from flask import Blueprint, Response, current_app, request
from pydantic import BaseModel

from connectors.services.conversation_ratings import rate_answer
from connectors.services.conversation_text import check_key
from connectors.services.conversation_tickets import hand_over
from connectors.services.conversations import ConversationService
from connectors.web.bodies import read_body
from connectors.web.dependencies import WebDependencies
from connectors.web.exchange import Exchange
from connectors.web.openapi import openapi_document
from connectors.web.presenting import present
from connectors.web.problems import InvalidFields, Unauthorised
from connectors.web.schemas import (
    Empty,
    ExchangeView,
    MessagesView,
    NewMessage,
    NewRating,
    NewTicket,
    StartedView,
    TicketView,
)
from connectors.web.ticket_form import check_form


def create_api(parts: WebDependencies) -> Blueprint:
    """Return the API as a blueprint."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    exchange = Exchange(parts)
    conversations = ConversationService(parts.clock)

    @api.post("/conversations")
    def start_conversation() -> Response:
        parts.limits.start(_address())
        read_body(Empty)
        conversation_id, token, messages = exchange.start()
        return _reply(StartedView(id=conversation_id, token=token, messages=messages), HTTPStatus.CREATED)

    @api.post("/conversations/<conversation_id>/messages")
    def send_message(conversation_id: str) -> Response:
        token = _token()
        parts.limits.change(_address(), token)
        key = check_key(request.headers.get("Idempotency-Key"))
        body = read_body(NewMessage)
        view: ExchangeView = exchange.send(
            conversation_id, token, text=body.text, payload=body.payload, key=key, address=_address()
        )
        return _reply(view, HTTPStatus.CREATED)

    @api.get("/conversations/<conversation_id>/messages")
    def list_messages(conversation_id: str) -> Response:
        parts.limits.read(_address())
        messages, question = exchange.since(conversation_id, _token(), _since())
        return _reply(MessagesView(messages=messages, question=question))

    @api.put("/conversations/<conversation_id>/messages/<int(max=9007199254740991):message_id>/rating")
    def rate_message(conversation_id: str, message_id: int) -> Response:
        token = _token()
        parts.limits.change(_address(), token)
        body = read_body(NewRating)
        with parts.database.session() as session:
            conversation = conversations.find(session, conversation_id, token)
            message, replies = rate_answer(
                session,
                now=parts.clock(),
                conversation_id=conversation.id,
                message_id=message_id,
                helpful=body.helpful,
            )
            view = ExchangeView(message=present(message), replies=[present(reply) for reply in replies])
        return _reply(view)

    @api.post("/conversations/<conversation_id>/tickets")
    def create_ticket(conversation_id: str) -> Response:
        token = _token()
        parts.limits.hand_over(_address(), token)
        key = check_key(request.headers.get("Idempotency-Key"))
        body = read_body(NewTicket)
        with parts.database.session() as session:
            conversation = conversations.find(session, conversation_id, token)
            form = check_form(body.name, body.email, body.organisation, body.question)
            reference, message = hand_over(
                session,
                conversation=conversation,
                form=form,
                key=key,
                clock=parts.clock,
                hours=parts.hours,
                targets=parts.targets,
            )
            view = TicketView(reference=reference, message=present(message))
        return _reply(view, HTTPStatus.CREATED)

    @api.get("/openapi.json")
    def describe() -> Response:
        return Response(current_app.json.dumps(openapi_document()), mimetype="application/json")

    return api


def _address() -> str:
    """Return where the request came from, as the trusted proxies have it."""
    return request.remote_addr or ""


def _token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorised
    return token.strip()


def _since() -> int:
    value = request.args.get("since", "0")
    if set(request.args) - {"since"}:
        raise InvalidFields({"query": "The only query parameter here is “since”."})
    if not (value.isascii() and value.isdecimal() and len(value) <= 18):
        raise InvalidFields({"since": "“since” must be the id of a message, a whole number."})
    return int(value)


def _reply(view: BaseModel, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(view.model_dump_json(), status, mimetype="application/json")
