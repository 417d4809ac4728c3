"""Alembic's environment: runs in the connection that `Database` passes in.

For a new revision: ``alembic -x url=sqlite:///scratch.db revision --autogenerate -m "What it does"``.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, create_engine

from knowledge import (  # noqa: F401 - their tables count as well
    api_tables,
    code_tables,
    learning_tables,
    mail_tables,
    queue_tables,
    staff_tables,
)
from knowledge.migrating import is_described
from knowledge.tables import Base, UtcDateTime


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write our own column type as plain SQLAlchemy, so that migrations stand on their own."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        include_object=is_described,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(context.get_x_argument(as_dictionary=True)["url"]).begin() as opened:
        run(opened)
