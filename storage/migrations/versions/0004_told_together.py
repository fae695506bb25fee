"""What one message tells in the place of several is found by that message."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_REPLACED = sa.text("instead IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_outbox_instead",
        "outbox",
        ["team_id", "reason", "instead"],
        sqlite_where=_REPLACED,
        postgresql_where=_REPLACED,
    )
