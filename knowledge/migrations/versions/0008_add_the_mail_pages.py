"""Add what the console's pages for mail need: attachments, who did what, how the connections are.

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LISTS = (("received_at", "id"), ("action", "received_at", "id"), ("rule", "received_at", "id"))


def upgrade() -> None:
    op.create_table(
        "mail_attachment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("mail_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("inline", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["incoming_mail.id"],
            name=op.f("fk_mail_attachment_mail_id_incoming_mail"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_attachment")),
        sa.UniqueConstraint("mail_id", "position", name=op.f("uq_mail_attachment_mail_id_position")),
    )
    op.create_table(
        "mail_connection",
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("direction", name=op.f("pk_mail_connection")),
    )
    with op.batch_alter_table("incoming_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("questions", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("confidence", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("put_back_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("put_back_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_incoming_mail_put_back_by_id_person"), "person", ["put_back_by_id"], ["id"]
        )
        for columns in LISTS:
            name = batch_op.f(f"ix_incoming_mail_{'_'.join(columns)}")
            batch_op.create_index(name, list(columns), unique=False)
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edited_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_outgoing_mail_edited_by_id_person"), "person", ["edited_by_id"], ["id"]
        )
    with op.batch_alter_table("mail_cursor", schema=None) as batch_op:
        batch_op.drop_column("succeeded_at")
        batch_op.drop_column("problem")


def downgrade() -> None:
    with op.batch_alter_table("mail_cursor", schema=None) as batch_op:
        batch_op.add_column(sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("problem", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_outgoing_mail_edited_by_id_person"), type_="foreignkey")
        batch_op.drop_column("edited_by_id")
    with op.batch_alter_table("incoming_mail", schema=None) as batch_op:
        for columns in LISTS:
            batch_op.drop_index(batch_op.f(f"ix_incoming_mail_{'_'.join(columns)}"))
        batch_op.drop_constraint(batch_op.f("fk_incoming_mail_put_back_by_id_person"), type_="foreignkey")
        for column in ("put_back_by_id", "put_back_at", "confidence", "questions"):
            batch_op.drop_column(column)
    op.drop_table("mail_connection")
    op.drop_table("mail_attachment")
