"""Who has acted upon which reminder, and of which weeks somebody was told what nobody acted upon."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Engine,
    Named,
    Row,
    Table,
    TypedColumns,
    and_,
    bindparam,
    or_,
    select,
    update,
)

from bot.domain.ids import OutboxId, TeamId, UserId
from bot.domain.outbox import MessageState
from bot.domain.reactions import monday_of
from bot.services.ping_ports import Unheeded
from storage.catch_up import DELIVERED, GATHERED
from storage.engine import asking
from storage.hooks import TeamSession, core
from storage.inserts import insert_into, proposed
from storage.mapping import metadata
from storage.outbox import outbox
from storage.sweeping import FELT, TEAMS, swept
from storage.types import text_id


class WeekColumns(TypedColumns):
    """The last week, by its Monday, that was begun by going through the one before it."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    monday: Named[date]


weeks = Table("reaction_week", metadata, WeekColumns)

#: Those that have come, by themselves, with others or in a digest: as the partial index says it.
_ASKS = and_(
    outbox.c.react_by.is_not(None),
    or_(
        outbox.c.state == MessageState.SENT,
        outbox.c.reason == DELIVERED,
        outbox.c.reason == "in their digest of that day",
    ),
)
_teller = outbox.alias("teller")
_TOLD = and_(_teller.c.team_id == outbox.c.team_id, _teller.c.id == outbox.c.instead)
#: Or in a message that has come, of which that was not noted yet.
_MAY_ASK = or_(
    _ASKS,
    and_(
        outbox.c.react_by.is_not(None),
        outbox.c.reason == GATHERED,
        select(_teller.c.id).where(_TOLD, _teller.c.state == MessageState.SENT).exists(),
    ),
)
_WITH_TELLER = select(outbox, _teller.c.posted_ts.label("told_ts")).select_from(outbox.outerjoin(_teller, _TOLD))
_IS_OPEN = (_ASKS, outbox.c.acted_at.is_(None), outbox.c.passed_on_at.is_(None))
UNHEEDED = (
    select(outbox.c.team_id, outbox.c.id, outbox.c.about)
    .where(outbox.c.team_id.in_(TEAMS), outbox.c.react_by <= FELT, *_IS_OPEN)
    .order_by(outbox.c.react_by)
)
MONDAY: BindParameter[date] = bindparam("monday")
#: Those whose week has begun here. Where the workspace's clock is behind ours it begins some hours later.
BEGUN_WEEKS = select(weeks.c.team_id).where(weeks.c.team_id.in_(TEAMS), weeks.c.monday >= MONDAY)


def monday_at(felt: datetime) -> date:
    """The latest that may have begun anywhere."""
    return monday_of(felt.astimezone(UTC).date())


class SqlReactions:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def act(self, label: str, user: UserId, now: datetime) -> None:
        theirs = (outbox.c.about == label, outbox.c.recipient == user)
        self._change((*theirs, _MAY_ASK, outbox.c.acted_at.is_(None)), {"acted_at": now})

    def has_acted(self, message: OutboxId) -> bool:
        acted = select(outbox.c.acted_at).where(outbox.c.team_id == self._session.team_id, outbox.c.id == message)
        return core(self._session).execute(acted).scalar_one_or_none() is not None

    def unheeded(self, message: OutboxId, *, now: datetime) -> Unheeded | None:
        this = (outbox.c.team_id == self._session.team_id, outbox.c.id == message, outbox.c.react_by <= now)
        row = core(self._session).execute(_WITH_TELLER.where(*this, *_IS_OPEN).with_for_update(of=outbox)).first()
        return _unheeded(row) if row else None

    def note(self, message: OutboxId, local_date: date) -> None:
        self._change((outbox.c.id == message,), {"reminded_on": local_date})

    def expect(self, message: OutboxId, react_by: datetime) -> None:
        self._change((outbox.c.id == message,), {"react_by": react_by})

    def hasten(self, user: UserId, now: datetime) -> None:
        self._change((outbox.c.recipient == user, outbox.c.react_by > now, *_IS_OPEN), {"react_by": now})

    def pass_on(self, message: OutboxId, now: datetime) -> None:
        self._change((outbox.c.id == message,), {"passed_on_at": now})

    def begin_week(self, local_date: date) -> bool:
        connection = core(self._session)
        row = insert_into(connection, weeks).values(team_id=self._session.team_id, monday=local_date)
        begun = row.on_conflict_do_update(
            index_elements=["team_id"],
            set_={"monday": proposed(weeks.c.monday)},
            where=weeks.c.monday < proposed(weeks.c.monday),
        )
        return connection.execute(begun.returning(weeks.c.team_id)).first() is not None

    def of_week(self, local_date: date) -> Sequence[Unheeded]:
        these = (outbox.c.team_id == self._session.team_id, _ASKS, outbox.c.acted_at.is_(None))
        on_its_days = outbox.c.reminded_on.between(local_date, local_date + timedelta(days=6))
        found = _WITH_TELLER.where(*these, on_its_days).order_by(outbox.c.due_at, outbox.c.sequence)
        return [_unheeded(row) for row in core(self._session).execute(found)]

    def _change(self, these: Sequence[ColumnElement[bool]], values: dict[str, Any]) -> None:
        changed = update(outbox).where(outbox.c.team_id == self._session.team_id, *these)
        core(self._session).execute(changed.values(values))


class ReactionSweep:
    """For the teams whose work is ours. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._asking = asking(engine)

    def unheeded(self, now: datetime, teams: Collection[TeamId]) -> list[tuple[TeamId, OutboxId, str]]:
        found = swept(self._asking, UNHEEDED, teams, felt=now)
        return [(TeamId(team), OutboxId(message), label) for team, message, label in found]

    def without_week(self, monday: date, teams: Collection[TeamId]) -> list[TeamId]:
        begun = {row.team_id for row in swept(self._asking, BEGUN_WEEKS, teams, monday=monday)}
        return [team for team in teams if team not in begun]


def _unheeded(row: Row[Any]) -> Unheeded:
    """Slack's own time of a message is that which people feel."""
    posted = row.posted_ts or row.told_ts
    sent_at = datetime.fromtimestamp(float(posted), UTC) if posted else row.due_at
    is_in_digest = row.state != MessageState.SENT and row.told_ts is None
    return Unheeded(row.id, row.about, UserId(row.recipient), sent_at, row.facts, is_in_digest)
