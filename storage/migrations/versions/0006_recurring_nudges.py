"""Reminders that recur: their rule, and the first local date that has not had its turn."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_RECURRING = sa.text("rule IS NOT NULL AND cancelled_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("nudge") as nudge:
        nudge.add_column(sa.Column("rule", sa.String(), nullable=True))
        nudge.add_column(sa.Column("next_date", sa.Date(), nullable=True))
    op.create_index(
        "ix_nudge_recurring", "nudge", ["due_at"], sqlite_where=_RECURRING, postgresql_where=_RECURRING
    )
