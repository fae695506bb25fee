"""Who gave a task to whoever has it, why a due date was moved, questions about items, and who watches them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("task") as task:
        task.add_column(sa.Column("assigned_by", sa.String(length=32), nullable=True))
        task.add_column(sa.Column("due_why", sa.String(), nullable=True))
    with op.batch_alter_table("client_request") as request:
        request.add_column(sa.Column("due_why", sa.String(), nullable=True))
    op.create_table(
        "item_question",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_of", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "message"], ["outbox.team_id", "outbox.id"], name=op.f("fk_item_question_team_id_message")
        ),
        sa.PrimaryKeyConstraint("team_id", "label", "number", name=op.f("pk_item_question")),
    )
    op.create_table(
        "item_watcher",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "label", "user_id", name=op.f("pk_item_watcher")),
    )
