"""What the `answers` process is made of; the wiring chooses the concrete parts."""

from dataclasses import dataclass, field

from connectors.services.answering import AnsweringService
from connectors.services.handing_over import DeskService
from connectors.services.live_faq import LiveFaq
from knowledge.database import Database


@dataclass(frozen=True)
class AnswersDependencies:
    """The parts that the process uses.

    Attributes:
        database: Where the FAQ, conversations and tickets are kept.
        answering: Decides on messages and words the replies.
        desk: Takes tickets and ratings, knows the opening hours.
        token: Shared with those who may call; never empty.
        faq: The judge that follows the FAQ; None where another one decides.
    """

    database: Database
    answering: AnsweringService
    desk: DeskService
    token: str = field(repr=False)
    faq: LiveFaq | None = None
