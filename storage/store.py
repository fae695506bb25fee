"""The doors to the store: a change of one team, a reading of one team, and the sweeps across all of them."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from bot.domain.errors import StoreUnavailable, TooSlow
from bot.domain.ids import LIAISON, ChannelId, NudgeNumber, ScheduleNumber, TeamId
from bot.domain.origins import Origin
from storage.catch_up import SqlCatchUp
from storage.client_requests import SqlClientRequests
from storage.clients import SqlClients
from storage.digests import SqlDigests, schedules
from storage.engine import background, reading, refusing, until
from storage.hooks import TeamSession
from storage.hours import SqlHours
from storage.inbox import refer, take_in, try_writing
from storage.ladders import SqlLadders
from storage.messages import AT_ONCE, SqlMessages
from storage.mornings import SqlMornings
from storage.nudge_occurrences import SqlNudgeOccurrences
from storage.nudges import SqlNudges, nudges
from storage.people import SqlChannels, SqlPeople
from storage.renumbering import renumber
from storage.tasks import SqlTasks


class SqlTransaction:
    def __init__(self, session: TeamSession, key: str | None, rest: timedelta) -> None:
        self._session = session
        self._key = key
        self.client_requests = SqlClientRequests(session)
        self.tasks = SqlTasks(session)
        self.clients = SqlClients(session)
        self.people = SqlPeople(session)
        self.channels = SqlChannels(session)
        self.outbox = SqlMessages(session, rest)
        self.nudges = SqlNudges(session)
        self.nudge_occurrences = SqlNudgeOccurrences(session)
        self.ladders = SqlLadders(session)
        self.hours = SqlHours(session)
        self.digests = SqlDigests(session)
        self.mornings = SqlMornings(session)
        self.catch_up = SqlCatchUp(session)

    def renumber(self, before: ChannelId, now: ChannelId) -> None:
        renumber(self._session, before, now)

    def remember(self, reference: str) -> None:
        if self._key is not None:
            refer(self._session, self._key, reference)


class SqlStore:
    """`wake` is called after every commit, so that what is due goes out at once, and `failed` after one that was not to
    be had; changes of a message `rest` first.
    """

    def __init__(
        self,
        engine: Engine,
        wake: Callable[[], None],
        *,
        failed: Callable[[], None] = lambda: None,
        rest: timedelta = AT_ONCE,
    ) -> None:
        self._rest = rest
        self._failed = failed
        self._gestures = engine
        self._background = background(engine)
        self._reading = reading(engine)
        self._wake = wake

    @contextmanager
    def begin(self, origin: Origin) -> Iterator[SqlTransaction]:
        try:
            with self._begun(origin) as transaction:
                yield transaction
        except StoreUnavailable:
            self._failed()
            raise
        self._wake()

    @contextmanager
    def _begun(self, origin: Origin) -> Iterator[SqlTransaction]:
        _must_be_wanted(origin)
        engine = self._background if origin.deadline is None else until(self._gestures, origin.deadline)
        with refusing(), TeamSession(engine, origin.team_id, origin.user_id, writes=True) as session:
            if origin.key is not None:
                take_in(session, origin.key)
            transaction = SqlTransaction(session, origin.key, self._rest)
            yield transaction
            session.flush()
            transaction.outbox.write_last()
            _must_be_wanted(origin)
            session.commit()

    @contextmanager
    def read(self, team: TeamId) -> Iterator[SqlTransaction]:
        with refusing(), TeamSession(self._reading, team, LIAISON, writes=False) as session:
            yield SqlTransaction(session, None, self._rest)

    def must_be_reachable(self) -> None:
        """Raises StoreUnavailable."""
        with refusing(), self._reading.connect() as connection:
            connection.execute(select(1))

    def must_be_writable(self, teams: Collection[TeamId]) -> None:
        """Raises StoreUnavailable, also when the disk is full."""
        with refusing():
            for team in teams:
                try_writing(self._background, team)

    def due_nudges(self, now: datetime, teams: Collection[TeamId]) -> list[tuple[TeamId, NudgeNumber]]:
        recurring = nudges.c.rule.is_not(None), nudges.c.cancelled_at.is_(None)
        due = select(nudges.c.team_id, nudges.c.number).where(*recurring, nudges.c.due_at <= now)
        ours = due.where(nudges.c.team_id.in_(list(teams)))
        with refusing(), self._reading.connect() as connection:
            rows = connection.execute(ours.order_by(nudges.c.due_at))
            return [(TeamId(team), NudgeNumber(number)) for team, number in rows]

    def due_digests(self, now: datetime, teams: Collection[TeamId]) -> list[tuple[TeamId, ScheduleNumber]]:
        due = select(schedules.c.team_id, schedules.c.number).where(schedules.c.is_on, schedules.c.next_at <= now)
        ours = due.where(schedules.c.team_id.in_(list(teams)))
        with refusing(), self._reading.connect() as connection:
            rows = connection.execute(ours.order_by(schedules.c.next_at))
            return [(TeamId(team), ScheduleNumber(number)) for team, number in rows]

    def outdated_digests(self, edition: str, teams: Collection[TeamId]) -> list[tuple[TeamId, ScheduleNumber]]:
        older = select(schedules.c.team_id, schedules.c.number).where(
            schedules.c.is_on, schedules.c.zone_data < edition
        )
        with refusing(), self._reading.connect() as connection:
            rows = connection.execute(older.where(schedules.c.team_id.in_(list(teams))))
            return [(TeamId(team), ScheduleNumber(number)) for team, number in rows]


def _must_be_wanted(origin: Origin) -> None:
    if origin.deadline is not None and time.monotonic() > origin.deadline:
        raise TooSlow
