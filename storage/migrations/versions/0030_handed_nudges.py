"""A reminder that has come may be handed to somebody else, and those about an item are found by it."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("nudge_occurrence") as changed:
        changed.add_column(sa.Column("handed_to", sa.String(length=32), nullable=True))
    standing = sa.text("about IS NOT NULL AND cancelled_at IS NULL")
    op.create_index(
        "ix_nudge_about", "nudge", ["team_id", "about"], sqlite_where=standing, postgresql_where=standing
    )
