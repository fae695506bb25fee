"""Since when a digest's channel takes none: who set it is told once each time, and not once for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("digest_schedule", sa.Column("blocked_on", sa.Date(), nullable=True))
