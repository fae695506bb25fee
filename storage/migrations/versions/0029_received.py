"""When a client's word came in, where that was before it was logged."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("client_request") as request:
        request.add_column(sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
        request.add_column(sa.Column("received_zone", sa.String(), nullable=True))
