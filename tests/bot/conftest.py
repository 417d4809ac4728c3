"""The bot's unit tests: run by the bot's own Python (see bot/pytest.ini), passed over by the app's."""

import importlib.util

import pytest

if importlib.util.find_spec("rasa_sdk") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    import asyncio

    from actions.answers import checked
    from contract_examples import example
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher


class ScriptedAnswers:
    """Gives the agreed responses in turn, or raises, and remembers what it was asked."""

    def __init__(self, *script):
        self.script = list(script)
        self.calls = []

    async def call(self, method, path, body=None):
        self.calls.append((method, path, body))
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        return checked(step["status"], step["response"])


class Run:
    """What an action did: the slots it set, the action that follows and all that it said."""

    def __init__(self, events, messages):
        self.slots = {e["name"]: e["value"] for e in events if e["event"] == "slot"}
        self.followed_by = next((e["name"] for e in events if e["event"] == "followup"), None)
        self.responses = [m["response"] for m in messages if m.get("response")]
        self.texts = [m["text"] for m in messages if m.get("text")]
        custom = [m["custom"] for m in messages if m.get("custom")]
        self.replies = [c["reply"] for c in custom if "reply" in c]
        self.decisions = [c["decision"] for c in custom if "decision" in c]


@pytest.fixture
def run():
    """Run an action on one message: ``run(action, "text", slots={…}, intent=("greet", 0.9))``."""

    def _run(action, text, *, slots=None, intent=("ask_codeworks", 0.3), ranking=()):
        message = {
            "text": text,
            "intent": {"name": intent[0], "confidence": intent[1]},
            "intent_ranking": [{"name": n, "confidence": c, "id": 1} for n, c in ranking],
            "entities": [],
        }
        tracker = Tracker("conversation-1", dict(slots or {}), message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = asyncio.run(action.run(dispatcher, tracker, {}))
        return Run(events, dispatcher.messages)

    return _run


@pytest.fixture
def scripted():
    """Make a double of the answers process from names of agreed calls and errors."""

    def _scripted(*script):
        return ScriptedAnswers(*(example(step) if isinstance(step, str) else step for step in script))

    return _scripted
