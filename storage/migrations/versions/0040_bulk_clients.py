"""The client, type or priority that many requests are given at once."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bulk") as bulk:
        bulk.add_column(sa.Column("client_number", sa.BigInteger(), nullable=True))
        bulk.add_column(sa.Column("type_name", sa.String(), nullable=True))
        bulk.add_column(sa.Column("priority", sa.String(length=20), nullable=True))
