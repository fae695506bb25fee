"""Working hours, quiet hours, holidays and leave of people, channels and workspaces."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hours",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("zone_name", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=True),
        sa.Column("spans", sa.String(), nullable=True),
        sa.Column("quiet", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("leave", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "subject", name=op.f("pk_hours")),
    )
