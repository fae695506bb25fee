"""Digests by any rule, and by which edition of the zone data they were worked out."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SCHEDULES = sa.table(
    "digest_schedule",
    sa.column("team_id", sa.String()),
    sa.column("number", sa.BigInteger()),
    sa.column("local_time", sa.String()),
    sa.column("weekdays", sa.JSON()),
    sa.column("zone_name", sa.String()),
    sa.column("rule", sa.String()),
)


def upgrade() -> None:
    with op.batch_alter_table("digest_schedule") as schedule:
        schedule.add_column(sa.Column("rule", sa.String(), nullable=True))
        # Older than any edition, so that all are worked out again.
        schedule.add_column(sa.Column("zone_data", sa.String(), nullable=False, server_default=""))
        schedule.add_column(sa.Column("missed", sa.Integer(), nullable=False, server_default="0"))
    _write_rules()
    with op.batch_alter_table("digest_schedule") as schedule:
        schedule.alter_column("rule", existing_type=sa.String(), nullable=False)
        schedule.alter_column("zone_data", existing_type=sa.String(), server_default=None)
        schedule.alter_column("missed", existing_type=sa.Integer(), server_default=None)
        for old in ("local_time", "weekdays", "zone_name"):
            schedule.drop_column(old)


def _write_rules() -> None:
    """`week 0,1,2,3,4 09:00:00 Europe/Berlin`."""
    connection, at = op.get_bind(), _SCHEDULES.c
    for row in connection.execute(sa.select(_SCHEDULES)).all():
        weekdays = json.loads(row.weekdays) if isinstance(row.weekdays, str) else row.weekdays
        rule = f"week {','.join(map(str, weekdays))} {row.local_time}:00 {row.zone_name}"
        this = (at.team_id == row.team_id) & (at.number == row.number)
        connection.execute(sa.update(_SCHEDULES).where(this).values(rule=rule))
