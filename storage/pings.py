"""What reaches people unasked, as it stands in the outbox."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, Select, and_, func, select, update

from bot.domain.hours_settings import WORKSPACE
from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId, UserId
from bot.domain.outbox import Message
from bot.domain.pings import Ping
from bot.services.ping_ports import Folded, InDigest, Settings
from storage.catch_up import GATHERED, OLDEST_FIRST, as_waiting
from storage.engine import asking
from storage.hooks import TeamSession, core
from storage.hours import hours
from storage.mornings import mornings
from storage.outbox import FOLDED, REACHES, outbox
from storage.sweeping import TEAMS, swept

_teller = outbox.alias("teller")


class SqlPings:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def last_change(self, channel: ChannelId, ts: MessageTs, *, now: datetime) -> Message | None:
        team = outbox.c.team_id == self._session.team_id
        there = select(outbox.c.id).where(team, outbox.c.posted_channel == channel, outbox.c.posted_ts == ts)
        connection = core(self._session)
        base = connection.execute(there.where(outbox.c.edits.is_(None)).limit(1)).scalar()
        if base is None:
            return None
        about = select(outbox.c.about).where(team, outbox.c.id == base).scalar_subquery()
        changes = select(outbox).where(team, outbox.c.about == about, outbox.c.edits == base)
        row = connection.execute(changes.order_by(outbox.c.sequence.desc()).limit(1)).first()
        if row is None:
            return None
        return Message(
            kind=row.kind,
            about=row.about,
            to=row.recipient,
            key=f"redrawn:{base}:{uuid.uuid4().hex}",
            due_at=now,
            edits=base,
            merge_key=f"edit:{base}",
            fallback=row.fallback,
            facts=row.facts,
        )

    def folded(self, user: UserId) -> Sequence[Folded]:
        return self._found(self._folded(user))

    def for_gathering(self, user: UserId) -> Sequence[Folded]:
        return self._found(self._folded(user).with_for_update())

    def _folded(self, user: UserId) -> Select[Any]:
        theirs = (outbox.c.team_id == self._session.team_id, outbox.c.recipient == user, outbox.c.reason == FOLDED)
        return select(outbox).where(*theirs).order_by(*OLDEST_FIRST)

    def _found(self, waiting: Select[Any]) -> Sequence[Folded]:
        rows = core(self._session).execute(waiting)
        return [Folded(as_waiting(row), row.pinged_on) for row in rows]

    def in_digest(self, user: UserId, label: str) -> InDigest | None:
        theirs = (outbox.c.team_id == self._session.team_id, outbox.c.recipient == user, outbox.c.about == label)
        told_by = outbox.join(_teller, and_(_teller.c.team_id == outbox.c.team_id, _teller.c.id == outbox.c.instead))
        coming = select(outbox.c.pinged_on, _teller.c.due_at, _teller.c.kind).select_from(told_by)
        held = (outbox.c.reason == GATHERED, outbox.c.pinged_on.is_not(None), _teller.c.ended_at.is_(None))
        row = core(self._session).execute(coming.where(*theirs, *held).limit(1)).first()
        return InDigest(row.pinged_on, row.due_at, row.kind) if row is not None and row.pinged_on else None

    def sent_on(self, user: UserId, local_date: date) -> int:
        theirs = (
            outbox.c.team_id == self._session.team_id,
            outbox.c.recipient == user,
            outbox.c.pinged_on == local_date,
        )
        counted = (outbox.c.ping == Ping.SENT, REACHES)
        return core(self._session).execute(select(func.count()).where(*theirs, *counted)).scalar_one()

    def leave_out(self, message: OutboxId) -> bool:
        this = (outbox.c.team_id == self._session.team_id, outbox.c.id == message, outbox.c.reason == FOLDED)
        return core(self._session).execute(update(outbox).where(*this).values(reason=None)).rowcount == 1

    def fold_again(self, message: OutboxId) -> None:
        team = outbox.c.team_id == self._session.team_id
        told = update(outbox).where(team, outbox.c.instead == message, outbox.c.reason == GATHERED)
        core(self._session).execute(told.values(reason=FOLDED, instead=None))


WITH_FOLDED = (
    select(outbox.c.team_id, outbox.c.recipient)
    .where(outbox.c.team_id.in_(TEAMS), outbox.c.reason == FOLDED)
    .distinct()
)


_held, _workspace = WITH_FOLDED.subquery(), hours.alias("hours_of_workspace")
_of_person = and_(hours.c.team_id == _held.c.team_id, hours.c.subject == _held.c.recipient)
_of_workspace = and_(_workspace.c.team_id == _held.c.team_id, _workspace.c.subject == WORKSPACE)
_of_digest = and_(mornings.c.team_id == _held.c.team_id, mornings.c.user_id == _held.c.recipient)
_WITH_SETTINGS = select(_held, mornings.c.version, hours.c.version, _workspace.c.version).select_from(
    _held.outerjoin(mornings, _of_digest).outerjoin(hours, _of_person).outerjoin(_workspace, _of_workspace)
)


class PingSweep:
    """For the teams whose work is ours. Raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._asking = asking(engine)

    def with_folded(self, teams: Collection[TeamId]) -> list[tuple[TeamId, UserId, Settings]]:
        found = swept(self._asking, _WITH_SETTINGS, teams)
        return [(TeamId(team), UserId(user), tuple(settings)) for team, user, *settings in found]
