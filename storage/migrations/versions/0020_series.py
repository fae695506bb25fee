"""Requests and tasks that come again."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("client_number", sa.BigInteger(), nullable=True),
        sa.Column("client_words", sa.String(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=True),
        sa.Column("due_working", sa.Boolean(), nullable=False),
        sa.Column("checklist", sa.String(), nullable=False),
        sa.Column("parts", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("next_date", sa.Date(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=True),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("stopped_by", sa.String(length=32), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "client_number"],
            ["client.team_id", "client.number"],
            name=op.f("fk_series_team_id_client_number"),
        ),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_series")),
    )
    op.create_index(
        "ix_series_due",
        "series",
        ["next_at"],
        sqlite_where=sa.text("is_on = 1"),
        postgresql_where=sa.text("is_on"),
    )
    op.create_table(
        "series_item",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "number"], ["series.team_id", "series.number"], name=op.f("fk_series_item_team_id_number")
        ),
        sa.PrimaryKeyConstraint("team_id", "number", "local_date", name=op.f("pk_series_item")),
    )
    for table in ("client_request", "task"):
        op.add_column(table, sa.Column("series_number", sa.BigInteger(), nullable=True))
        op.add_column(table, sa.Column("series_at", sa.DateTime(timezone=True), nullable=True))
