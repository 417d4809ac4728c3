"""What the service says to a person: one value for every channel, so that none formats its own.

The bot passes replies through as JSON (`as_dict`); the channels render them.
"""

from dataclasses import dataclass
from typing import Any, Literal

from knowledge.errors import InvalidInput

ReplyKind = Literal["text", "answer", "choice", "handoff", "form", "ticket"]
KINDS: frozenset[str] = frozenset(("text", "answer", "choice", "handoff", "form", "ticket"))


@dataclass(frozen=True)
class Button:
    """A choice that is offered; ``payload`` is sent back when it is pressed."""

    title: str
    payload: str


@dataclass(frozen=True)
class Answer:
    """An entry in its approved words.

    Attributes:
        key: The entry.
        title: The question that it answers.
        body: The approved answer, in Markdown.
        source: The address that it was published at.
        reviewed_on: The ISO day of its last review, or None.
    """

    key: str
    title: str
    body: str
    source: str
    reviewed_on: str | None = None


@dataclass(frozen=True)
class Reply:
    """One message to a person.

    Attributes:
        kind: ``text``; ``answer`` (with ``answer``); ``choice`` (pick one of the buttons);
            ``handoff`` (an offer to pass the question on); ``form`` (the channel shows its own
            hand-off form, because the dialogue can't ask step by step just now); ``ticket``
            (with ``ticket``, a reference).
        text: The words, in Markdown; may be empty for an answer.
        buttons: What can be pressed.
        answer: The entry, where kind is ``answer``.
        ticket: The reference, where kind is ``ticket``.
    """

    kind: ReplyKind
    text: str = ""
    buttons: tuple[Button, ...] = ()
    answer: Answer | None = None
    ticket: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the reply as values that JSON can hold; what is empty is left out."""
        out: dict[str, Any] = {"kind": self.kind, "text": self.text}
        if self.buttons:
            out["buttons"] = [{"title": b.title, "payload": b.payload} for b in self.buttons]
        if self.answer:
            out["answer"] = vars(self.answer).copy()
        if self.ticket:
            out["ticket"] = self.ticket
        return out

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Reply":
        """Read what `as_dict` wrote.

        Raises:
            InvalidInput: If the kind is unknown or a part is missing.
        """
        kind = data.get("kind")
        if kind not in KINDS:
            raise InvalidInput(f"A reply has the kind {kind!r}; known are {', '.join(sorted(KINDS))}.")
        try:
            return cls(
                kind=kind,
                text=data.get("text") or "",
                buttons=tuple(Button(b["title"], b["payload"]) for b in data.get("buttons", ())),
                answer=Answer(**data["answer"]) if data.get("answer") else None,
                ticket=data.get("ticket"),
            )
        except (KeyError, TypeError) as error:
            raise InvalidInput(f"A reply of kind {kind!r} is incomplete: {error}.") from error
