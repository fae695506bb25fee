"""Until when the reader of a reminder has time to act upon it, and when they did or it was passed on."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_ASKS = sa.text("state = 'sent' AND react_by IS NOT NULL")


def upgrade() -> None:
    for name in ("react_by", "acted_at", "passed_on_at"):
        op.add_column("outbox", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_outbox_react_by", "outbox", ["team_id", "react_by"], sqlite_where=_ASKS, postgresql_where=_ASKS)
    op.create_table(
        "reaction_week",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_reaction_week")),
    )
