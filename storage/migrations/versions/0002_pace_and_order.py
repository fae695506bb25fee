"""The order of messages among each other, what stands in a message's place, and the pace of a whole workspace."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_UNFINISHED = sa.text("ended_at IS NULL")
_PUT_BACK = sa.text("state = 'pending' AND free_at IS NOT NULL")
_IN_HAND = sa.text("state = 'sending'")


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("after", sa.String(length=32), nullable=True))
        outbox.add_column(sa.Column("written_at", sa.DateTime(timezone=True), nullable=True))
        outbox.add_column(sa.Column("instead", sa.String(length=32), nullable=True))
        outbox.create_foreign_key("fk_outbox_team_id_after", "outbox", ["team_id", "after"], ["team_id", "id"])
        outbox.create_foreign_key("fk_outbox_team_id_instead", "outbox", ["team_id", "instead"], ["team_id", "id"])
    op.drop_index("ix_outbox_due", "outbox")
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["team_id", "lane", "due_at", "sequence"],
        sqlite_where=_UNFINISHED,
        postgresql_where=_UNFINISHED,
    )
    op.drop_index("ix_outbox_in_hand", "outbox")
    op.create_index(
        "ix_outbox_in_hand",
        "outbox",
        ["team_id", "recipient"],
        sqlite_where=_IN_HAND,
        postgresql_where=_IN_HAND,
    )
    op.create_index(
        "ix_outbox_put_back",
        "outbox",
        ["team_id", "recipient"],
        sqlite_where=_PUT_BACK,
        postgresql_where=_PUT_BACK,
    )
    with op.batch_alter_table("pace") as pace:
        pace.add_column(sa.Column("slowness", sa.Float(), nullable=False, server_default="1"))
    with op.batch_alter_table("pace") as pace:
        pace.alter_column("slowness", server_default=None)
