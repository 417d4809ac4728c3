"""People who work at the console all day, to measure its pages with: signed in, one page after the other."""

import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient

from connectors.cli.bench_figures import Latency
from connectors.cli.desk_rows import WORDS
from connectors.desk.listing import SORTS, VIEWS
from connectors.services.staff.accounts import create_account
from connectors.services.staff.passwords import Passwords
from knowledge.database import Database
from knowledge.errors import Unavailable

CONSOLE = "/console"
PASSWORD = "only for measuring"  # noqa: S105 - of accounts that are gone at the end
CSRF = re.compile(r'name="csrf" value="([^"]+)"')

PAUSE = 0.3
"""Seconds, at most, between two pages of one person: far less than people take."""


@dataclass(frozen=True)
class PageTimes:
    """How long a kind of page took.

    Attributes:
        latency: From the request to the last byte.
        processor: Mean seconds of one core for one page, the client's part included; other work on
            the machine doesn't change it much.
    """

    latency: Latency
    processor: float


def _queue(chance: random.Random, _tickets: int) -> str:
    return f"/?{urlencode({'view': chance.choice(VIEWS), 'sort': chance.choice(SORTS)})}"


def _common(chance: random.Random, _tickets: int) -> str:
    return f"/?{urlencode({'view': 'all', 'q': chance.choice(WORDS)})}"


def _rare(chance: random.Random, tickets: int) -> str:
    return f"/?{urlencode({'view': 'all', 'q': f'case{chance.randrange(1, tickets)}'})}"


def _ticket(chance: random.Random, tickets: int) -> str:
    return f"/tickets/{chance.randrange(1, tickets)}"


PAGES: Mapping[str, Callable[[random.Random, int], str]] = {
    "the queue page": _queue,
    "the page of a common word": _common,
    "the page of a rare word": _rare,
    "the ticket page": _ticket,
}
"""The address of each kind of page, chosen at random."""


def measure_pages(
    app: Flask, database: Database, now: datetime, *, tickets: int, people: int, seconds: float
) -> dict[str, PageTimes]:
    """Let people look at pages for a while; return how long each kind took."""
    clients = [_sign_in(app, email) for email in _add_people(database, now, people)]
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in PAGES}

    def work(number: int) -> None:
        chance = random.Random(number)  # noqa: S311 - no secret
        # What is read late is read then, which isn't counted.
        for address in PAGES.values():
            _open(clients[number], address(chance, tickets))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for name, address in PAGES.items():
                time.sleep(chance.random() * PAUSE)
                taken[name].append(_open(clients[number], address(chance, tickets)))

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(work, range(people)))
    return {name: _times(all_of_it) for name, all_of_it in taken.items()}


def _times(taken: Sequence[tuple[float, float]]) -> PageTimes:
    processor = sum(processor for _, processor in taken) / len(taken)
    return PageTimes(Latency.of([whole for whole, _ in taken]), processor)


def _open(client: FlaskClient, path: str) -> tuple[float, float]:
    begun, worked = time.perf_counter(), time.thread_time()
    response = client.get(CONSOLE + path)
    done = time.perf_counter() - begun, time.thread_time() - worked
    if response.status_code != 200:
        raise Unavailable(f"{path} answered {response.status_code}; the figures don't count.")
    return done


def _add_people(database: Database, now: datetime, people: int) -> list[str]:
    emails = [f"bench{number}@helpdesk.example.org" for number in range(people)]
    kept = Passwords().hash(PASSWORD)
    with database.session() as session:
        for email in emails:
            account = create_account(session, now, name="Somebody", email=email, role="agent", actor_id=None)
            account.password_hash = kept
    return emails


def _sign_in(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    found = CSRF.search(client.get(f"{CONSOLE}/sign-in").text)
    form = {"csrf": found[1] if found else "", "email": email, "password": PASSWORD, "code": ""}
    response = client.post(f"{CONSOLE}/sign-in", data=form)
    if response.status_code != 303:
        raise Unavailable(f"Signing in answered {response.status_code}; the pages can't be measured.")
    return client
