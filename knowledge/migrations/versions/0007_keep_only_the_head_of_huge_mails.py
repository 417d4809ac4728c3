"""Keep only the head of huge mails, and on which day a mailbox was last read.

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("incoming_mail") as batch_op:
        batch_op.add_column(sa.Column("cut_from", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("mail_cursor") as batch_op:
        batch_op.add_column(sa.Column("read_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("mail_cursor") as batch_op:
        batch_op.drop_column("read_on")
    with op.batch_alter_table("incoming_mail") as batch_op:
        batch_op.drop_column("cut_from")
