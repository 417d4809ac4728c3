"""`helpdesk db`: the tables."""

import click

from connectors import wiring
from connectors.cli.loading import load_complete_settings


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the tables to the version that this program needs."""
    settings = load_complete_settings()
    settings.data.folder.mkdir(parents=True, exist_ok=True)
    wiring.database(settings).upgrade()
    click.echo("The database is up to date.")
