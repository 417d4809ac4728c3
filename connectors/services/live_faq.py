"""Follows the FAQ: a process that answers notices a change within a second or two, without a restart.

A thread looks at the version of the FAQ and at the name of the trained model. When either has changed
it makes a new judge beside the one that serves, and puts it in its place in one step. When that fails,
the one before goes on, and the reason stands in the health page until it has worked.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import structlog

from connectors.logs import place_of
from connectors.services.modelling import Adjust, ModelKeeper, Usable, waiting
from knowledge.database import Database
from knowledge.errors import HelpdeskError, Unavailable
from knowledge.faq_state import faq_version, read_state
from knowledge.state import FaqState
from retrieval.current import CurrentJudge, Learnt
from retrieval.decision import NOTHING_SAID, Context, Decision, NluIntent
from retrieval.encoder import Encoder

log = structlog.get_logger()

EVERY = 1.0
"""Seconds between two looks."""

AGAIN_AFTER = 30.0
"""Seconds until a change that couldn't be taken up is tried again."""


@dataclass(frozen=True)
class Served:
    """All that answers are made with, swapped as one.

    Attributes:
        usable: The trained model.
        learnt: What stays of it until the next training.
        judge: It, brought up to date.
    """

    usable: Usable
    learnt: Learnt
    judge: CurrentJudge

    @property
    def state(self) -> FaqState:
        """The FAQ that is served."""
        return self.judge.state

    @property
    def waiting(self) -> list[str]:
        """The entries that the next training will learn, or forget."""
        return waiting(self.state, self.usable.learnt)


class LiveFaq:
    """A judge that is always up to date; safe to use from several threads.

    Args:
        database: Where the FAQ is kept.
        keeper: Loads the trained model.
        adjust: What is set in the model, such as the line of an answer.
        tell: Called with a few words where a training is needed first.

    Raises:
        Unavailable: If the database or the encoder can't be read.
        InvalidTrainingData: If there is no FAQ, or nothing to learn from.
    """

    def __init__(
        self,
        database: Database,
        keeper: ModelKeeper,
        adjust: Adjust = lambda model: model,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._keeper = keeper
        self._adjust = adjust
        self._busy = threading.Lock()
        self._failed: tuple[int, str, float] | None = None
        self.problem: str | None = None
        """Why the latest change isn't served yet; None where it is."""
        state = self._read()
        self.served = self._take_up(keeper.usable(state, tell), state)

    def prepare(self, text: str) -> None:
        """Read a message that is about to be asked about."""
        self.served.judge.prepare(text)

    def decide(
        self, text: str, intents: Sequence[NluIntent] = (), context: Context = NOTHING_SAID
    ) -> Decision:
        """Decide with what is served just now."""
        return self.served.judge.decide(text, intents, context)

    @property
    def encoder(self) -> Encoder:
        """The encoder, for those who compare texts."""
        return self.served.usable.encoder

    def follow(self) -> Callable[[], None]:
        """Look for changes from now on, in a thread that ends with the process; return what ends it."""
        stopped = threading.Event()
        thread = threading.Thread(target=self._look_on, args=(stopped,), name="faq", daemon=True)
        thread.start()

        def stop() -> None:
            stopped.set()
            thread.join()

        return stop

    def look(self) -> bool:
        """Take up what has changed; return whether something was. No error leaves this."""
        with self._busy:
            try:
                return self._look()
            except Unavailable:
                # The database is away for a moment; what is served goes on.
                return False

    def _look_on(self, stopped: threading.Event) -> None:
        while not stopped.wait(EVERY):
            self.look()

    def _look(self) -> bool:
        with self._database.session() as session:
            version = faq_version(session)
        name = self._keeper.store.name
        if (version, name) == (self.served.state.version, self.served.usable.name):
            self.problem = self._failed = None
            return False
        if self._failed and self._failed[:2] == (version, name) and monotonic() < self._failed[2]:
            return False
        began = monotonic()
        try:
            self.served = self._made(name)
        except Exception as error:  # noqa: BLE001 - whatever it was, what is served goes on, and staff read why
            self._fail(version, name, error)
            return False
        self.problem = self._failed = None
        log.info("faq_taken_up", version=version, seconds=round(monotonic() - began, 2))
        return True

    def _made(self, name: str) -> Served:
        state, served = self._read(), self.served
        if name == served.usable.name:
            return Served(served.usable, served.learnt, served.learnt.up_to_date(state))
        return self._take_up(self._keeper.usable_with(self.encoder, state), state)

    def _take_up(self, usable: Usable, state: FaqState) -> Served:
        learnt = usable.learnt_with(self._adjust)
        return Served(usable, learnt, learnt.up_to_date(state))

    def _read(self) -> FaqState:
        with self._database.session() as session:
            return read_state(session)

    def _fail(self, version: int, name: str, error: Exception) -> None:
        self._failed = (version, name, monotonic() + AGAIN_AFTER)
        words = str(error) if isinstance(error, HelpdeskError) else type(error).__name__
        self.problem = words
        log.error("faq_not_taken_up", version=version, error=place_of(error))
