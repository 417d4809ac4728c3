"""What the `answers` process is made of; the wiring chooses the concrete parts."""

from dataclasses import dataclass, field

from connectors.desk.clock import Clock
from connectors.services.answering import AnsweringService
from connectors.services.grouping import Gaps
from connectors.services.handing_over import DeskService
from connectors.services.live_faq import LiveFaq
from connectors.services.replaying import Replays
from knowledge.database import Database


@dataclass(frozen=True)
class Learning:
    """What needs the model beside answering.

    Attributes:
        faq: The judge that follows the FAQ.
        gaps: Finds what the FAQ misses.
        replays: Tries a change out on past questions.
        clock: Tells the time.
    """

    faq: LiveFaq
    gaps: Gaps
    replays: Replays
    clock: Clock


@dataclass(frozen=True)
class AnswersDependencies:
    """The parts that the process uses.

    Attributes:
        database: Where the FAQ, conversations and tickets are kept.
        answering: Decides on messages and words the replies.
        desk: Takes tickets and ratings, knows the opening hours.
        token: Shared with those who may call; never empty.
        learning: What the console asks about the FAQ; None where another judge decides.
    """

    database: Database
    answering: AnsweringService
    desk: DeskService
    token: str = field(repr=False)
    learning: Learning | None = None
