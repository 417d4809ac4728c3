"""Keep what reports count, who has looked at a ticket, and when chores were done.

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MESSAGES_OF_BEFORE = {
    "sqlite": (
        """
        UPDATE message SET outcome = CASE
            WHEN json_extract(decision, '$.reason') = 'chosen' THEN 'chosen'
            WHEN json_extract(decision, '$.action') <> 'chat' AND payload IS NULL
                THEN json_extract(decision, '$.action')
        END WHERE decision IS NOT NULL
        """,
        """
        UPDATE message SET entry_key =
            coalesce(json_extract(decision, '$.keys[0]'), json_extract(decision, '$.ranking[0]'))
        WHERE outcome IS NOT NULL
        """,
    ),
    "postgresql": (
        """
        UPDATE message SET outcome = CASE
            WHEN decision ->> 'reason' = 'chosen' THEN 'chosen'
            WHEN decision ->> 'action' <> 'chat' AND payload IS NULL THEN decision ->> 'action'
        END WHERE decision IS NOT NULL
        """,
        """
        UPDATE message SET entry_key = coalesce(decision -> 'keys' ->> 0, decision -> 'ranking' ->> 0)
        WHERE outcome IS NOT NULL
        """,
    ),
}
"""What was decided so far, as `connectors.services.outcomes` writes it from now on."""


def upgrade() -> None:
    op.create_table(
        "chore",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_chore")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outcome", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("entry_key", sa.String(length=80), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_message_created_at_outcome_entry_key"),
            ["created_at", "outcome", "entry_key"],
            unique=False,
            sqlite_where=sa.text("outcome IS NOT NULL"),
            postgresql_where=sa.text("outcome IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_message_reply_to_id_rating"),
            ["reply_to_id", "rating"],
            unique=False,
            sqlite_where=sa.text("rating IS NOT NULL"),
            postgresql_where=sa.text("rating IS NOT NULL"),
        )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unread", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("first_response_seconds", sa.Double(), nullable=True))
        batch_op.create_index(batch_op.f("ix_ticket_created_at_topic"), ["created_at", "topic"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ticket_first_responded_at_topic_first_response_seconds"),
            ["first_responded_at", "topic", "first_response_seconds"],
            unique=False,
        )
    with op.batch_alter_table("ticket_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ticket_event_kind_created_at"), ["kind", "created_at"], unique=False
        )
    op.execute("UPDATE ticket SET unread = (status = 'new')")
    for statement in MESSAGES_OF_BEFORE[op.get_context().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("ticket_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_event_kind_created_at"))
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_first_responded_at_topic_first_response_seconds"))
        batch_op.drop_index(batch_op.f("ix_ticket_created_at_topic"))
        batch_op.drop_column("first_response_seconds")
        batch_op.drop_column("unread")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_reply_to_id_rating"))
        batch_op.drop_index(batch_op.f("ix_message_created_at_outcome_entry_key"))
        batch_op.drop_column("entry_key")
        batch_op.drop_column("outcome")
    op.drop_table("chore")
