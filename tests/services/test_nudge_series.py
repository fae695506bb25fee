"""Recurring reminders are planned once a date, by however many processes and however often."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select, update

from bot.domain.ids import NudgeNumber
from bot.domain.outbox import MessageKind
from bot.domain.recurrence import Rule
from bot.domain.schedules import DailyRule, next_after
from bot.services.nudge_series import NudgeSeriesService
from storage.nudges import nudges
from storage.outbox import outbox
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, NOW, OWN_WORK, T1, HandClock

BERLIN = "Europe/Berlin"
DAILY = DailyRule(time(9), frozenset(range(7)), BERLIN)
DAY = timedelta(days=1)


class Series:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.store = SqlStore(engine, lambda: None)
        self.clock = HandClock(NOW)
        self.service = self.another()

    def another(self) -> NudgeSeriesService:
        return NudgeSeriesService(self.store, self.clock, ZoneInfo("Europe/London"), make.teams)

    def begin(self, rule: Rule = DAILY) -> None:
        with self.store.begin(OWN_WORK) as tx:
            tx.people.add(make.person(user_id=ANA))
            nudge = make.nudge(number=NudgeNumber(1), user_id=ANA)
            nudge.expect(next_after(rule, self.clock.now()), rule)
            tx.nudges.add(nudge)

    def planned(self) -> list[tuple[str, datetime]]:
        rows = select(outbox.c.key, outbox.c.due_at).where(outbox.c.kind == MessageKind.NUDGE)
        with self.engine.connect() as connection:
            return [(key, due_at) for key, due_at in connection.execute(rows.order_by(outbox.c.sequence))]

    def dates(self) -> list[date]:
        return [date.fromisoformat(key.rpartition(":")[2]) for key, _ in self.planned()]


@pytest.fixture
def series(empty_store: Engine) -> Series:
    return Series(empty_store)


def test_in_any_number_of_turns(series: Series) -> None:
    series.begin()
    chance = random.Random(4)
    for _ in range(60):
        series.clock.pass_(timedelta(hours=chance.choice((1, 3, 7))))
        with ThreadPoolExecutor(3) as pool:
            turns = [pool.submit(series.another().plan_due) for _ in range(chance.choice((0, 1, 5)))]
            assert sum(turn.result() for turn in turns) <= 1
    series.service.plan_due()
    days = series.dates()
    assert days == sorted(set(days))
    assert len(days) > 5


def test_each_date_has_its_own_over_a_change_of_the_clocks(series: Series) -> None:
    series.begin(DailyRule(time(2, 30), frozenset(range(7)), BERLIN))
    for _ in range(40):
        series.clock.pass_(DAY)
        assert series.service.plan_due() == 1
    days = series.dates()
    assert [after - before for before, after in pairwise(days)] == [DAY] * 39
    gap = dict(zip(days, (at for _, at in series.planned()), strict=True))[date(2026, 3, 29)]
    assert f"{gap.astimezone(ZoneInfo(BERLIN)):%H:%M}" == "03:00"


def test_of_those_that_were_missed_the_latest(series: Series) -> None:
    series.begin()
    series.clock.pass_(10 * DAY)
    assert [series.service.plan_due(), series.service.plan_due()] == [1, 0]
    assert series.dates() == [date(2026, 3, 14)]


def test_one_that_was_cancelled_plans_nothing(series: Series) -> None:
    series.begin()
    with series.store.begin(OWN_WORK) as tx:
        tx.nudges.for_change(NudgeNumber(1), seen_by=ANA).cancel(by=ANA, at=NOW)
    series.clock.pass_(DAY)
    assert series.service.plan_due() == 0


def test_a_zone_that_is_no_more(series: Series) -> None:
    series.begin()
    with series.engine.begin() as connection:
        gone = "week 0,1,2,3,4,5,6 09:00:00 US/Pacific-New"
        connection.execute(update(nudges).where(nudges.c.team_id == T1).values(rule=gone))
    series.clock.pass_(DAY)
    assert series.service.plan_due() == 1
    with series.store.read(T1) as tx:
        nudge = tx.nudges.known(NudgeNumber(1))
        assert nudge is not None
        assert nudge.zone_name == "Europe/London"
        assert f"{nudge.due_at.astimezone(ZoneInfo('Europe/London')):%H:%M}" == "09:00"


def test_a_failure_of_one_holds_up_no_other(series: Series) -> None:
    series.begin()
    with series.store.begin(OWN_WORK) as tx:
        other = make.nudge(number=NudgeNumber(2), user_id=ANA)
        other.expect(next_after(DAILY, NOW), DAILY)
        tx.nudges.add(other)
    with series.engine.begin() as connection:
        connection.execute(update(nudges).where(nudges.c.number == 1).values(rule="nonsense"))
    series.clock.pass_(DAY)
    with pytest.raises(ValueError, match="unpack"):
        series.service.plan_due()
    assert [key for key, _ in series.planned()] == ["nudge:N-2:2026-03-05"]


def test_one_that_cannot_be_read_holds_up_no_other(series: Series) -> None:
    series.begin()
    with series.store.begin(OWN_WORK) as tx:
        broken = make.nudge(number=NudgeNumber(2), user_id=ANA, rule="often", next_date=NOW.date(), due_at=NOW)
        tx.nudges.add(broken)
    series.clock.pass_(DAY)
    for _ in range(2):
        with pytest.raises(ValueError, match="unpack"):
            series.service.plan_due()
    assert series.dates() == [date(2026, 3, 5)]
