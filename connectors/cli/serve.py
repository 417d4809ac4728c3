"""`helpdesk serve`: one process by itself, for those who supervise by other means."""

import click

from connectors import app, wiring
from connectors.cli.loading import load_complete_settings
from connectors.logs import configure_logging


@click.command()
@click.argument("process", type=click.Choice(["web", "answers"]))
def serve(process: str) -> None:
    """Run the PROCESS web or answers by itself, as `up` does for you."""
    settings = load_complete_settings()
    configure_logging(settings.log.format, settings.log.level)
    if process == "web":
        web = wiring.web_app(settings)
        webhooks = wiring.webhook_outbox(settings).running(settings.webhooks.interval)
        with wiring.chores(settings).running(), webhooks:
            app.serve(web, settings.web.host, settings.web.port, threads=settings.web.threads)
    else:
        app.serve(
            wiring.answers_app(settings), "127.0.0.1", settings.answers.port, threads=settings.answers.threads
        )
