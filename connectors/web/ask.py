"""The page without JavaScript: the same conversation, as plain forms.

The cookie is set with the first message, never before.
"""

import secrets
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for

from connectors.services.conversation_ratings import rate_answer
from connectors.services.conversation_text import check_key
from connectors.services.conversation_tickets import hand_over
from connectors.services.conversations import GREETING, ConversationService
from connectors.services.markdown import render_markdown
from connectors.web.dependencies import WebDependencies
from connectors.web.exchange import Exchange
from connectors.web.form_tokens import FormTokens
from connectors.web.problems import InvalidFields
from connectors.web.rates import TooFast
from connectors.web.schemas import MessageView
from connectors.web.ticket_form import check_form
from knowledge.errors import Conflict, Forbidden, InvalidInput, NotFound

LARGEST_FORM = 64 * 1024
"""Bytes of the largest form: a browser writes each character that isn't plain as up to twelve."""

OUT_OF_DATE = (
    "This page was open for too long, or in two windows. What you typed is still below: please send it again."
)


@dataclass
class Draft:
    """What a visitor filled in and must not lose when something was wrong with it."""

    text: str = ""
    message: str = ""
    ticket: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def create_ask(parts: WebDependencies) -> Blueprint:
    """Return the page at /ask and what its forms do."""
    ask = Blueprint("ask", __name__, url_prefix="/ask")
    page = AskPage(parts)

    @ask.before_request
    def allow_forms() -> None:
        request.max_content_length = LARGEST_FORM

    ask.get("")(page.show)
    ask.post("")(page.send)
    ask.post("/rating")(page.rate)
    ask.post("/ticket")(page.hand_over)
    ask.post("/end")(page.end)
    return ask


class AskPage:
    """Shows the thread and takes its forms.

    Args:
        parts: What the web process uses.
    """

    def __init__(self, parts: WebDependencies) -> None:
        self._parts = parts
        self._exchange = Exchange(parts)
        self._conversations = ConversationService(parts.clock)
        self._tokens = FormTokens(parts.secret)

    def show(self) -> Response:
        """Show the thread."""
        return self._page(Draft(text=request.args.get("question", "")[:400]))

    def send(self) -> Response:
        """Send a typed message or a pressed button."""
        form = _fields("csrf", "key", "text", "payload")
        draft = Draft(text=form["text"])
        if not self._genuine(form["csrf"]):
            return self._out_of_date(draft)
        payload = form["payload"] or None
        try:
            self._parts.limits.change(*_asker())
            text = self._title(payload) if payload else form["text"]
            self._send(text, payload, check_key(form["key"]))
        except TooFast as error:
            return self._too_fast(draft, error)
        except InvalidInput as error:
            draft.message = str(error)
            return self._page(draft, 422)
        except Conflict:
            # The page was left in the browser's history and sent again with other words.
            return self._out_of_date(draft)
        return _back()

    def rate(self) -> Response:
        """Note whether an answer helped."""
        form = _fields("csrf", "message", "helpful")
        if not self._genuine(form["csrf"]):
            return self._out_of_date(Draft())
        if form["helpful"] not in {"yes", "no"} or not form["message"].isdecimal():
            raise InvalidInput("Please rate an answer with Yes or No.")
        try:
            self._parts.limits.change(*_asker())
        except TooFast as error:
            return self._too_fast(Draft(), error)
        with self._parts.database.session() as store:
            conversation = self._conversations.find(store, *_opened())
            rate_answer(
                store,
                now=self._parts.clock(),
                conversation_id=conversation.id,
                message_id=int(form["message"][:15]),
                helpful=form["helpful"] == "yes",
            )
        return _back()

    def hand_over(self) -> Response:
        """Make a ticket of the hand-off form."""
        form = _fields("csrf", "key", "name", "email", "organisation", "question")
        draft = Draft(ticket=form)
        if not self._genuine(form["csrf"]):
            return self._out_of_date(draft)
        try:
            self._parts.limits.hand_over(*_asker())
            filled = check_form(form["name"], form["email"], form["organisation"], form["question"])
            with self._parts.database.session() as store:
                conversation = self._conversations.find(store, *_opened())
                hand_over(
                    store,
                    conversation=conversation,
                    form=filled,
                    key=check_key(form["key"]),
                    clock=self._parts.clock,
                    hours=self._parts.hours,
                    targets=self._parts.targets,
                )
        except TooFast as error:
            return self._too_fast(draft, error)
        except InvalidFields as error:
            draft.errors = error.errors
            return self._page(draft, 422)
        except InvalidInput as error:
            draft.message = str(error)
            return self._page(draft, 422)
        return _back()

    def end(self) -> Response:
        """Forget the conversation in this browser."""
        form = _fields("csrf")
        if not self._genuine(form["csrf"]):
            return self._out_of_date(Draft())
        session.clear()
        return redirect(url_for("ask.show"), 303)  # type: ignore[return-value]

    def _send(self, text: str, payload: str | None, key: str) -> None:
        send = partial(self._exchange.send, text=text, payload=payload, key=key, address=_asker()[0])
        try:
            send(*_opened())
        except NotFound:
            # There is none yet, or it was forgotten on our side: the message begins a new one.
            self._parts.limits.start(_asker()[0])
            conversation_id, token, _ = self._exchange.start()
            send(conversation_id, token)
            session["conversation"], session["token"] = conversation_id, token

    def _thread(self) -> tuple[list[MessageView], str]:
        try:
            return self._exchange.since(*_opened(), after=0)
        except NotFound:
            return [], ""

    def _title(self, payload: str) -> str:
        """Return the title of a button that was offered in this conversation."""
        messages, _ = self._thread()
        for message in messages:
            for button in message.reply.buttons if message.reply else ():
                if button.payload == payload:
                    return button.title
        raise InvalidInput("This choice isn't offered any more. Please type what you'd like to know.")

    def _genuine(self, token: str) -> bool:
        """Tell whether the form is ours; refuse outright what comes from another site.

        Raises:
            Forbidden: If the browser says that another site sent it.
        """
        origin = request.headers.get("Origin")
        foreign = origin is not None and origin not in {request.host_url.rstrip("/"), "null"}
        if foreign or request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
            raise Forbidden("This form can only be sent from its own page.")
        return self._tokens.fits(token, _opened()[0])

    def _out_of_date(self, draft: Draft) -> Response:
        draft.message = OUT_OF_DATE
        return self._page(draft, 403)

    def _too_fast(self, draft: Draft, error: TooFast) -> Response:
        draft.message = f"{error} What you typed is still below."
        response = self._page(draft, 429)
        response.headers["Retry-After"] = str(error.seconds)
        return response

    def _page(self, draft: Draft, status: int = 200) -> Response:
        messages, question = self._thread()
        latest = [m for m in messages if m.author == "bot"][-1:]
        form_asked = any(m.reply and m.reply.kind == "form" for m in latest)
        context: dict[str, Any] = {
            "draft": draft,
            "messages": messages,
            "greeting": render_markdown(GREETING.text),
            "last_visitor": max((m.id for m in messages if m.author == "visitor"), default=0),
            "form_shown": bool(draft.ticket) or form_asked,
            "question": question,
            "csrf": self._tokens.make(_opened()[0]),
            "key": secrets.token_hex(16),
            "contact": self._parts.contact,
        }
        return make_response(render_template("ask.html", **context), status)


def _opened() -> tuple[str, str]:
    """Return the id and the token of the conversation in the cookie; empty where there is none."""
    return session.get("conversation", ""), session.get("token", "")


def _asker() -> tuple[str, str]:
    """Return where the request came from and the token of its conversation, for counting."""
    return request.remote_addr or "", _opened()[1]


def _fields(*names: str) -> dict[str, str]:
    unknown = set(request.form) - set(names)
    if unknown:
        raise InvalidInput(f"This form has no field “{min(unknown)[:40]}”.")
    return {name: request.form.get(name, "") for name in names}


def _back() -> Response:
    return redirect(url_for("ask.show", _anchor="latest"), 303)  # type: ignore[return-value]
