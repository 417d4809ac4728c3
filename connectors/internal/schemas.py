"""What the calls of the internal API hold; a field that isn't named here is refused."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from connectors.services.handing_over import HandedOver
from retrieval.decision import Context, NluIntent

LONGEST_TEXT = 4000
MOST_INTENTS = 500
MOST_KEYS = 20

Key = Annotated[str, Field(min_length=1, max_length=80, pattern="^[!-~]+$")]
"""An id, or the key of an entry: plain characters that every database takes."""


class Body(BaseModel):
    """A request: unknown fields are refused, and no value is bent into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class IntentBody(Body):
    """One line of the dialogue server's ranking."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    # Sums of floating-point shares may miss 0 and 1 by a hair.
    confidence: Annotated[float, Field(ge=-1e-6, le=1 + 1e-6, allow_inf_nan=False)]


class ContextBody(Body):
    """What was said before."""

    offered: Annotated[tuple[Key, ...], Field(max_length=MOST_KEYS)] = ()
    topic: Key | None = None


class PrepareBody(Body):
    """A message that is on its way through the dialogue server."""

    text: Annotated[str, Field(max_length=LONGEST_TEXT)]


class RespondBody(Body):
    """A message to decide on."""

    conversation: Key
    text: Annotated[str, Field(max_length=LONGEST_TEXT)]
    channel: Literal["chat", "mail"]
    intents: Annotated[tuple[IntentBody, ...], Field(max_length=MOST_INTENTS)]
    context: ContextBody

    def nlu_intents(self) -> tuple[NluIntent, ...]:
        """Return the ranking as the judge takes it."""
        return tuple(NluIntent(line.name, min(max(line.confidence, 0.0), 1.0)) for line in self.intents)

    def said_before(self) -> Context:
        """Return the context as the judge takes it."""
        return Context(self.context.offered, self.context.topic)


class CandidateBody(Body):
    """An entry that came near, with its probability where it is known."""

    key: Key
    score: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = None


class TicketBody(Body):
    """A form that was filled in; the desk checks the words in it."""

    conversation: Key
    key: Key
    name: str
    email: str
    organisation: str
    question: str
    reason: Annotated[str, Field(max_length=40, pattern="^[ -~]*$")]
    candidates: Annotated[tuple[CandidateBody, ...], Field(max_length=MOST_KEYS)]

    def form(self) -> HandedOver:
        """Return the form as the desk takes it."""
        return HandedOver(
            conversation_id=self.conversation,
            key=self.key,
            name=self.name,
            email=self.email,
            organisation=self.organisation,
            question=self.question,
            reason=self.reason,
            candidates=[candidate.model_dump() for candidate in self.candidates],
        )


class RatingBody(Body):
    """Whether the last answer helped."""

    conversation: Key
    helpful: bool
