"""`helpdesk desk bench`: how fast the queue is once a desk has been at work for years."""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from connectors.cli.bench_figures import Latency
from connectors.cli.desk_rows import WORDS, fill
from connectors.desk.actors import Actor
from connectors.desk.clock import system_clock
from connectors.desk.listing import SORTS, VIEWS, Filter, list_queue
from connectors.desk.reading import read_ticket
from knowledge.database import Database
from knowledge.errors import InvalidInput

PEOPLE = {"sqlite": 2, "postgresql": 8}
BOUNDS = {"sqlite": 300.0, "postgresql": 150.0}
"""Milliseconds that 95 of 100 looks may take at most."""

PAUSE = 0.3
"""Seconds, at most, between two looks of one person."""


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


@click.group()
def desk() -> None:
    """Look after the ticket queue."""


@desk.command("bench")
@click.option("--tickets", type=click.IntRange(100), default=50_000, show_default=True, help="How many.")
@click.option("--messages", type=click.IntRange(0), default=10, show_default=True, help="To each ticket.")
@click.option("--seconds", type=click.FloatRange(0.1), default=20.0, show_default=True, help="How long.")
@click.option("--url", default="", metavar="ADDRESS", help="An empty database; else a SQLite file is made.")
@click.option(
    "--json", "out", type=click.Path(path_type=Path), metavar="FILE", help="Write the figures here."
)
def bench(tickets: int, messages: int, seconds: float, url: str, out: Path | None) -> None:
    """Measure the queries behind the queue, the search and a ticket.

    Two people look on SQLite and eight on PostgreSQL, each at one thing after the other. Fails where
    95 of 100 looks of a kind take longer than 300 ms on SQLite, or 150 ms on PostgreSQL.
    """
    if out and not out.absolute().parent.is_dir():
        raise InvalidInput(f"{out} can't be written: there is no such folder.")
    with _empty(url) as database:
        kind = database.engine.dialect.name
        click.echo(f"Making {tickets:,} tickets with {tickets * messages:,} messages…", err=True)
        now = system_clock()
        fill(database, now, tickets=tickets, messages_each=messages)
        figures = measure(database, now, tickets=tickets, people=PEOPLE[kind], seconds=seconds)
    click.echo(f"{PEOPLE[kind]} people on {kind}, milliseconds:")
    for name, latency in figures.items():
        click.echo(f"{name:32} p50 {latency.p50:7.1f}   p95 {latency.p95:7.1f}")
    if out:
        words = {name: {"p50": latency.p50, "p95": latency.p95} for name, latency in figures.items()}
        out.write_text(
            json.dumps({"database": kind, "milliseconds": words}, indent=2) + "\n", encoding="utf-8"
        )
    if missed := [name for name, latency in figures.items() if latency.p95 > BOUNDS[kind]]:
        raise click.ClickException(f"Slower than {BOUNDS[kind]:.0f} ms: {', '.join(missed)}.")


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


@contextmanager
def _empty(url: str) -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="helpdesk-desk-bench-") as folder:
        database = Database(url or f"sqlite:///{Path(folder) / 'helpdesk.db'}")
        try:
            if url and set(inspect(database.engine).get_table_names()) - {"alembic_version"}:
                raise InvalidInput(f"{database} holds tables already. Please name an empty database.")
            database.upgrade()
            try:
                yield database
            finally:
                if url:
                    database.downgrade("base")
        finally:
            database.close()
