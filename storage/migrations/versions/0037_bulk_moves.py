"""The queue that many requests are moved to at once."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bulk") as bulk:
        bulk.add_column(sa.Column("queue", sa.String(), nullable=True))
