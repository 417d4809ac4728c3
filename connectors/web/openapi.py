"""The API's description (OpenAPI 3.1), built from the very models that check what goes in and out."""

from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from connectors.web import schemas
from connectors.web.operations import OPERATIONS, QUERY_TYPES, Operation
from connectors.web.staff_api.operations import STAFF_OPERATIONS

_REF = "#/components/schemas/{model}"


@cache
def openapi_document() -> dict[str, Any]:
    """Return the description as values that JSON can hold."""
    operations = (*OPERATIONS, *STAFF_OPERATIONS)
    models = {model for operation in operations for model in (operation.body, operation.view)}
    models |= {schemas.Problem}
    _, definitions = models_json_schema(
        [(model, _mode(model)) for model in models if model], ref_template=_REF
    )
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
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
            "securitySchemes": {
                "conversation": {"type": "http", "scheme": "bearer"},
                "staff": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token that a member of staff made on their account page.",
                },
            },
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
    if operation.opened_by:
        described["security"] = [{operation.opened_by: [operation.scope] if operation.scope else []}]
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    parameters: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if name in {"message_id", "ticket_id"} else "string"},
        }
        for name in names
    ]
    parameters += [
        {
            "name": name,
            "in": "query",
            "description": meaning,
            "schema": QUERY_TYPES.get(name, {"type": "string"}),
        }
        for name, meaning in operation.query
    ]
    if operation.key:
        schema = {"type": "string", "minLength": 1, "maxLength": 80}
        parameters.append(
            _header("Idempotency-Key", "New for each new thing, the same for each retry", schema)
        )
    if operation.match:
        schema = {"type": "string", "pattern": '^"[0-9]+"$'}
        parameters.append(_header("If-Match", "The ETag of what was seen", schema))
    return parameters


def _header(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "description": description, "schema": schema}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return {"schema": {"$ref": _REF.format(model=model.__name__)}}
