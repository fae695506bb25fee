"""The doors to the store: a change of one team, a reading of one team, and the sweeps across all of them."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from bot.domain.clock import SYSTEM_CLOCK, Clock
from bot.domain.errors import StoreUnavailable, TooSlow
from bot.domain.ids import LIAISON, ChannelId, NudgeNumber, ScheduleNumber, TeamId, UserId
from bot.domain.origins import Origin
from bot.domain.people import Person
from storage.bulks import SqlBulks
from storage.catch_up import SqlCatchUp
from storage.channel_settings import SqlChannelSettings
from storage.client_requests import SqlClientRequests
from storage.clients import SqlClients
from storage.configs import SqlConfigs
from storage.days import SqlDays
from storage.digests import DUE_DIGESTS, OUTDATED_DIGESTS, SqlDigests
from storage.engine import asking, background, reading, refusing, until
from storage.heard import SqlHeard
from storage.histories import SqlHistories
from storage.hooks import TeamSession
from storage.hours import SqlHours
from storage.inbox import refer, take_in, try_writing
from storage.item_questions import SqlItemQuestions
from storage.item_watchers import SqlItemWatchers
from storage.ladders import SqlLadders
from storage.merges import SqlMerges
from storage.messages import AT_ONCE, SqlMessages
from storage.milestones import SqlMilestones
from storage.mornings import SqlMornings
from storage.nudge_occurrences import SqlNudgeOccurrences
from storage.nudges import DUE_NUDGES, SqlNudges
from storage.people import SqlChannels, SqlPeople, person
from storage.pings import SqlPings
from storage.reactions import SqlReactions
from storage.renumbering import renumber
from storage.replans import SqlReplans
from storage.roster import roster
from storage.saved_searches import SqlSavedSearches
from storage.search import SqlSearch
from storage.series import SqlSeries
from storage.sweeping import swept
from storage.tasks import SqlTasks
from storage.turns import SqlTurns
from storage.watches import SqlWatches
from storage.zone_data import SqlZoneData


class SqlTransaction:
    def __init__(self, session: TeamSession, key: str | None, rest: timedelta) -> None:
        self._session = session
        self._key = key
        self.client_requests = SqlClientRequests(session)
        self.tasks = SqlTasks(session)
        self.series = SqlSeries(session)
        self.milestones = SqlMilestones(session)
        self.clients = SqlClients(session)
        self.channel_settings = SqlChannelSettings(session)
        self.heard = SqlHeard(session)
        self.people = SqlPeople(session)
        self.channels = SqlChannels(session)
        self.outbox = SqlMessages(session, rest)
        self.nudges = SqlNudges(session)
        self.nudge_occurrences = SqlNudgeOccurrences(session)
        self.ladders = SqlLadders(session)
        self.item_questions = SqlItemQuestions(session)
        self.item_watchers = SqlItemWatchers(session)
        self.merges = SqlMerges(session)
        self.bulks = SqlBulks(session)
        self.histories = SqlHistories(session)
        self.configs = SqlConfigs(session)
        self.turns = SqlTurns(session)
        self.watches = SqlWatches(session)
        self.hours = SqlHours(session)
        self.replans = SqlReplans(session)
        self.search = SqlSearch(session)
        self.saved_searches = SqlSavedSearches(session)
        self.zone_data = SqlZoneData(session)
        self.digests = SqlDigests(session)
        self.days = SqlDays(session)
        self.mornings = SqlMornings(session)
        self.catch_up = SqlCatchUp(session)
        self.pings = SqlPings(session)
        self.reactions = SqlReactions(session)

    def renumber(self, before: ChannelId, now: ChannelId) -> None:
        renumber(self._session, before, now)

    def remember(self, reference: str) -> None:
        if self._key is not None:
            refer(self._session, self._key, reference)


class SqlStore:
    """`wake` is called after every commit, so that what is due goes out at once, and `failed` after one that was not to
    be had; changes of a message `rest` first. What the audit says of moments is `clock`'s, which people read.
    """

    def __init__(
        self,
        engine: Engine,
        wake: Callable[[], None],
        *,
        failed: Callable[[], None] = lambda: None,
        rest: timedelta = AT_ONCE,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._clock = clock
        self._rest = rest
        self._failed = failed
        self._gestures = engine
        self._background = background(engine)
        self._reading = reading(engine)
        self._asking = asking(engine)
        self._roster = roster(engine, self._person)
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
        with (
            refusing(),
            TeamSession(engine, origin.team_id, origin.user_id, writes=True, clock=self._clock) as session,
            self._knowing(session),
        ):
            if origin.key is not None:
                take_in(session, origin.key)
            transaction = SqlTransaction(session, origin.key, self._rest)
            yield transaction
            session.flush()
            transaction.outbox.write_last()
            _must_be_wanted(origin)
            session.commit()

    @contextmanager
    def _knowing(self, session: TeamSession) -> Iterator[None]:
        """Also after a commit whose end is not known."""
        try:
            yield
        finally:
            if Person in session.changed:
                self._roster.forget()

    @contextmanager
    def read(self, team: TeamId) -> Iterator[SqlTransaction]:
        with refusing(), TeamSession(self._reading, team, LIAISON, writes=False) as session:
            yield SqlTransaction(session, None, self._rest)

    def person(self, team: TeamId, user: UserId) -> Person | None:
        return self._roster.one(team, user)

    def _person(self, team: TeamId, user: UserId) -> Person | None:
        with refusing(), self._asking.connect() as connection:
            return person(connection, team, user)

    def must_be_reachable(self) -> None:
        """Raises StoreUnavailable."""
        with refusing(), self._asking.connect() as connection:
            connection.execute(select(1))

    def must_be_writable(self, teams: Collection[TeamId]) -> None:
        """Raises StoreUnavailable, also when the disk is full."""
        with refusing():
            for team in teams:
                try_writing(self._background, team)

    def due_nudges(self, now: datetime, teams: Collection[TeamId]) -> list[tuple[TeamId, NudgeNumber]]:
        found = swept(self._asking, DUE_NUDGES, teams, felt=now)
        return [(TeamId(team), NudgeNumber(number)) for team, number in found]

    def due_digests(self, now: datetime, teams: Collection[TeamId]) -> list[tuple[TeamId, ScheduleNumber]]:
        found = swept(self._asking, DUE_DIGESTS, teams, felt=now)
        return [(TeamId(team), ScheduleNumber(number)) for team, number in found]

    def outdated_digests(self, edition: str, teams: Collection[TeamId]) -> list[tuple[TeamId, ScheduleNumber]]:
        found = swept(self._asking, OUTDATED_DIGESTS, teams, edition=edition)
        return [(TeamId(team), ScheduleNumber(number)) for team, number in found]


def _must_be_wanted(origin: Origin) -> None:
    if origin.deadline is not None and time.monotonic() > origin.deadline:
        raise TooSlow
