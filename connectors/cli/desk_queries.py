"""The queries behind the queue, the search and a ticket, by themselves."""

import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from connectors.cli.bench_figures import Latency
from connectors.cli.desk_pages import PAUSE
from connectors.cli.desk_rows import WORDS
from connectors.desk.actors import Actor
from connectors.desk.listing import SORTS, VIEWS, Filter, list_queue
from connectors.desk.reading import read_ticket
from knowledge.database import Database


@dataclass(frozen=True)
class Looker:
    """One of the people who look at the queue.

    Attributes:
        chance: Chooses what they look at.
        actor: Who they are.
        now: The moment.
        tickets: How many there are.
    """

    chance: random.Random
    actor: Actor
    now: datetime
    tickets: int

    def view(self, session: Session) -> None:
        """Look at a view of the queue, in some order."""
        self._list(session, Filter(view=self.chance.choice(VIEWS), sort=self.chance.choice(SORTS)))

    def topic(self, session: Session) -> None:
        """Look at what there is about a topic."""
        chosen = Filter(view=self.chance.choice(VIEWS), sort=self.chance.choice(SORTS), topic="Fees")
        self._list(session, chosen)

    def tag(self, session: Session) -> None:
        """Look at what has a tag."""
        self._list(session, Filter(view="all", sort=self.chance.choice(SORTS), tag="dcc"))

    def common(self, session: Session) -> None:
        """Search for a word that many tickets have."""
        self._list(session, Filter(view="all", text=self.chance.choice(WORDS)))

    def rare(self, session: Session) -> None:
        """Search for a word that hardly any ticket has."""
        self._list(session, Filter(view="all", text=f"case{self.chance.randrange(1, self.tickets)}"))

    def missing(self, session: Session) -> None:
        """Search for a word that no ticket has."""
        self._list(session, Filter(view="all", text="zzzz nothing"))

    def ticket(self, session: Session) -> None:
        """Open a ticket with its conversation."""
        read_ticket(session, self.chance.randrange(1, self.tickets))

    def _list(self, session: Session, chosen: Filter) -> None:
        list_queue(session, chosen, self.actor, self.now)


LOOKS: Mapping[str, Callable[[Looker, Session], None]] = {
    "a view of the queue": Looker.view,
    "a view with a topic": Looker.topic,
    "a view with a tag": Looker.tag,
    "a search for a common word": Looker.common,
    "a search for a rare word": Looker.rare,
    "a search for a missing word": Looker.missing,
    "a ticket with its conversation": Looker.ticket,
}


def measure(
    database: Database, now: datetime, *, tickets: int, people: int, seconds: float
) -> dict[str, Latency]:
    """Let people look at the queue for a while; return how long each kind of look took."""
    taken: dict[str, list[float]] = {name: [] for name in LOOKS}

    def look(number: int) -> None:
        looker = Looker(random.Random(number), Actor(number, "agent"), now, tickets)  # noqa: S311 - no secret
        # It opens connections, which isn't counted.
        _one_round(database, looker)
        until = time.monotonic() + seconds
        while True:
            for name, duration in _one_round(database, looker).items():
                taken[name].append(duration)
            if time.monotonic() >= until:
                return

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(look, range(1, people + 1)))
    return {name: Latency.of(times) for name, times in taken.items()}


def _one_round(database: Database, looker: Looker) -> dict[str, float]:
    durations = {}
    for name, look in LOOKS.items():
        time.sleep(looker.chance.random() * PAUSE)
        begun = time.perf_counter()
        with database.session() as session:
            look(looker, session)
        durations[name] = time.perf_counter() - begun
    return durations
