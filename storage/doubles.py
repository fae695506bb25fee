"""Rows whose messages may stand twice: those that were tried more than once."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Engine, and_, func, select, update

from bot.domain.doubles import Doubled, Suspect
from bot.domain.ids import OutboxId, TeamId
from bot.domain.outbox import MessageKind, MessageState, Posted
from storage.engine import asking, background, database_now, refusing
from storage.outbox import outbox
from storage.types import UtcDateTime

#: Twice as long as from one sweep to the next.
RECENT = timedelta(hours=2)

_base = outbox.alias("base")
_THREAD = func.coalesce(outbox.c.thread_ts, _base.c.posted_ts)
_TRIED_AGAIN = (
    select(
        outbox.c.team_id,
        outbox.c.posted_channel,
        _THREAD.label("thread_ts"),
        func.min(outbox.c.due_at, type_=UtcDateTime()),
    )
    .outerjoin(_base, and_(_base.c.team_id == outbox.c.team_id, _base.c.id == outbox.c.under))
    .where(outbox.c.state == MessageState.SENT, outbox.c.attempt > 1, outbox.c.posted_channel.is_not(None))
    .where(outbox.c.edits.is_(None), outbox.c.kind != MessageKind.HOME)
    .group_by(outbox.c.team_id, outbox.c.posted_channel, _THREAD)
)


class DoublesSweep:
    """Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = background(engine)
        self._asking = asking(engine)

    def suspects(self, teams: Collection[TeamId]) -> list[Suspect]:
        with refusing(), self._asking.connect() as connection:
            now = database_now(connection)
            recent = _TRIED_AGAIN.where(outbox.c.team_id.in_(list(teams)), outbox.c.ended_at >= now - RECENT)
            return [
                Suspect(team_id=team, channel=channel, thread_ts=thread, since=since)
                for team, channel, thread, since in connection.execute(recent)
                if channel is not None
            ]

    def keep(self, team: TeamId, message: OutboxId, place: Posted) -> Doubled | None:
        sent = (outbox.c.team_id == team, outbox.c.id == message, outbox.c.state == MessageState.SENT)
        moved = update(outbox).where(*sent).values(posted_channel=place.channel, posted_ts=place.ts)
        told = (outbox.c.kind, outbox.c.about, outbox.c.recipient, outbox.c.fallback, outbox.c.facts)
        with refusing(), self._engine.begin() as connection:
            row = connection.execute(moved.returning(*told)).first()
        if row is None:
            return None
        return Doubled(kind=row.kind, about=row.about, to=row.recipient, fallback=row.fallback, facts=row.facts)
