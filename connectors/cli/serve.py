"""`helpdesk serve`: one process by itself, for those who supervise by other means."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import click

from connectors import app, wiring
from connectors.cli.loading import load_complete_settings
from connectors.logs import configure_logging
from connectors.settings import Settings

LONGEST_FAREWELL = 5.0
"""Seconds that a delivery gets to finish when the process ends; else it is tried again later."""


@contextmanager
def _delivering(settings: Settings) -> Iterator[None]:
    """Tell other programs of events meanwhile; what is under way at the end gets a moment to finish."""
    stop = Event()
    arguments = (stop, settings.webhooks.interval)
    thread = Thread(target=wiring.webhook_outbox(settings).run, args=arguments, name="webhooks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(LONGEST_FAREWELL)


@click.command()
@click.argument("process", type=click.Choice(["web", "answers"]))
def serve(process: str) -> None:
    """Run the PROCESS web or answers by itself, as `up` does for you."""
    settings = load_complete_settings()
    configure_logging(settings.log.format, settings.log.level)
    if process == "web":
        web = wiring.web_app(settings)
        with wiring.chores(settings).running(), _delivering(settings):
            app.serve(web, settings.web.host, settings.web.port, threads=settings.web.threads)
    else:
        app.serve(
            wiring.answers_app(settings), "127.0.0.1", settings.answers.port, threads=settings.answers.threads
        )
