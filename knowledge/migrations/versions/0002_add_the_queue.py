"""Add the queue.

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NOTHING_DUE = "9000-01-01 00:00:00.000000+00"
"""As PostgreSQL reads it; SQLite keeps no zone."""

TICKETS_OF_BEFORE = (
    "UPDATE ticket SET active = (status IN ('new', 'open', 'waiting'))",
    # Due at once, so that what came in before due times were kept is seen first.
    "UPDATE ticket SET queue_at = created_at WHERE status IN ('new', 'open')",
    "UPDATE ticket SET unanswered_since = created_at WHERE status IN ('new', 'open')",
    """
    UPDATE ticket SET search_text = lower(question) || (
        SELECT lower(' ' || person.name || ' ' || person.email || ' ' || person.organisation)
        FROM person WHERE person.id = ticket.person_id
    )
    """,
)


def upgrade() -> None:
    nothing_due = NOTHING_DUE if op.get_context().dialect.name == "postgresql" else NOTHING_DUE[:-3]
    create_new_tables()
    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("from_time", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("until_time", sa.Time(), nullable=True))

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_message_person_id_person"), "person", ["person_id"], ["id"]
        )

    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("priority", sa.Integer(), server_default="3", nullable=False))
        batch_op.add_column(sa.Column("topic", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("search_text", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("first_response_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("first_responded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("next_response_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("resolution_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("queue_at", sa.DateTime(timezone=True), server_default=nothing_due, nullable=False)
        )
        batch_op.add_column(sa.Column("unanswered_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_seconds", sa.Double(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f("ix_ticket_assignee_id"))
        batch_op.create_index(batch_op.f("ix_ticket_active_id"), ["active", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ticket_priority_queue_at_id"), ["priority", "queue_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ticket_queue_at_id"), ["queue_at", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ticket_active_priority_queue_at_id"),
            ["active", "priority", "queue_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_ticket_active_queue_at_id"), ["active", "queue_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ticket_active_updated_at_id"), ["active", "updated_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ticket_assignee_id_active_queue_at_id"),
            ["assignee_id", "active", "queue_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_ticket_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_snoozed_until"), ["snoozed_until"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ticket_status_queue_at_id"), ["status", "queue_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ticket_topic_active_queue_at_id"),
            ["topic", "active", "queue_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_ticket_updated_at_id"), ["updated_at", "id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_ticket_merged_into_id_ticket"), "ticket", ["merged_into_id"], ["id"]
        )

    with op.batch_alter_table("ticket_event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))

    for statement in TICKETS_OF_BEFORE:
        op.execute(statement)
    if op.get_context().dialect.name == "postgresql":
        index_words()


def create_new_tables() -> None:
    op.create_table(
        "ticket_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["ticket.id"], name=op.f("fk_ticket_link_other_id_ticket"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_link_ticket_id_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_link")),
        sa.UniqueConstraint("ticket_id", "other_id", name=op.f("uq_ticket_link_ticket_id_other_id")),
    )
    with op.batch_alter_table("ticket_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_link_other_id"), ["other_id"], unique=False)

    op.create_table(
        "ticket_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_ticket_note_author_id_person")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_note_ticket_id_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_note")),
    )
    with op.batch_alter_table("ticket_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_note_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "ticket_presence",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("writing", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ticket_presence_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_presence_ticket_id_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "person_id", name=op.f("pk_ticket_presence")),
    )
    op.create_table(
        "ticket_tag",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_tag_ticket_id_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "tag", name=op.f("pk_ticket_tag")),
    )
    with op.batch_alter_table("ticket_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_tag_tag_ticket_id"), ["tag", "ticket_id"], unique=False)


def index_words() -> None:
    """Make searching fast where PostgreSQL has what it takes; without it, it is slower and the same."""
    connection = op.get_bind()
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except sa.exc.DBAPIError:
        # It isn't installed, or this user may not add it.
        return
    op.create_index(
        "ix_ticket_search_text",
        "ticket",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        # The extension stays: others may use it.
        op.drop_index("ix_ticket_search_text", table_name="ticket", if_exists=True)
    with op.batch_alter_table("ticket_event", schema=None) as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_ticket_merged_into_id_ticket"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_ticket_updated_at_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_queue_at_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_priority_queue_at_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_active_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_topic_active_queue_at_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_status_queue_at_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_snoozed_until"))
        batch_op.drop_index(batch_op.f("ix_ticket_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_assignee_id_active_queue_at_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_active_updated_at_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_active_queue_at_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_active_priority_queue_at_id"))
        batch_op.create_index(batch_op.f("ix_ticket_assignee_id"), ["assignee_id"], unique=False)
        batch_op.drop_column("closed_at")
        batch_op.drop_column("resolved_at")
        batch_op.drop_column("paused_seconds")
        batch_op.drop_column("waiting_since")
        batch_op.drop_column("unanswered_since")
        batch_op.drop_column("queue_at")
        batch_op.drop_column("resolution_due_at")
        batch_op.drop_column("next_response_due_at")
        batch_op.drop_column("first_responded_at")
        batch_op.drop_column("first_response_due_at")
        batch_op.drop_column("snoozed_until")
        batch_op.drop_column("search_text")
        batch_op.drop_column("topic")
        batch_op.drop_column("priority")
        batch_op.drop_column("active")
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_message_person_id_person"), type_="foreignkey")
        batch_op.drop_column("person_id")

    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.drop_column("until_time")
        batch_op.drop_column("from_time")
    drop_new_tables()


def drop_new_tables() -> None:
    with op.batch_alter_table("ticket_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_tag_tag_ticket_id"))

    op.drop_table("ticket_tag")
    op.drop_table("ticket_presence")
    with op.batch_alter_table("ticket_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_note_ticket_id"))

    op.drop_table("ticket_note")
    with op.batch_alter_table("ticket_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_link_other_id"))

    op.drop_table("ticket_link")
