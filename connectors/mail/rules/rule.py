"""What a rule is: it looks at a mail, and says what happens to it or that it has no opinion."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from connectors.mail.message import Mail

MailAction = Literal["answer", "handoff", "thread", "ignore", "duplicate", "quarantine"]

SETS_ASIDE: frozenset[MailAction] = frozenset(("ignore", "duplicate", "quarantine"))
"""After these nobody is answered and no ticket is made."""


@dataclass(frozen=True)
class Outcome:
    """What happens to a mail, and why.

    Attributes:
        action: ``answer`` from the FAQ; ``handoff`` to people as a ticket; ``thread`` onto the
            ticket that it belongs to; ``ignore``, with the reason kept, what a machine sent;
            ``duplicate`` of a mail that was dealt with; ``quarantine`` for spam.
        reason: Why, in words for staff; never the sender's own.
        rule: The name of the rule that fired.
        keys: FAQ entries: the answer's, or what people may answer with; best first.
        ticket: The reference of the ticket that it belongs to, or came from.
        questions: What was asked, as far as it was told apart.
        reopens: Whether the ticket is to be worked on again.
        confidence: The lowest probability that an answer is right; 0 where there is none.
        scores: The probability of each of the keys, in the same order, as far as it is known.
        quiet: Why not even a receipt is sent; empty where one may be.
    """

    action: MailAction
    reason: str
    rule: str = ""
    keys: tuple[str, ...] = ()
    ticket: str = ""
    questions: tuple[str, ...] = ()
    reopens: bool = False
    confidence: float = 0.0
    scores: tuple[float | None, ...] = ()
    quiet: str = ""

    @property
    def told(self) -> str:
        """The reason, with why no receipt is sent."""
        return f"{self.reason} No receipt sent: {self.quiet}." if self.quiet else self.reason


class Correspondence(Protocol):
    """What is known of earlier mails and of tickets; addresses are in lower case."""

    def seen(self, mail: Mail) -> str | None:
        """Return the name of the mail that this one repeats, or None."""
        ...

    def ticket_of_message(self, message_id: str) -> str | None:
        """Return the ticket that a message of ours, or one on a ticket, belongs to."""
        ...

    def is_ours(self, message_id: str) -> bool:
        """Tell whether we sent the message with this id."""
        ...

    def people_on(self, ticket: str) -> frozenset[str] | None:
        """Return the addresses on a ticket, or None where there is no such ticket."""
        ...


@dataclass(frozen=True)
class Desk:
    """What is ours.

    Attributes:
        addresses: Our mailboxes, in lower case, the first one the sender of our mails.
        servers: The names by which our own border signs Authentication-Results; empty: the
            topmost field counts, which our border wrote last.
        secret: Signs reply addresses; empty where none are given out.
    """

    addresses: tuple[str, ...]
    servers: tuple[str, ...] = ()
    secret: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What a rule may know beside the mail."""

    desk: Desk
    correspondence: Correspondence


class Rule(Protocol):
    """Looks at one mail."""

    @property
    def name(self) -> str:
        """Name the rule, for staff and tests: lower-case words joined by underscores."""
        ...

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:
        """Return what happens to the mail, or None where the next rule shall look."""
        ...


def first_match(
    rules: Sequence[Rule], mail: Mail, around: Surroundings, *, put_back: bool = False
) -> Outcome | None:
    """Return the outcome of the first rule that matches, with its name; None where none does.

    Args:
        rules: In the order in which they look.
        mail: The mail.
        around: What is known beside it.
        put_back: Whether people put the mail back: nothing sets it aside a second time.
    """
    for rule in rules:
        outcome = rule.look(mail, around)
        if outcome is not None and not (put_back and outcome.action in SETS_ASIDE):
            return replace(outcome, rule=rule.name)
    return None
