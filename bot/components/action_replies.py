"""Checks the action server's replies as Rasa does, but not the rules of the check each time.

For every action Rasa validates the reply against a JSON schema, and before that the schema itself,
which never changes: two of twelve milliseconds of a turn.
"""

from __future__ import annotations

from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_the_schema_once() -> None:
    """Have Rasa use one validator for all replies, from now on and in this process."""
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def validate(_action: RemoteAction, result: dict[str, Any]) -> bool:
        """Return True for a reply that can be used.

        Raises:
            jsonschema.ValidationError: If it can't.
        """
        validator.validate(result)
        return True

    # Rasa makes its remote actions itself, so there is no other place to choose the check.
    RemoteAction._validate_action_result = validate  # noqa: SLF001 - see above
