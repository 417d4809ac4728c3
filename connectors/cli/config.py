"""`helpdesk config`: every setting, what it does and what it is."""

import click
from pydantic import SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from connectors.settings import as_text, load_settings, variable_of

HIDDEN = "********"


@click.command()
def config() -> None:
    """Print all settings; secrets are hidden."""
    for section, name, value, field in load_settings().items():
        click.echo(f"{variable_of(section, name)}={shown(value)}")
        click.echo(f"    {field.description}. Default: {shown(field.default) or 'empty'}")


def shown(value: object) -> str:
    """Return a setting's value as it may be printed: no secret, and no password of a database."""
    text = as_text(value)
    if isinstance(value, SecretStr):
        return HIDDEN if text else ""
    if "://" not in text or "," in text:
        return text
    try:
        return make_url(text).render_as_string(hide_password=True)
    except ArgumentError:
        return text
