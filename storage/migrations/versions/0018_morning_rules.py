"""Digests of one's own come by any rule, no longer on weekdays alone."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("morning") as morning:
        morning.add_column(sa.Column("recurs", sa.String(), nullable=True))
