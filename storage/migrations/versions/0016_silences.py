"""Since when Slack refuses an installation, and who looks after a workspace."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pause") as pause:
        pause.add_column(sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("rank", sa.SmallInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("person") as person:
        person.alter_column("rank", server_default=None)
    # Without its beginning it would never end; the next call finds out anew.
    op.execute("delete from pause where method = '*'")
