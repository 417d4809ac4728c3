"""Asks for the question and for a last look; the other steps are asked by `utter_ask_…` of the domain."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import Event

SHOWN_LENGTH = 500
"""So much of a long question is shown back; all of it is sent."""

_CANCEL = {"title": "Cancel", "payload": "/cancel"}


class ActionAskQuestion(Action):
    """Asks for the question, or for leave to send the one that was asked before."""

    def name(self) -> str:
        """Return the name that Rasa derives from the slot's."""
        return "action_ask_handoff_question"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Any) -> list[Event]:
        """Ask."""
        suggestion = tracker.get_slot("last_question")
        if not suggestion:
            dispatcher.utter_message(text="What would you like to ask the Helpdesk?", buttons=[_CANCEL])
            return []
        dispatcher.utter_message(
            text=f"Shall I send this as your question?\n\n> {shown(suggestion)}\n\n"
            "Say yes, or type it as you'd like the Helpdesk to read it.",
            buttons=[
                {"title": "Yes, that's it", "payload": "/affirm"},
                {"title": "I'll type it", "payload": "/deny"},
                _CANCEL,
            ],
        )
        return []


class ActionAskConfirm(Action):
    """Shows what will be sent."""

    def name(self) -> str:
        """Return the name that Rasa derives from the slot's."""
        return "action_ask_handoff_confirm"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Any) -> list[Event]:
        """Show the summary and ask."""
        lines = [
            "Here's what I'll send to the Helpdesk:",
            "",
            f"- **Name:** {shown(tracker.get_slot('handoff_name'))}",
            f"- **E-mail:** {shown(tracker.get_slot('handoff_email'))}",
            f"- **Organisation:** {shown(tracker.get_slot('handoff_organisation')) or 'not given'}",
            f"- **Question:** {shown(tracker.get_slot('handoff_question'))}",
            "",
            "Is that right?",
        ]
        dispatcher.utter_message(
            text="\n".join(lines),
            buttons=[
                {"title": "Yes, send it", "payload": "/affirm"},
                {"title": "Change something", "payload": "/deny"},
                _CANCEL,
            ],
        )
        return []


def shown(text: str | None) -> str:
    """Return a visitor's words as Markdown that shows them as they were typed, on one line."""
    line = " ".join((text or "").split())
    if len(line) > SHOWN_LENGTH:
        line = line[: SHOWN_LENGTH - 1].rstrip() + "…"
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", line)
