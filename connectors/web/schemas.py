"""What goes in and out of the API. Unknown fields are refused, so nothing is set by the way."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from connectors.services.conversation_text import LONGEST_TEXT

Words = Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": LONGEST_TEXT})]
"""A message's text. Its length is checked after cleaning, so here it is only written down."""


class Body(BaseModel):
    """A request's body."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Empty(Body):
    """Nothing needs to be said."""


class NewMessage(Body):
    """A message that a visitor typed, or a button that was pressed."""

    text: Words = Field(description="What was typed, or the title of the button")
    payload: str | None = Field(None, max_length=400, description="What the pressed button stands for")


class NewRating(Body):
    """Whether an answer answered the question."""

    helpful: bool


class NewTicket(Body):
    """A question for the people of the Helpdesk; each field is checked by the desk itself."""

    name: str = Field(json_schema_extra={"minLength": 1, "maxLength": 200})
    email: str = Field(json_schema_extra={"minLength": 3, "maxLength": 320})
    organisation: str = Field("", json_schema_extra={"maxLength": 200})
    question: Words


class View(BaseModel):
    """A response's body."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ButtonView(View):
    """A choice; send ``payload`` back, with ``title`` as the text."""

    title: str
    payload: str


class AnswerView(View):
    """An FAQ entry in its approved words."""

    key: str
    title: str
    body: str = Field(description="Markdown")
    html: str = Field(description="The same as sanitised HTML")
    source: str
    reviewed_on: str | None = Field(description="ISO day of the last review")


class ReplyView(View):
    """What the assistant says."""

    kind: Literal["text", "answer", "choice", "handoff", "form", "ticket"]
    text: str = Field(description="Markdown; may be empty beside an answer")
    html: str = Field(description="The same as sanitised HTML")
    buttons: list[ButtonView]
    answer: AnswerView | None
    ticket: str | None = Field(description="The reference, as in SECAS-000123")


class MessageView(View):
    """One message of a conversation."""

    id: int
    author: Literal["visitor", "bot", "staff"]
    text: str
    html: str | None = Field(description="The text as sanitised HTML, where a member of staff wrote it")
    by: str | None = Field(description="The name of the member of staff who wrote it")
    payload: str | None = Field(description="Set where the visitor pressed a button")
    reply: ReplyView | None = Field(description="Set where the assistant speaks")
    reply_to: int | None
    state: Literal["received", "answering", "answered", "sent"]
    rating: Literal["yes", "no"] | None
    created_at: datetime


class StartedView(View):
    """A new conversation. The token opens it; it is shown this once."""

    id: str
    token: str
    messages: list[MessageView]


class ExchangeView(View):
    """A stored message with what was said back.

    No replies and the state ``answering`` mean that they will be in the messages soon.
    """

    message: MessageView
    replies: list[MessageView]


class MessagesView(View):
    """Messages, oldest first."""

    messages: list[MessageView]
    question: str = Field(description="The visitor's last question, to begin the hand-off form with")


class TicketView(View):
    """What became of a question for the Helpdesk."""

    reference: str
    message: MessageView


class HealthView(View):
    """Whether the process is up."""

    status: Literal["ok"]


class ReadyView(View):
    """Whether what the process needs can be reached."""

    status: Literal["ok", "not ready"]
    database: Literal["ok", "not reachable"]
    answers: Literal["ok", "not reachable"]


class Problem(View):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = Field(description="In words for a person")
    errors: dict[str, str] | None = Field(None, description="What is wrong, by field")
    retry_after: int | None = Field(None, description="Seconds to wait, where too much was asked for")
