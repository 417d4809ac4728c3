"""Doubles of whoever talks: they answer from a script and note what they were asked."""

import threading
from collections.abc import Callable, Mapping

from connectors.dialogue.dialogue import DialogueUnavailable, Turn
from connectors.dialogue.reply import Answer, Button, Reply
from retrieval.decision import Context

MEMBERSHIP = Answer(
    key="joining",
    title="How do we join the club?",
    body="Fill in the **membership form** and send it to [the office](https://example.org/join).\n\n"
    "- The fee is £12.\n- It takes about a week.",
    source="https://www.example.org/faq/joining/",
    reviewed_on="2026-11-23",
)

ANSWER = Turn(
    (Reply("answer", answer=MEMBERSHIP),),
    {"action": "answer", "keys": ["joining"], "confidence": 0.97, "ranking": ["joining"], "reason": ""},
)
CHOICE = Turn(
    (
        Reply(
            "choice",
            "I'm not sure which of these you mean:",
            (
                Button("How do we join the club?", '/choose_entry{"entry":"joining"}'),
                Button("What does it cost?", '/choose_entry{"entry":"fees"}'),
                Button("None of these", "/none_of_these"),
            ),
        ),
    ),
    {"action": "clarify", "keys": ["joining", "fees"], "confidence": 0.5, "reason": "close"},
)
OFFER = Turn(
    (
        Reply(
            "handoff",
            "I can't see that in the FAQ. Shall I pass your question to the Helpdesk?",
            (Button("Yes please", "/affirm"), Button("No thanks", "/deny")),
        ),
    ),
    {"action": "handoff", "keys": ["joining"], "confidence": 0.2, "reason": "near_miss"},
)
FORM = Turn((Reply("form", "Please fill in this form and the Helpdesk will answer you by e-mail."),))
HELLO = Turn((Reply("text", "Hello there!"),), {"action": "chat", "intent": "greet", "reason": ""})


class ScriptedDialogue:
    """Answers what is in the script, by payload or by words; else with an answer.

    Args:
        script: What is said back, or the error that is raised.
    """

    def __init__(self, script: Mapping[str, Turn | BaseException] | None = None) -> None:
        self.script = dict(script or {})
        self.asked: list[tuple[str, str, str | None]] = []
        self.before: Callable[[], None] = lambda: None
        self._lock = threading.Lock()

    def send(self, conversation_id: str, text: str, *, payload: str | None = None) -> Turn:
        with self._lock:
            self.asked.append((conversation_id, text, payload))
        self.before()
        said = self.script.get(payload or text, ANSWER)
        if isinstance(said, BaseException):
            raise said
        return said


class SilentDialogue(ScriptedDialogue):
    """A dialogue server that is down."""

    def send(self, conversation_id: str, text: str, *, payload: str | None = None) -> Turn:
        super().send(conversation_id, text, payload=payload)
        raise DialogueUnavailable


class ScriptedAnswers:
    """Decides by the script, by words; else with an answer."""

    def __init__(self, script: Mapping[str, Turn] | None = None, *, up: bool = True) -> None:
        self.script = dict(script or {})
        self.up = up
        self.asked: list[tuple[str, str, Context]] = []

    def respond(self, conversation_id: str, text: str, context: Context) -> Turn:
        self.asked.append((conversation_id, text, context))
        if not self.up:
            raise DialogueUnavailable
        return self.script.get(text, ANSWER)

    def ready(self) -> bool:
        return self.up
