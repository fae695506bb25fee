"""What Liaison does by itself in which channel, and the messages of people that requests stand for."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_setting",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("replies", sa.String(length=20), nullable=True),
        sa.Column("emoji", sa.String(), nullable=True),
        sa.Column("captures", sa.Boolean(), nullable=False),
        sa.Column("window_minutes", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "channel_id", name=op.f("pk_channel_setting")),
    )
    op.create_table(
        "heard",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("request_number", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=True),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "request_number"],
            ["client_request.team_id", "client_request.number"],
            name=op.f("fk_heard_team_id_request_number"),
        ),
        sa.PrimaryKeyConstraint("team_id", "channel_id", "ts", name=op.f("pk_heard")),
    )
    op.create_index("ix_heard_team_id_author", "heard", ["team_id", "channel_id", "author", "heard_at"])
    op.create_index("ix_heard_team_id_request", "heard", ["team_id", "request_number"])
