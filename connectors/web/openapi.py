"""The API's description (OpenAPI 3.1), built from the very models that check what goes in and out."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from connectors.web import schemas

_REF = "#/components/schemas/{model}"


@dataclass(frozen=True)
class Operation:
    """One thing that can be done at one address.

    Attributes:
        name: The name of the operation, as in ``sendMessage``.
        summary: What it does, in a line.
        status: The status of success.
        body: The schema of the request, where there is one.
        view: The schema of the response; None stands for HTML or a file.
        token: Whether it needs the conversation's token.
        key: Whether it needs an idempotency key.
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
    token: bool = False
    key: bool = False
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
        schemas.NewMessage, schemas.ExchangeView, token=True, key=True, errors=(*_BODY_ERRORS, 409),
    ),
    Operation(
        "get", f"{_CONVERSATION}/messages", "listMessages", "Fetch the messages after a known one.",
        view=schemas.MessagesView, token=True, query=(("since", "The id of the last known message"),),
        errors=(401, 404, 422, 429, 503),
    ),
    Operation(
        "put", f"{_CONVERSATION}/messages/{{message_id}}/rating", "rateMessage",
        "Say whether an answer answered the question.", 200,
        schemas.NewRating, schemas.ExchangeView, token=True, errors=_BODY_ERRORS,
    ),
    Operation(
        "post", f"{_CONVERSATION}/tickets", "createTicket", "Pass a question to the Helpdesk.", 201,
        schemas.NewTicket, schemas.TicketView, token=True, key=True, errors=_BODY_ERRORS,
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


@cache
def openapi_document() -> dict[str, Any]:
    """Return the description as values that JSON can hold."""
    models = {operation.body for operation in OPERATIONS} | {operation.view for operation in OPERATIONS}
    models |= {schemas.Problem}
    _, definitions = models_json_schema(
        [(model, _mode(model)) for model in models if model], ref_template=_REF
    )
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _describe(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SECAS Helpdesk assistant",
            "version": "1",
            "description": "Questions about the Smart Energy Code, answered from the Helpdesk's FAQ.",
        },
        "paths": paths,
        "components": {
            "schemas": dict(sorted(definitions["$defs"].items())),
            "securitySchemes": {"conversation": {"type": "http", "scheme": "bearer"}},
        },
    }


def _mode(model: type[BaseModel]) -> Any:
    return "validation" if issubclass(model, schemas.Body) else "serialization"


def _describe(operation: Operation) -> dict[str, Any]:
    success: dict[str, Any] = {"description": operation.summary}
    if operation.view:
        success["content"] = {"application/json": _schema(operation.view)}
    elif operation.status == 200:
        success["content"] = {operation.media: {}}
    responses = {str(operation.status): success}
    if operation.view is schemas.ReadyView:
        responses["503"] = success
    for status in sorted({*operation.errors, 500}):
        responses.setdefault(
            str(status),
            {
                "description": "What went wrong.",
                "content": {"application/problem+json": _schema(schemas.Problem)},
            },
        )
    if "429" in responses:
        responses["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "responses": responses,
    }
    if parameters := _parameters(operation):
        described["parameters"] = parameters
    if operation.body:
        described["requestBody"] = {
            "required": bool(operation.body.model_fields),
            "content": {"application/json": _schema(operation.body)},
        }
    if operation.token:
        described["security"] = [{"conversation": []}]
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    parameters: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if name == "message_id" else "string"},
        }
        for name in names
    ]
    parameters += [
        {"name": name, "in": "query", "description": meaning, "schema": {"type": "integer", "minimum": 0}}
        for name, meaning in operation.query
    ]
    if operation.key:
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "New for each new thing, the same for each retry",
                "schema": {"type": "string", "minLength": 1, "maxLength": 80},
            }
        )
    return parameters


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return {"schema": {"$ref": _REF.format(model=model.__name__)}}
