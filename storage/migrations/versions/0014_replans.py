"""What is to be planned anew, which at first is all that somebody has to do: it may be older than its reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_OF = "SELECT team_id, '{letter}-' || number FROM {table} WHERE closed_at IS NULL AND owner IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "replan",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("about", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "about", name="pk_replan"),
    )
    for letter, table in (("R", "client_request"), ("T", "task")):
        op.execute(f"INSERT INTO replan (team_id, about) {_OF.format(letter=letter, table=table)}")
