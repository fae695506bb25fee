"""Slack may let us read one conversation now and the next one only later: each is read, and told of, once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.domain.doubles import Copy
from bot.domain.holds import Search
from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId
from bot.domain.outbox import Posted
from bot.services.orphans import AFTER, OrphanService
from storage.delivery import SqlOutbox
from storage.outbox import outbox
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import NOW, T1, HandClock
from tests.storage.steps import LEASE

ROOMS = [ChannelId(f"C{number}") for number in range(3)]


@dataclass
class Rooms:
    """With an orphan in each; of three questions one is answered."""

    asked: list[str] = field(default_factory=list)
    is_done: bool = False
    until: datetime = NOW

    def searches(self, teams: Collection[TeamId], until: datetime) -> Sequence[Search]:
        assert (tuple(teams), until) == (make.teams(), NOW - AFTER)
        return () if self.is_done else (Search(T1, NOW, self.until, timedelta(seconds=len(self.asked))),)

    def places(self, team: TeamId) -> Sequence[ChannelId]:
        assert team == T1
        return ROOMS

    def posted(self, channel: ChannelId, *, ago: timedelta) -> Sequence[Copy] | None:
        assert ago >= timedelta()
        self.asked.append(channel)
        return None if len(self.asked) % 2 == 0 else [Copy(OutboxId("lost"), Posted(channel, MessageTs("9.5")))]

    def unknown(self, team: TeamId, copies: Sequence[Copy]) -> Sequence[Copy]:
        assert team == T1
        return copies

    def conclude(self, search: Search) -> None:
        assert search.team_id == T1
        self.is_done = True


def test_a_turn_goes_on_after_what_was_read(empty_store: Engine, caplog: pytest.LogCaptureFixture) -> None:
    rooms, clock = Rooms(), HandClock(NOW)
    service = OrphanService(SqlStore(empty_store, lambda: None), rooms, rooms, clock, make.teams)
    assert [service.report() for _ in range(5)] == [1, 1, 1, 0, 0]
    assert (rooms.asked, rooms.is_done) == (["C0", "C1", "C1", "C2", "C2"], True)
    told = SqlOutbox(empty_store, clock, 0, make.teams).claim(limit=10, lease=LEASE)
    assert sorted((row.to, row.facts["count"], row.facts["first"]) for row in told) == [
        (room, "1", "9.500000") for room in ROOMS
    ]
    assert caplog.text.count("orphan in Slack: outbox lost at 9.5 in C") == 3


def test_of_each_copy_that_was_brought_back_it_is_told(empty_store: Engine) -> None:
    rooms, clock = Rooms(), HandClock(NOW)
    service = OrphanService(SqlStore(empty_store, lambda: None), rooms, rooms, clock, make.teams)
    found = 0
    for until in (NOW, NOW + timedelta(minutes=1)):
        rooms.until, rooms.is_done = until, False
        found += sum(service.report() for _ in range(5))
    with empty_store.connect() as connection:
        told = sorted(connection.scalars(select(outbox.c.recipient)))
    assert (found, told) == (6, sorted([*ROOMS, *ROOMS]))
