"""What can be done at each address of the visitors' part: the table that the description is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from connectors.web import schemas


@dataclass(frozen=True)
class Operation:
    """One thing that can be done at one address.

    Attributes:
        name: The name of the operation, as in ``sendMessage``.
        summary: What it does, in a line.
        status: The status of success.
        body: The schema of the request, where there is one.
        view: The schema of the response; None stands for HTML or a file.
        opened_by: Whose token it needs: the conversation's, or one that staff made in the console.
        scope: What a token of staff's has to be for.
        key: Whether it needs an idempotency key.
        match: Whether it needs the version that was seen.
        query: Query parameters with what they mean.
        errors: The statuses of the errors that it can answer with.
        media: The type of what comes back where there is no ``view``.
    """

    method: str
    path: str
    name: str
    summary: str
    status: int = 200
    body: type[schemas.Body] | None = None
    view: type[BaseModel] | None = None
    opened_by: Literal["", "conversation", "staff"] = ""
    scope: str = ""
    key: bool = False
    match: bool = False
    query: tuple[tuple[str, str], ...] = ()
    errors: tuple[int, ...] = ()
    media: str = "text/html"


_CONVERSATION = "/api/v1/conversations/{conversation_id}"
_BODY_ERRORS = (400, 401, 404, 413, 415, 422, 429, 503)
_FORM_ERRORS = (403, 413, 429)

OPERATIONS = (
    Operation(
        "post", "/api/v1/conversations", "startConversation", "Start a conversation.", 201,
        schemas.Empty, schemas.StartedView, errors=(400, 413, 415, 422, 429, 503),
    ),
    Operation(
        "post", f"{_CONVERSATION}/messages", "sendMessage",
        "Send a message and get what is said back. The same key again never answers twice.", 201,
        schemas.NewMessage, schemas.ExchangeView, opened_by="conversation", key=True,
        errors=(*_BODY_ERRORS, 409),
    ),
    Operation(
        "get", f"{_CONVERSATION}/messages", "listMessages", "Fetch the messages after a known one.",
        view=schemas.MessagesView, opened_by="conversation",
        query=(("since", "The id of the last known message"),),
        errors=(401, 404, 422, 429, 503),
    ),
    Operation(
        "put", f"{_CONVERSATION}/messages/{{message_id}}/rating", "rateMessage",
        "Say whether an answer answered the question.", 200,
        schemas.NewRating, schemas.ExchangeView, opened_by="conversation", errors=_BODY_ERRORS,
    ),
    Operation(
        "post", f"{_CONVERSATION}/tickets", "createTicket", "Pass a question to the Helpdesk.", 201,
        schemas.NewTicket, schemas.TicketView, opened_by="conversation", key=True, errors=_BODY_ERRORS,
    ),
    Operation(
        "get", "/api/v1/openapi.json", "describe", "This description.", media="application/json",
    ),
    Operation("get", "/healthz", "health", "Whether the process is up.", view=schemas.HealthView),
    Operation(
        "get", "/readyz", "ready", "Whether what the process needs can be reached; 503 where not.",
        view=schemas.ReadyView, errors=(),
    ),
    Operation("get", "/", "demoPage", "A page with the widget in place."),
    Operation("get", "/ask", "askPage", "The conversation without JavaScript."),
    Operation("post", "/ask", "askPageSend", "Send a message from the page.", 303, errors=_FORM_ERRORS),
    Operation("post", "/ask/rating", "askPageRate", "Rate an answer on the page.", 303, errors=_FORM_ERRORS),
    Operation("post", "/ask/ticket", "askPageTicket", "Send the hand-off form.", 303, errors=_FORM_ERRORS),
    Operation("post", "/ask/end", "askPageEnd", "Forget the page's conversation.", 303, errors=(403, 413)),
    Operation(
        "get", "/widget/{filename}", "widgetFile", "A file of the widget.", media="text/javascript",
        errors=(404,),
    ),
    Operation("get", "/static/{filename}", "staticFile", "A file of the pages.", media="*/*", errors=(404,)),
)  # fmt: skip

QUERY_TYPES: Mapping[str, Mapping[str, Any]] = {
    "since": {"type": "integer", "minimum": 0},
    "limit": {"type": "integer", "minimum": 1},
}
"""The types of query parameters that aren't text."""
