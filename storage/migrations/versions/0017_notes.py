"""What is said when a request or task is given to somebody, or given back."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("client_request", "task"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))
        with op.batch_alter_table(table) as changed:
            changed.alter_column("note", server_default=None)
