"""The buttons of a choice. "The second one" in words is told apart by the answers process."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer
from actions.answers import Answers
from actions.saying import Event


class ActionChooseEntry(Action):
    """Answers the entry whose button was pressed."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_choose_entry"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Any) -> list[Event]:
        """Pass the payload on as it is: the answers process knows what was offered."""
        return await answer(self._answers, dispatcher, tracker)


class ActionNoneOfThese(ActionChooseEntry):
    """Offers the Helpdesk, because nothing that was offered fits."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_none_of_these"
