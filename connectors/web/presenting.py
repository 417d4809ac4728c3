"""Stored messages as the client sees them."""

from typing import Any

from connectors.services.markdown import render_markdown
from connectors.web.schemas import AnswerView, ButtonView, MessageView, ReplyView
from knowledge.tables import Message


def present(message: Message) -> MessageView:
    """Return a message with its words as Markdown and as HTML."""
    return MessageView.model_validate(
        {
            "id": message.id,
            "author": message.author,
            "text": message.text,
            "html": render_markdown(message.text, breaks=True) if message.author == "staff" else None,
            "by": message.person.name if message.person else None,
            "payload": message.payload,
            "reply": _present_reply(message.reply) if message.reply else None,
            "reply_to": message.reply_to_id,
            "state": message.state,
            "rating": message.rating,
            "created_at": message.created_at,
        }
    )


def _present_reply(reply: dict[str, Any]) -> ReplyView:
    answer = reply.get("answer")
    return ReplyView(
        kind=reply["kind"],
        text=reply["text"],
        html=render_markdown(reply["text"]),
        buttons=[ButtonView(**button) for button in reply.get("buttons", ())],
        answer=AnswerView(**answer, html=render_markdown(answer["body"])) if answer else None,
        ticket=reply.get("ticket"),
    )
