"""A request's body becomes a checked value, or an error that says what is wrong."""

from typing import TypeVar

from flask import request
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import UnsupportedMediaType

from connectors.desk.fields import InvalidField
from connectors.internal.problems import BadRequest
from connectors.internal.schemas import LONGEST_TEXT, Body

T = TypeVar("T", bound=Body)


def read_body(schema: type[T]) -> T:
    """Read the JSON body of the current request.

    Raises:
        UnsupportedMediaType: If it isn't said to be JSON.
        BadRequest: If it isn't JSON in UTF-8.
        InvalidField: If a field is missing, unknown, of the wrong type or too long.
    """
    data = request.get_data(cache=False)
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        return schema.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise BadRequest("The request's body isn't JSON in UTF-8.") from error
        raise InvalidField(_field(first), _words(first, schema)) from error


def _field(error: ErrorDetails) -> str:
    return ".".join(str(part) for part in error["loc"])[:80] or "body"


def _words(error: ErrorDetails, schema: type[Body]) -> str:
    field = _field(error)
    if (field, error["type"]) == ("text", "string_too_long"):
        return f"A message can have up to {LONGEST_TEXT:,} characters."
    match error["type"]:
        case "missing":
            return f"The field “{field}” is missing."
        case "extra_forbidden":
            return f"“{field}” is no field here; the fields are: {', '.join(schema.model_fields)}."
        case _:
            return f"The field “{field}” can't be used: {error['msg']}."
