"""What a channel asks of whoever talks: one message in, replies and the decision behind them out."""

from dataclasses import dataclass
from typing import Any, Protocol

from connectors.dialogue.reply import Reply
from knowledge.errors import Unavailable
from retrieval.decision import Context


class DialogueUnavailable(Unavailable):
    """The assistant isn't answering just now."""


@dataclass(frozen=True)
class Turn:
    """What was said back to one message.

    Attributes:
        replies: In the order in which they are shown.
        decision: `Decision.as_dict` of what was decided on the message; None where nothing had to
            be decided, as inside the hand-off form.
    """

    replies: tuple[Reply, ...] = ()
    decision: dict[str, Any] | None = None


class Dialogue(Protocol):
    """Holds the conversation: knows what was asked last, and fills forms step by step."""

    def send(self, conversation_id: str, text: str, *, payload: str | None = None) -> Turn:
        """Pass one message on and return what is said back.

        Args:
            conversation_id: The thread that it belongs to.
            text: What the person typed, or the title of the button that was pressed. It never
                acts as a command, whatever it begins with.
            payload: What a pressed button stands for; the caller has checked that it was offered.

        Raises:
            DialogueUnavailable: If there is no usable answer in time.
        """
        ...


class Answers(Protocol):
    """Decides on a single message, without a dialogue around it: the next best way."""

    def respond(self, conversation_id: str, text: str, context: Context) -> Turn:
        """Decide on one message and return what to say.

        Args:
            conversation_id: The thread that it belongs to.
            text: What the person typed, or the payload of the button that was pressed.
            context: What was offered and answered last.

        Raises:
            DialogueUnavailable: If there is no usable answer in time.
        """
        ...

    def ready(self) -> bool:
        """Tell whether an answer can be expected just now."""
        ...
