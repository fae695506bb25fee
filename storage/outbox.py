"""The outbox: what is to be said, in which state that is, and when it may be tried."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Named,
    SmallInteger,
    Table,
    TypedColumns,
    UniqueConstraint,
    text,
)

from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId, UserId
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.pings import Ping
from bot.domain.teams import OfTeam
from storage.mapping import map_for_reading, metadata
from storage.types import UtcDateTime, one_of_few, str_enum, text_id


class OutboxColumns(TypedColumns):
    """`due_at` and `expires_at` are moments that people feel. The others are the machinery's, by the database's clock:
    a row is not taken before `free_at`, the end of a lease, of a backoff or of settling; what may have arrived did so
    between `first_try_at` and a while after `last_try_at`. `instead` names the row whose message stands in the place of
    this one's, which was deleted. `written_at` is known of what rests before it goes out. `ping` says how what
    nobody asked for counts on its reader's day `pinged_on`. Until `react_by` whoever it reminds,
    by itself or with others, and on their day `reminded_on`, has time to act; it is passed on to somebody else once.
    """

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    id: Named[OutboxId] = Column(text_id(OutboxId), primary_key=True)
    sequence: Named[int] = Column(BigInteger(), nullable=False)
    key: Named[str]
    merge_key: Named[str | None]
    kind: Named[MessageKind] = Column(str_enum(MessageKind), nullable=False)
    about: Named[str]
    recipient: Named[str]
    lane: Named[int] = Column(SmallInteger(), nullable=False)
    due_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    expires_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    edits: Named[OutboxId | None] = Column(text_id(OutboxId), nullable=True)
    under: Named[OutboxId | None] = Column(text_id(OutboxId), nullable=True)
    after: Named[OutboxId | None] = Column(text_id(OutboxId), nullable=True)
    instead: Named[OutboxId | None] = Column(text_id(OutboxId), nullable=True)
    written_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    thread_ts: Named[MessageTs | None] = Column(text_id(MessageTs), nullable=True)
    fallback: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    facts: Named[Any] = Column(JSON(), nullable=False)
    state: Named[MessageState] = Column(str_enum(MessageState), nullable=False)
    reason: Named[str | None] = Column(one_of_few(), nullable=True)
    owner: Named[str | None]
    free_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    attempt: Named[int] = Column(SmallInteger(), nullable=False)
    first_try_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    last_try_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    posted_channel: Named[ChannelId | None] = Column(text_id(ChannelId), nullable=True)
    posted_ts: Named[MessageTs | None] = Column(text_id(MessageTs), nullable=True)
    ended_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    ping: Named[Ping | None] = Column(str_enum(Ping), nullable=True)
    pinged_on: Named[date | None]
    react_by: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    reminded_on: Named[date | None]
    acted_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    passed_on_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)


_PENDING, _SENDING = text("state = 'pending'"), text("state = 'sending'")
_UNFINISHED, _POSTED = text("ended_at IS NULL"), text("posted_ts IS NOT NULL")
_REPLACED = text("instead IS NOT NULL")
_FOLDED, _PINGED = text("reason = 'folded'"), text("pinged_on IS NOT NULL")
_ASKS = text(
    "react_by IS NOT NULL AND (state = 'sent' OR reason = 'delivered' OR reason = 'in their digest of that day')"
)

_PUT_BACK = text("state = 'pending' AND free_at IS NOT NULL")

outbox = Table(
    "outbox",
    metadata,
    OutboxColumns,
    UniqueConstraint("id"),
    UniqueConstraint("team_id", "key"),
    ForeignKeyConstraint(["team_id", "edits"], ["outbox.team_id", "outbox.id"]),
    ForeignKeyConstraint(["team_id", "under"], ["outbox.team_id", "outbox.id"]),
    ForeignKeyConstraint(["team_id", "after"], ["outbox.team_id", "outbox.id"]),
    ForeignKeyConstraint(["team_id", "instead"], ["outbox.team_id", "outbox.id"]),
    Index("uq_outbox_waiting", "team_id", "merge_key", unique=True, sqlite_where=_PENDING, postgresql_where=_PENDING),
    Index(
        "ix_outbox_due",
        *("team_id", "lane", "due_at", "sequence"),
        sqlite_where=_UNFINISHED,
        postgresql_where=_UNFINISHED,
    ),
    Index("ix_outbox_in_hand", "team_id", "recipient", sqlite_where=_SENDING, postgresql_where=_SENDING),
    Index(
        "ix_outbox_put_back",
        *("team_id", "recipient"),
        sqlite_where=_PUT_BACK,
        postgresql_where=_PUT_BACK,
    ),
    Index(
        "ix_outbox_posted",
        *("team_id", "posted_channel", "posted_ts"),
        sqlite_where=_POSTED,
        postgresql_where=_POSTED,
    ),
    Index("ix_outbox_react_by", "team_id", "react_by", sqlite_where=_ASKS, postgresql_where=_ASKS),
    Index("ix_outbox_folded", "team_id", "recipient", sqlite_where=_FOLDED, postgresql_where=_FOLDED),
    Index("ix_outbox_pinged", "team_id", "recipient", "pinged_on", sqlite_where=_PINGED, postgresql_where=_PINGED),
    Index("ix_outbox_instead", "team_id", "reason", "instead", sqlite_where=_REPLACED, postgresql_where=_REPLACED),
    # With the order, because SQLite would rather walk a whole workspace in that order than sort a few rows.
    Index(None, "team_id", "about", "sequence"),
    Index(None, "team_id", "sequence"),
)


class OutboxRow(OfTeam):
    """A row of `outbox`, for reading only."""


map_for_reading(OutboxRow, outbox)

#: Why a row has ended that waits for its reader's next digest, because there were enough of them that day.
FOLDED = "folded"
#: How the reason begins of a row that an operator has given up, for good; theirs is behind it.
DISCARDED = "discarded: "
#: Why a row has ended that `instead` tells with others: it waits for that, arrived with it, or is reported with it.
TOLD_TOGETHER = ("gathered", "delivered", "reported")
#: Of a row that certainly has not arrived.
NEVER_TRIED: dict[str, Any] = {"first_try_at": None, "last_try_at": None}
#: One that has ended goes out after all, however late it is.
ANEW = NEVER_TRIED | {
    "state": MessageState.PENDING,
    "reason": None,
    "ended_at": None,
    "expires_at": None,
    "merge_key": None,
}
#: What never arrived counts on nobody's day, though it was counted when it was tried.
REACHES = outbox.c.state.in_((MessageState.PENDING, MessageState.SENDING, MessageState.SENT))


def ended(state: MessageState, reason: str | None) -> dict[str, Any]:
    return {"state": state, "reason": reason, "owner": None, "free_at": None, "ended_at": datetime.now(UTC)}
