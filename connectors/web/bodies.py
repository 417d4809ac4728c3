"""A request's body becomes a checked value, or an error that says what is wrong."""

from typing import TypeVar

from flask import request
from pydantic import ValidationError
from pydantic_core import ErrorDetails, from_json
from werkzeug.exceptions import UnsupportedMediaType

from connectors.web.problems import BadRequest, InvalidFields
from connectors.web.schemas import Body

T = TypeVar("T", bound=Body)


def read_body(schema: type[T]) -> T:
    """Read the JSON body of the current request.

    Raises:
        UnsupportedMediaType: If it isn't said to be JSON.
        BadRequest: If it isn't UTF-8 or isn't JSON.
        InvalidFields: If a field is missing, unknown or of the wrong type.
    """
    data = request.get_data()
    if not data and schema.model_fields == {}:
        return schema()
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise BadRequest("The request's body isn't UTF-8 text.") from error
    try:
        value = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        raise BadRequest(f"The request's body isn't JSON: {error}.") from error
    try:
        return schema.model_validate(value)
    except ValidationError as error:
        allowed = ", ".join(schema.model_fields) or "none"
        raise InvalidFields({_field(e): _words(e, allowed) for e in error.errors()}) from error


def _field(error: ErrorDetails) -> str:
    return ".".join(str(part) for part in error["loc"]) or "body"


def _words(error: ErrorDetails, allowed: str) -> str:
    field = f"“{_field(error)[:60]}”"
    match error["type"]:
        case "missing":
            return f"{field} is missing."
        case "extra_forbidden":
            return f"{field} is no field here; the fields are: {allowed}."
        case "string_type":
            return f"{field} must be text."
        case "bool_type":
            return f"{field} must be true or false."
        case "string_too_long":
            return f"{field} can have up to {error['ctx']['max_length']} characters."
        case "model_type":
            return "The body must be a JSON object."
        case _:
            return f"{field} can't be used: {error['msg']}."
