"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "id", name="pk_audit"),
    )
    op.create_index("ix_audit_team_id_entity_what_id", "audit", ["team_id", "entity", "what", "id"], unique=False)
    op.create_table(
        "channel",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_member", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "channel_id", name="pk_channel"),
    )
    op.create_table(
        "channel_member",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "channel_id", "user_id", name="pk_channel_member"),
    )
    op.create_index("ix_channel_member_team_id_user_id", "channel_member", ["team_id", "user_id"], unique=False)
    op.create_table(
        "client",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded_name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number", name="pk_client"),
    )
    op.create_index("ix_client_team_id_channel_id", "client", ["team_id", "channel_id"], unique=False)
    op.create_index("ix_client_team_id_folded_name", "client", ["team_id", "folded_name"], unique=False)
    op.create_table(
        "counter",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "kind", name="pk_counter"),
    )
    op.create_table(
        "digest_schedule",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("local_time", sa.String(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("zone_name", sa.String(), nullable=False),
        sa.Column("next_date", sa.Date(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number", name="pk_digest_schedule"),
    )
    op.create_index(
        "ix_digest_schedule_due",
        "digest_schedule",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("is_on = 1"),
        postgresql_where=sa.text("is_on"),
    )
    op.create_index(
        "uq_digest_schedule_on",
        "digest_schedule",
        ["team_id", "channel_id"],
        unique=True,
        sqlite_where=sa.text("is_on = 1"),
        postgresql_where=sa.text("is_on"),
    )
    op.create_table(
        "inbox",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "key", name="pk_inbox"),
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("merge_key", sa.String(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edits", sa.String(length=32), nullable=True),
        sa.Column("under", sa.String(length=32), nullable=True),
        sa.Column("thread_ts", sa.String(length=32), nullable=True),
        sa.Column("fallback", sa.String(length=32), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt", sa.SmallInteger(), nullable=False),
        sa.Column("first_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_channel", sa.String(length=32), nullable=True),
        sa.Column("posted_ts", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["team_id", "edits"], ["outbox.team_id", "outbox.id"], name="fk_outbox_team_id_edits"),
        sa.ForeignKeyConstraint(["team_id", "under"], ["outbox.team_id", "outbox.id"], name="fk_outbox_team_id_under"),
        sa.PrimaryKeyConstraint("team_id", "id", name="pk_outbox"),
        sa.UniqueConstraint("id", name="uq_outbox_id"),
        sa.UniqueConstraint("team_id", "key", name="uq_outbox_team_id_key"),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["lane", "due_at", "sequence"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_outbox_in_hand",
        "outbox",
        ["team_id"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "ix_outbox_posted",
        "outbox",
        ["team_id", "posted_channel", "posted_ts"],
        unique=False,
        sqlite_where=sa.text("posted_ts IS NOT NULL"),
        postgresql_where=sa.text("posted_ts IS NOT NULL"),
    )
    op.create_index("ix_outbox_team_id_about", "outbox", ["team_id", "about"], unique=False)
    op.create_index("ix_outbox_team_id_sequence", "outbox", ["team_id", "sequence"], unique=False)
    op.create_index(
        "uq_outbox_waiting",
        "outbox",
        ["team_id", "merge_key"],
        unique=True,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "pace",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "recipient", name="pk_pace"),
    )
    op.create_table(
        "pause",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("method", sa.String(length=100), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "method", name="pk_pause"),
    )
    op.create_table(
        "person",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("zone_name", sa.String(), nullable=True),
        sa.Column("home_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "user_id", name="pk_person"),
    )
    op.create_table(
        "client_request",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("priority", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("acceptance", sa.String(20), nullable=False),
        sa.Column("client_number", sa.BigInteger(), nullable=True),
        sa.Column("client_words", sa.String(), nullable=True),
        sa.Column("asker", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("source_permalink", sa.String(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("assigned_by", sa.String(length=32), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_zone", sa.String(), nullable=True),
        sa.Column("audience", sa.String(length=32), nullable=True),
        sa.Column("card", sa.String(length=32), nullable=True),
        sa.Column("logged_by", sa.String(length=32), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(length=32), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(closed_at IS NULL) = (status IN ('new', 'working'))", name="ck_client_request_closed"),
        sa.ForeignKeyConstraint(
            ["team_id", "card"], ["outbox.team_id", "outbox.id"], name="fk_client_request_team_id_card"
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "client_number"],
            ["client.team_id", "client.number"],
            name="fk_client_request_team_id_client_number",
        ),
        sa.PrimaryKeyConstraint("team_id", "number", name="pk_client_request"),
    )
    op.create_index(
        "ix_client_request_heard",
        "client_request",
        ["team_id", "audience"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_client_request_open",
        "client_request",
        ["team_id", "due_at", "number"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_client_request_owned",
        "client_request",
        ["team_id", "owner", "due_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_client_request_team_id_logged_by_logged_at",
        "client_request",
        ["team_id", "logged_by", "logged_at"],
        unique=False,
    )
    op.create_table(
        "digest_occurrence",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("listed", sa.JSON(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "number"],
            ["digest_schedule.team_id", "digest_schedule.number"],
            name="fk_digest_occurrence_team_id_number",
        ),
        sa.PrimaryKeyConstraint("team_id", "number", "local_date", name="pk_digest_occurrence"),
    )
    op.create_table(
        "nudge",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(length=32), nullable=True),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("local", sa.String(), nullable=False),
        sa.Column("zone_name", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=32), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message", sa.String(length=32), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id", "message"], ["outbox.team_id", "outbox.id"], name="fk_nudge_team_id_message"
        ),
        sa.PrimaryKeyConstraint("team_id", "number", name="pk_nudge"),
    )
    op.create_index(
        "ix_nudge_reaching",
        "nudge",
        ["team_id", "user_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.create_index(
        "ix_nudge_set",
        "nudge",
        ["team_id", "set_by", "due_at"],
        unique=False,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.create_table(
        "task",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("acceptance", sa.String(20), nullable=False),
        sa.Column("request_number", sa.BigInteger(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("given_by", sa.String(length=32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_zone", sa.String(), nullable=True),
        sa.Column("audience", sa.String(length=32), nullable=True),
        sa.Column("card", sa.String(length=32), nullable=True),
        sa.Column("closed_by", sa.String(length=32), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(closed_at IS NULL) = (status = 'open')", name="ck_task_closed"),
        sa.ForeignKeyConstraint(["team_id", "card"], ["outbox.team_id", "outbox.id"], name="fk_task_team_id_card"),
        sa.ForeignKeyConstraint(
            ["team_id", "request_number"],
            ["client_request.team_id", "client_request.number"],
            name="fk_task_team_id_request_number",
        ),
        sa.PrimaryKeyConstraint("team_id", "number", name="pk_task"),
    )
    op.create_index(
        "ix_task_heard",
        "task",
        ["team_id", "audience"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_task_open",
        "task",
        ["team_id", "due_at", "number"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_task_owned",
        "task",
        ["team_id", "owner", "due_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_task_team_id_request_number", "task", ["team_id", "request_number"], unique=False)


def downgrade() -> None:
    op.drop_table("task")
    op.drop_table("nudge")
    op.drop_table("digest_occurrence")
    op.drop_table("client_request")
    op.drop_table("person")
    op.drop_table("pause")
    op.drop_table("pace")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("digest_schedule")
    op.drop_table("counter")
    op.drop_table("client")
    op.drop_table("channel_member")
    op.drop_table("channel")
    op.drop_table("audit")
