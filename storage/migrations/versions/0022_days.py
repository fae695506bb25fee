"""How people want to see their day, and what they gave to others is found by who gave it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day_view",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("client", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.String(20), nullable=True),
        sa.Column("kind", sa.String(20), nullable=True),
        sa.Column("section", sa.String(20), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name="pk_day_view"),
    )
    still_open = sa.text("closed_at IS NULL")
    for table, giver in (("client_request", "assigned_by"), ("task", "given_by")):
        op.create_index(
            f"ix_{table}_given",
            table,
            ["team_id", giver, "acceptance"],
            sqlite_where=still_open,
            postgresql_where=still_open,
        )
