"""What is about an item is found in its order."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_outbox_team_id_about", "outbox")
    op.create_index("ix_outbox_team_id_about_sequence", "outbox", ["team_id", "about", "sequence"])
