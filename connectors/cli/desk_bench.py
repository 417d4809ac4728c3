"""`helpdesk desk bench`: how fast the queue and its pages are once a desk has been at work for years."""

import json
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import inspect

from connectors import wiring
from connectors.cli.bench_figures import Latency
from connectors.cli.desk_pages import PageTimes, measure_pages
from connectors.cli.desk_queries import measure
from connectors.cli.desk_rows import fill
from connectors.cli.loading import change_settings
from connectors.desk.clock import system_clock
from connectors.settings import Settings
from knowledge.database import Database
from knowledge.errors import InvalidInput

PEOPLE = {"sqlite": 2, "postgresql": 8}
BOUNDS = {"sqlite": 300.0, "postgresql": 150.0}
"""Milliseconds that 95 of 100 looks may take at most."""


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
    """Measure the queue, the search and a ticket: the queries, and the pages of the console.

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
        queries = measure(database, now, tickets=tickets, people=PEOPLE[kind], seconds=seconds)
        pages = measure_pages(
            _console_on(database), database, now, tickets=tickets, people=PEOPLE[kind], seconds=seconds
        )
    conclude(kind, queries, pages, out)


def conclude(
    kind: str, queries: Mapping[str, Latency], pages: Mapping[str, PageTimes], out: Path | None
) -> None:
    """Show the figures, write them where that is wanted, and say whether the bounds are kept.

    Raises:
        ClickException: If a bound is missed; names each.
    """
    click.echo(f"{PEOPLE[kind]} people on {kind}, milliseconds:")
    for name, latency in queries.items():
        click.echo(f"{name:32} p50 {latency.p50:7.1f}   p95 {latency.p95:7.1f}")
    for name, times in pages.items():
        figures = f"p50 {times.latency.p50:7.1f}   p95 {times.latency.p95:7.1f}"
        click.echo(f"{name:32} {figures}   of the processor {times.processor * 1000:5.1f}")
    if out:
        figures_of = {
            "database": kind,
            "milliseconds": {name: _as_dict(latency) for name, latency in queries.items()},
            "pages": {
                name: _as_dict(times.latency) | {"processor": times.processor * 1000}
                for name, times in pages.items()
            },
        }
        out.write_text(json.dumps(figures_of, indent=2) + "\n", encoding="utf-8")
    everything = dict(queries) | {name: times.latency for name, times in pages.items()}
    if missed := [name for name, latency in everything.items() if latency.p95 > BOUNDS[kind]]:
        raise click.ClickException(f"Slower than {BOUNDS[kind]:.0f} ms: {', '.join(missed)}.")


def _as_dict(latency: Latency) -> dict[str, float]:
    return {"p50": latency.p50, "p95": latency.p95}


def _console_on(database: Database) -> Flask:
    """Return the public process, console included, as it is served, on this database."""
    secret = SecretStr(secrets.token_urlsafe())
    sections = {"web": {"secret": secret}, "answers": {"token": secret}, "data": {"key": secret}}
    settings = change_settings(Settings(), **sections)
    return wiring.web_app(settings, database)


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
