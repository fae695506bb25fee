"""Types of requests: the files that say which there are, and what each request was answered under one."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_type_file",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_request_type_file")),
    )
    with op.batch_alter_table("client_request") as request:
        request.add_column(sa.Column("type_name", sa.String(), nullable=True))
        request.add_column(sa.Column("type_label", sa.String(), nullable=False, server_default=""))
        request.add_column(sa.Column("type_version", sa.BigInteger(), nullable=False, server_default="0"))
        request.add_column(sa.Column("answers", sa.JSON(), nullable=False, server_default="[]"))
