"""What the assistant makes of a message, with the numbers that explain it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol

Action = Literal["answer", "clarify", "handoff", "decline", "chat"]

MOST_OPTIONS = 4
"""The largest number of titles that a visitor is asked to choose from."""


@dataclass(frozen=True)
class NluIntent:
    """One line of the dialogue server's intent ranking.

    Attributes:
        name: The intent, for example ``ask_credit_cover``.
        confidence: The classifier's probability, in [0, 1].
    """

    name: str
    confidence: float


@dataclass(frozen=True)
class Decision:
    """What to do with a message.

    Attributes:
        action: ``answer`` with the entries in ``keys``; ``clarify`` by offering them;
            ``handoff`` to people with them as suggestions; ``decline`` what belongs to another
            organisation; ``chat`` for small talk.
        keys: Entry keys, best first.
        confidence: The calibrated probability that ``keys[0]`` is a right answer, in [0, 1].
        ranking: Every entry key, best first.
        intent: The kind of small talk, of other business or of request, where one was
            recognised: ``greet``, ``outside_consumer``, ``ask_human``.
        reason: Why, in one word for staff and logs.
        explanation: The numbers behind it, by name.
        scores: The probability of each of the likeliest entries, best first.
        question: What is left for people where that isn't the message as it stands: the one part
            that no entry answers, or a follow-up with what it follows.
    """

    action: Action
    keys: tuple[str, ...] = ()
    confidence: float = 0.0
    ranking: tuple[str, ...] = ()
    intent: str | None = None
    reason: str = ""
    explanation: dict[str, float] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    question: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the decision as values that JSON can hold."""
        return asdict(self)


@dataclass(frozen=True)
class Context:
    """What was said before, as far as it matters to the next decision.

    Attributes:
        offered: The entries that were last offered as a choice, in the order shown.
        topic: The entry that was answered last, or None.
    """

    offered: tuple[str, ...] = ()
    topic: str | None = None


NOTHING_SAID = Context()


class Judge(Protocol):
    """Decides what a message asks for."""

    def decide(
        self, text: str, intents: Sequence[NluIntent] = (), context: Context = NOTHING_SAID
    ) -> Decision:
        """Decide on one message.

        Args:
            text: What the person wrote, at most 4,000 characters.
            intents: The dialogue server's ranking; empty where it did not speak.
            context: What was said before.
        """
        ...

    def prepare(self, text: str) -> None:
        """Read a message that is about to be asked about, so that the decision takes less time then."""
        ...
