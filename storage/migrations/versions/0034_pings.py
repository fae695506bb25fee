"""What reaches people unasked is counted on their days, and waits for a digest where it was too much."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0031"
branch_labels = None
depends_on = None

_FOLDED, _PINGED = sa.text("reason = 'folded'"), sa.text("pinged_on IS NOT NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("ping", sa.String(length=20), nullable=True))
    op.add_column("outbox", sa.Column("pinged_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_outbox_folded", "outbox", ["team_id", "recipient"], sqlite_where=_FOLDED, postgresql_where=_FOLDED
    )
    op.create_index(
        "ix_outbox_pinged",
        "outbox",
        ["team_id", "recipient", "pinged_on"],
        sqlite_where=_PINGED,
        postgresql_where=_PINGED,
    )
