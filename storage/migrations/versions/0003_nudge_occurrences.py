"""A reminder may come more than once: each coming has its own message, and what somebody answered to it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nudge_occurrence",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message", sa.String(length=32), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=True),
        sa.Column("settled", sa.String(length=20), nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "message"], ["outbox.team_id", "outbox.id"], name="fk_nudge_occurrence_team_id_message"
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "number"], ["nudge.team_id", "nudge.number"], name="fk_nudge_occurrence_team_id_number"
        ),
        sa.PrimaryKeyConstraint("team_id", "number", "sequence", name="pk_nudge_occurrence"),
    )
    op.create_index("ix_nudge_occurrence_team_id_message", "nudge_occurrence", ["team_id", "message"])
    op.execute(
        "INSERT INTO nudge_occurrence (team_id, number, sequence, due_at, message, version) "
        "SELECT team_id, number, 1, due_at, message, 1 FROM nudge"
    )
    with op.batch_alter_table("nudge") as nudge:
        nudge.drop_constraint("fk_nudge_team_id_message", type_="foreignkey")
        nudge.drop_column("message")
