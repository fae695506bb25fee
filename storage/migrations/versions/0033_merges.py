"""Requests that were merged into others, with what went over."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("client_request") as request:
        request.add_column(sa.Column("merged_into", sa.BigInteger(), nullable=True))
    op.create_table(
        "request_merge",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("into_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("merged_by", sa.String(length=32), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_zone", sa.String(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "into_number"],
            ["client_request.team_id", "client_request.number"],
            name=op.f("fk_request_merge_team_id_into_number"),
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "number"],
            ["client_request.team_id", "client_request.number"],
            name=op.f("fk_request_merge_team_id_number"),
        ),
        sa.PrimaryKeyConstraint("team_id", "into_number", "number", name=op.f("pk_request_merge")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_request_merge_team_id_number")),
    )
