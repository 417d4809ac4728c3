"""When the Helpdesk is open, on the press of a button; a question in words is an FAQ question."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import Answers, AnswersRefused, AnswersUnavailable
from actions.saying import NO_LOOK_UP, Event, say, say_form


async def say_hours(answers: Answers, dispatcher: CollectingDispatcher) -> bool:
    """Say whether the Helpdesk is open and how else to reach it; False where that can't be told."""
    try:
        body = await answers.call("GET", "hours")
        say(dispatcher, body["replies"])
    except (AnswersRefused, AnswersUnavailable, KeyError):
        return False
    return True


class ActionOpeningHours(Action):
    """Says when the Helpdesk is open."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_opening_hours"

    async def run(self, dispatcher: CollectingDispatcher, _tracker: Tracker, _domain: Any) -> list[Event]:
        """Ask the answers process, which keeps the calendar."""
        if not await say_hours(self._answers, dispatcher):
            say_form(dispatcher, NO_LOOK_UP)
        return []
