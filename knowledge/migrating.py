"""Alembic, driven from code: no ini file, and the scripts are found beside this one."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from knowledge import sqlite_words

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, revision: str) -> None:
    """Run the migrations up to a revision, within the connection's transaction."""
    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Run the migrations back to a revision, within the connection's transaction."""
    command.downgrade(_config(connection), revision)


@cache
def newest_revision() -> str | None:
    """Return the revision that the tables of this version have."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    # Alembic reads % as the start of a placeholder.
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def is_described(_object: object, name: str | None, *_: object) -> bool:
    """Tell whether the tables in the code describe a part of the database; Alembic's ``include_object``.

    The indexes of words are made only where the database has what it takes, so they stand in no table.
    """
    return name is None or not name.startswith(("ix_ticket_search_text", sqlite_words.TABLE))
