"""Client requests that wait or are on hold, and why one was closed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("client_request") as request:
        request.drop_constraint("ck_client_request_closed", type_="check")
        request.create_check_constraint(
            "ck_client_request_closed", "(closed_at IS NULL) = (status NOT IN ('cancelled', 'done'))"
        )
        request.add_column(sa.Column("cause", sa.String(length=20), nullable=True))
        request.add_column(sa.Column("why", sa.String(), nullable=False, server_default=""))
        request.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        request.add_column(sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))
        request.add_column(sa.Column("paused_zone", sa.String(), nullable=True))
    with op.batch_alter_table("client_request") as request:
        request.alter_column("why", server_default=None)
