"""Let staff write by mail: which senders are confirmed, and which letter carries which reply.

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("incoming_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reply_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_outgoing_mail_reply_id_message"),
            "message",
            ["reply_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_unique_constraint(batch_op.f("uq_outgoing_mail_reply_id"), ["reply_id"])
        batch_op.create_index(batch_op.f("ix_outgoing_mail_created_at"), ["created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_created_at"))
        batch_op.drop_constraint(batch_op.f("uq_outgoing_mail_reply_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_outgoing_mail_reply_id_message"), type_="foreignkey")
        batch_op.drop_column("reply_id")
    with op.batch_alter_table("incoming_mail", schema=None) as batch_op:
        batch_op.drop_column("confirmed")
