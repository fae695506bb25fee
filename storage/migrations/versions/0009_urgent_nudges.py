"""Reminders that no hours hold."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("nudge") as nudge:
        nudge.add_column(sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("nudge") as nudge:
        nudge.alter_column("is_urgent", server_default=None)
