"""By which edition of the zone data each workspace's moments were worked out."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zone_edition",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", name="pk_zone_edition"),
    )
