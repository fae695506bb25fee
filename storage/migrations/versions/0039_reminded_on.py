"""Reminders that a message told with others, or a digest, ask for an act as well: on which day each reached its reader.
Those of before are not passed on all at once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_ASKS = sa.text(
    "react_by IS NOT NULL AND (state = 'sent' OR reason = 'delivered' OR reason = 'in their digest of that day')"
)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("reminded_on", sa.Date(), nullable=True))
    op.execute("UPDATE outbox SET reminded_on = pinged_on WHERE state = 'sent' AND react_by IS NOT NULL")
    op.execute(
        "UPDATE outbox SET passed_on_at = ended_at WHERE react_by IS NOT NULL"
        " AND (reason = 'delivered' OR reason = 'in their digest of that day')"
    )
    op.drop_index("ix_outbox_react_by", "outbox")
    op.create_index("ix_outbox_react_by", "outbox", ["team_id", "react_by"], sqlite_where=_ASKS, postgresql_where=_ASKS)
