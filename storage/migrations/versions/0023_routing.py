"""Queues, rules and whose turn it is; what nobody has is watched."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("client_request") as changed:
        changed.add_column(sa.Column("queue", sa.String(), nullable=True))
        changed.add_column(sa.Column("rule", sa.Integer(), nullable=True))
        changed.add_column(sa.Column("declined_by", sa.String(), nullable=True))
    op.create_table(
        "config_version",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "kind", "number", name=op.f("pk_config_version")),
    )
    op.create_table(
        "queue_turn",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("queue", sa.String(length=80), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "queue", "user_id", name=op.f("pk_queue_turn")),
    )
    op.create_table(
        "unowned_watch",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_unowned_watch")),
    )
    op.create_index(op.f("ix_unowned_watch_next_at"), "unowned_watch", ["next_at"])
