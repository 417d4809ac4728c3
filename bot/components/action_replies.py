"""Checks the action server's replies by their shape, not by Rasa's schema of every event there is.

The schema check takes a tenth of a turn. What it guards against can't get through unseen: the replies
come from our own actions, by rasa_sdk, and Rasa refuses an event that it can't make.
"""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.shared.exceptions import RasaException


def check_the_shape_only() -> None:
    """Have Rasa use the short check for all replies, from now on and in this process."""

    def validate(_action: RemoteAction, reply: Any) -> bool:
        """Return True for a reply that can be used.

        Raises:
            RasaException: If it can't.
        """
        if not is_reply(reply):
            raise RasaException("The action server sent something else than events and responses.")
        return True

    # Rasa makes its remote actions itself, so there is no other place to choose the check.
    RemoteAction._validate_action_result = validate  # noqa: SLF001 - see above


def is_reply(reply: Any) -> bool:
    """Tell whether this is an object of two lists: events with their kinds, and responses."""
    if not isinstance(reply, dict):
        return False
    events, responses = reply.get("events", []), reply.get("responses", [])
    return (
        isinstance(events, list)
        and isinstance(responses, list)
        and all(isinstance(event, dict) and isinstance(event.get("event"), str) for event in events)
        and all(isinstance(response, dict) for response in responses)
    )
