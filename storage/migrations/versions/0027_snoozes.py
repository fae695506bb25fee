"""Requests and tasks that are out of sight until a moment or a reply."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("client_request", "task"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
            changed.add_column(sa.Column("snoozed_zone", sa.String(), nullable=True))
            changed.add_column(sa.Column("snoozed_for", sa.String(length=20), nullable=True))
