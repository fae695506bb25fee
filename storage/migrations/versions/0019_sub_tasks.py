"""Parts of tasks, departments, why something was closed over open parts, and checklists."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NAMED = sa.text("department <> ''")


def upgrade() -> None:
    with op.batch_alter_table("client_request") as request:
        request.add_column(sa.Column("checklist", sa.JSON(), nullable=True))
    with op.batch_alter_table("task") as task:
        task.add_column(sa.Column("why", sa.String(), nullable=False, server_default=""))
        task.add_column(sa.Column("department", sa.String(), nullable=False, server_default=""))
        task.add_column(sa.Column("parent_number", sa.BigInteger(), nullable=True))
        task.add_column(sa.Column("checklist", sa.JSON(), nullable=True))
        task.create_foreign_key(
            op.f("fk_task_team_id_parent_number"), "task", ["team_id", "parent_number"], ["team_id", "number"]
        )
    with op.batch_alter_table("task") as task:
        task.alter_column("why", server_default=None)
        task.alter_column("department", server_default=None)
        task.create_index(op.f("ix_task_team_id_parent_number"), ["team_id", "parent_number"])
    op.create_index(
        "ix_task_department", "task", ["team_id", "department"], sqlite_where=NAMED, postgresql_where=NAMED
    )
