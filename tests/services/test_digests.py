"""Digests planned: one a date whoever plans and how often, late ones left out, long ones in parts."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, bindparam, event, text

from bot.domain import zone_data
from bot.domain.client_requests import Acceptance
from bot.domain.digests import Counts
from bot.domain.errors import NoDigestHere, NotHere
from bot.domain.ids import ChannelId, ClientNumber, RequestNumber, ScheduleNumber, TaskNumber
from bot.domain.origins import OwnWork
from bot.domain.outbox import Accepted, Claimed, MessageKind, Result
from bot.domain.schedules import EVERY_DAY, WORKING_DAYS, DailyRule
from bot.services.digest_contents import LINES, Digest, Heading
from bot.services.digests import DigestService
from storage.delivery import SqlOutbox
from storage.engine import reading
from storage.store import SqlStore
from storage.types import UtcDateTime
from tests.storage import make
from tests.storage.make import ANA, OWN_WORK, PRIVATE, PUBLIC, T1, HandClock

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
ONE, TWO = ScheduleNumber(1), ScheduleNumber(2)
ROOM, GONE, SHARED, OUTSIDE = ChannelId("CROOM"), ChannelId("CGONE"), ChannelId("CSHARED"), ChannelId("COUTSIDE")
#: A Tuesday, 15:00 in Berlin.
START = datetime(2026, 3, 3, 14, tzinfo=UTC)


class Office:
    """A store with two client channels and a room, and a service on it by a clock that is moved by hand."""

    def __init__(self, engine: Engine) -> None:
        self.clock = HandClock(START)
        self.engine = engine
        self.store = SqlStore(self.engine, lambda: None)
        self.digests = DigestService(self.store, self.clock, BERLIN, make.teams)
        self._keys = 0
        with self.store.begin(OWN_WORK) as tx:
            tx.people.add(make.person())
            for channel in (PUBLIC, ROOM):
                tx.channels.add(make.channel(channel_id=channel))
            tx.channels.add(make.channel(channel_id=PRIVATE, is_private=True))
            tx.channels.add(make.channel(channel_id=GONE, is_archived=True))
            tx.channels.add(make.channel(channel_id=SHARED, is_shared=True))
            tx.channels.add(make.channel(channel_id=OUTSIDE, is_member=False))
            tx.clients.add(make.client(channel_id=PUBLIC))
            tx.clients.add(make.client(number=ClientNumber(2), name="Secret", channel_id=PRIVATE))

    def gesture(self, **changed: Any) -> Any:
        self._keys += 1
        return make.gesture(**({"channel_id": PUBLIC, "key": f"command:{self._keys}"} | changed))

    def request(self, number: int, **changed: Any) -> None:
        values = {"number": RequestNumber(number), "audience": PUBLIC, "owner": ANA}
        with self.store.begin(OWN_WORK) as tx:
            tx.client_requests.add(make.request(**(values | changed)))

    def pass_to(self, moment: datetime) -> None:
        self.clock.moment = moment

    def due(self) -> list[Claimed]:
        """What delivery would take in hand now, all of it."""
        found: list[Claimed] = []
        outbox = SqlOutbox(self.engine, self.clock, 0, make.teams)
        while claimed := outbox.claim(limit=20, lease=timedelta(days=1)):
            found += claimed
            outbox.record([Result(row, Accepted(None)) for row in claimed])
        return found


@pytest.fixture
def office(empty_store: Engine) -> Office:
    return Office(empty_store)


def daily(hour: int = 9, minute: int = 0, zone: str = "Europe/Berlin") -> DailyRule:
    return DailyRule(time(hour, minute), EVERY_DAY, zone)


def in_berlin(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def labels(digest: Digest | None) -> list[str]:
    assert digest is not None
    return [line.label for line in digest.lines]


def test_the_first_one_comes_at_the_next_wall_time(office: Office) -> None:
    setting = office.digests.set(office.gesture(), daily())
    assert setting.schedule.next_at == in_berlin(4, 9)
    assert setting.client is not None
    assert setting.client.name == "Acme"
    assert setting.replaced is None


def test_setting_again_replaces(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    setting = office.digests.set(office.gesture(), DailyRule(time(16, 30), WORKING_DAYS, "Europe/Berlin"))
    assert setting.replaced is not None
    assert setting.replaced.rule == "week 0,1,2,3,4,5,6 09:00:00 Europe/Berlin"
    assert setting.schedule.next_at == in_berlin(3, 16, 30)
    office.request(1)
    office.pass_to(in_berlin(4, 12))
    office.digests.plan_due()
    assert [row.about for row in office.due() if row.kind is MessageKind.DIGEST] == []
    office.pass_to(in_berlin(4, 17))
    office.digests.plan_due()
    assert [row.about for row in office.due() if row.kind is MessageKind.DIGEST] == ["D-2/2026-03-04"]


def test_the_same_delivery_again_is_answered_alike(office: Office) -> None:
    by = office.gesture()
    first = office.digests.set(by, daily())
    assert office.digests.set(by, daily()).schedule.number == first.schedule.number
    stop = office.gesture()
    stopped = [office.digests.off(stop) for _ in range(2)]
    assert [one and one.number for one in stopped] == [ONE, ONE]
    with pytest.raises(NoDigestHere):
        office.digests.off(office.gesture())


@pytest.mark.parametrize(
    ("channel", "reason"),
    [
        pytest.param(GONE, "archived", id="archived"),
        pytest.param(SHARED, "shared", id="shared with another company"),
        pytest.param(OUTSIDE, "not_member", id="the bot is not in it"),
        pytest.param(ChannelId("CNEVERHEARD"), "not_member", id="never heard of"),
        pytest.param(ChannelId("D1"), "direct", id="a direct message"),
        pytest.param(None, "direct", id="nowhere"),
    ],
)
def test_where_none_can_be_set(office: Office, channel: ChannelId | None, reason: str) -> None:
    with pytest.raises(NotHere) as refused:
        office.digests.set(office.gesture(channel_id=channel), daily())
    assert refused.value.reason == reason
    assert office.digests.here(office.gesture(channel_id=channel)) is None


@pytest.mark.parametrize("times", [0, 1, 5])
def test_one_a_date_however_often_it_is_planned(office: Office, times: int) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1)
    office.pass_to(in_berlin(4, 9))
    assert sum(office.digests.plan_due() for _ in range(times)) == min(times, 1)
    assert [(row.kind, row.to, row.about) for row in office.due()] == [
        (MessageKind.DIGEST, PUBLIC, "D-1/2026-03-04")
    ] * min(times, 1)


def test_of_planners_at_once_one_plans(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1)
    office.pass_to(in_berlin(4, 9, 1))
    start = Barrier(4)

    def plan(_: int) -> int:
        start.wait()
        return office.digests.plan_due()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(plan, range(4))) == 1
    assert len(office.due()) == 1


def test_not_before_its_minute(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1)
    office.pass_to(in_berlin(4, 9) - timedelta(seconds=1))
    assert office.digests.plan_due() == 0


@pytest.mark.parametrize(
    ("now", "posted", "following"),
    [
        pytest.param(in_berlin(4, 9), "D-1/2026-03-04", in_berlin(5, 9), id="on time"),
        pytest.param(in_berlin(4, 13), "D-1/2026-03-04", in_berlin(5, 9), id="4 hours late"),
        pytest.param(in_berlin(4, 13, 1), None, in_berlin(5, 9), id="later is too late"),
        pytest.param(in_berlin(7, 10), "D-1/2026-03-07", in_berlin(8, 9), id="after three days the latest alone"),
        pytest.param(in_berlin(7, 20), None, in_berlin(8, 9), id="after three days, in the evening"),
        pytest.param(in_berlin(7, 8), None, in_berlin(7, 9), id="after three days, before breakfast"),
    ],
)
def test_after_a_sleep(office: Office, now: datetime, posted: str | None, following: datetime) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1)
    office.pass_to(now)
    assert office.digests.plan_due() == 1
    assert [row.about for row in office.due() if row.kind is MessageKind.DIGEST] == ([posted] if posted else [])
    standing = office.digests.here(office.gesture())
    assert standing is not None
    assert standing.schedule.next_at == following


def test_it_is_of_no_use_after_four_hours(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1)
    office.pass_to(in_berlin(4, 10))
    office.digests.plan_due()
    row = office.due()[0]
    assert (row.due_at, row.expires_at, row.fallback) == (in_berlin(4, 9), in_berlin(4, 13), ANA)


@pytest.mark.parametrize(
    ("zone", "local", "night"),
    [
        pytest.param(
            "Europe/Berlin", time(23, 59), datetime(2026, 3, 29, tzinfo=BERLIN), id="23:59, clocks go forward"
        ),
        pytest.param("Europe/Berlin", time(0, 0), datetime(2026, 3, 29, tzinfo=BERLIN), id="00:00, clocks go forward"),
        pytest.param("Europe/Berlin", time(2, 30), datetime(2026, 3, 29, tzinfo=BERLIN), id="in the gap"),
        pytest.param("Europe/Berlin", time(2, 30), datetime(2026, 10, 25, tzinfo=BERLIN), id="shown twice"),
        pytest.param(
            "America/New_York", time(0, 0), datetime(2026, 11, 1, tzinfo=NEW_YORK), id="00:00, clocks go back"
        ),
    ],
)
def test_once_on_the_days_when_the_clocks_change(office: Office, zone: str, local: time, night: datetime) -> None:
    office.pass_to(night - timedelta(hours=30))
    office.digests.set(office.gesture(), DailyRule(local, EVERY_DAY, zone))
    office.request(1)
    dates: list[str] = []
    for _ in range(4 * 24 * 4):
        office.clock.pass_(timedelta(minutes=15))
        office.digests.plan_due()
        dates += [row.about.partition("/")[2] for row in office.due()]
    assert dates == sorted(set(dates))
    assert date.fromisoformat(dates[-1]) - date.fromisoformat(dates[0]) == timedelta(days=len(dates) - 1)
    assert night.date().isoformat() in dates


def test_a_day_with_nothing_open_has_an_occurrence_and_no_message(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.pass_to(in_berlin(4, 9))
    assert office.digests.plan_due() == 1
    assert office.due() == []
    with office.store.read(T1) as tx:
        assert tx.digests.items_of(ONE, date(2026, 3, 4)).is_empty


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        pytest.param(1, [1], id="one"),
        pytest.param(LINES - 1, [LINES - 1], id="almost full"),
        pytest.param(LINES, [LINES], id="full"),
        pytest.param(LINES + 1, [LINES, 1], id="one too many"),
        pytest.param(300, [LINES] * 7 + [20], id="300"),
    ],
)
def test_long_ones_come_in_parts_and_in_order(office: Office, count: int, sizes: list[int]) -> None:
    office.digests.set(office.gesture(), daily())
    with office.store.begin(OWN_WORK) as tx:
        for number in range(1, count + 1):
            tx.client_requests.add(make.request(number=RequestNumber(number), audience=PUBLIC, owner=ANA))
    office.pass_to(in_berlin(4, 9))
    office.digests.plan_due()
    facts = [row.facts for row in office.due()]
    assert facts == [{"part": str(n), "parts": str(len(sizes))} for n in range(1, len(sizes) + 1)]
    parts = [office.digests.part(T1, "D-1/2026-03-04", int(fact["part"])) for fact in facts]
    assert [len(labels(part)) for part in parts] == sizes
    assert {label for part in parts for label in labels(part)} == {f"R-{n}" for n in range(1, count + 1)}
    assert sum(len(labels(part)) for part in parts) == count


def test_headings_by_urgency_in_the_schedules_zone(office: Office) -> None:
    office.digests.set(office.gesture(), daily(9, 0, "America/New_York"))
    at_nine = datetime(2026, 3, 4, 9, tzinfo=NEW_YORK)
    office.request(1, due_at=at_nine - timedelta(minutes=1), due_zone="UTC")
    office.request(2, due_at=at_nine.replace(hour=23), due_zone="UTC")
    office.request(3, owner=None)
    office.request(4)
    office.pass_to(at_nine.astimezone(UTC))
    office.digests.plan_due()
    digest = office.digests.part(T1, office.due()[0].about, 1)
    assert digest is not None
    assert [(line.heading, line.label) for line in digest.lines] == [
        (Heading.OVERDUE, "R-1"),
        (Heading.TODAY, "R-2"),
        (Heading.UNOWNED, "R-3"),
        (Heading.OTHERS, "R-4"),
    ]
    assert digest.counts == Counts(open=4, overdue=1, today=1, unowned=1, new=4)


def test_frozen_numbers_and_current_words(office: Office) -> None:
    """What was logged since is tomorrow's; what moved to a private channel is not named."""
    office.digests.set(office.gesture(), daily())
    for number in (1, 2, 3):
        office.request(number)
    office.pass_to(in_berlin(4, 9))
    office.digests.plan_due()
    office.request(4)
    with office.store.begin(OWN_WORK) as tx:
        tx.client_requests.for_change(RequestNumber(1), seen_by=ANA).title = "Newer words"
        tx.client_requests.for_change(RequestNumber(2), seen_by=ANA).audience = PRIVATE
        tx.client_requests.for_change(RequestNumber(3), seen_by=ANA).finish(by=ANA, at=office.clock.now())
    digest = office.digests.part(T1, "D-1/2026-03-04", 1)
    assert digest is not None
    assert [(line.label, line.item and line.item.title, line.item and line.item.is_open) for line in digest.lines] == [
        ("R-1", "Newer words", True),
        ("R-2", None, None),
        ("R-3", "New logo", False),
    ]


def test_a_room_of_no_client_lists_public_work_and_names_no_private_client(office: Office) -> None:
    office.request(1, client_number=ClientNumber(1))
    office.request(2, client_number=ClientNumber(2), audience=PRIVATE)
    office.request(3, client_number=ClientNumber(2), audience=ROOM)
    with office.store.begin(OWN_WORK) as tx:
        tx.tasks.add(make.task(number=TaskNumber(1), audience=ROOM))
    digest = office.digests.preview(office.gesture(channel_id=ROOM))
    assert {line.label: line.client for line in digest.lines} == {"R-1": "Acme", "R-3": None, "T-1": None}


def test_off_stops_what_is_on_its_way(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1)
    office.pass_to(in_berlin(4, 9))
    office.digests.plan_due()
    assert office.digests.part(T1, "D-1/2026-03-04", 1) is not None
    office.digests.off(office.gesture())
    assert office.digests.part(T1, "D-1/2026-03-04", 1) is None
    office.digests.set(office.gesture(), daily(16))
    assert office.digests.part(T1, "D-1/2026-03-04", 1) is not None


def test_off_is_off(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.digests.off(office.gesture())
    office.request(1)
    office.pass_to(in_berlin(4, 9))
    assert office.digests.plan_due() == 0


@pytest.mark.parametrize(
    ("change", "error"),
    [
        pytest.param({"is_archived": True}, "is_archived", id="archived"),
        pytest.param({"is_shared": True}, "shared", id="shared"),
        pytest.param({"is_member": False}, "not_in_channel", id="left"),
    ],
)
def test_a_channel_that_takes_none_any_more_is_reported_once_each_time(
    office: Office, change: dict[str, bool], error: str
) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1)
    for day, takes_any in ((4, False), (5, False), (6, True), (7, False), (8, False)):
        with office.store.begin(OwnWork(team_id=T1)) as tx:
            channel = tx.channels.for_change(PUBLIC)
            assert channel is not None
            for name, value in change.items():
                setattr(channel, name, value is not takes_any)
        office.pass_to(in_berlin(day, 9))
        office.digests.plan_due()
    told = [row for row in office.due() if row.kind is MessageKind.NOTICE]
    assert [(row.to, row.facts["error"], row.due_at) for row in told] == [
        (ANA, error, in_berlin(4, 9)),
        (ANA, error, in_berlin(7, 9)),
    ]


def test_what_is_new_and_what_was_missed_since_the_last_one(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1, logged_at=in_berlin(4, 8))
    office.pass_to(in_berlin(4, 9))
    office.digests.plan_due()
    office.request(2, logged_at=in_berlin(4, 12))
    office.pass_to(in_berlin(7, 9))
    office.digests.plan_due()
    with office.store.read(T1) as tx:
        items = tx.digests.items_of(ONE, date(2026, 3, 7))
    assert (items.counts.open, items.counts.new, items.missed) == (2, 1, 2)


def test_of_two_that_are_left_out_each_is_reported_and_again_once_one_was_posted(office: Office) -> None:
    for channel in (PUBLIC, ROOM):
        office.digests.set(office.gesture(channel_id=channel), daily())
    office.request(1)
    for day, hour in ((4, 14), (5, 14), (6, 9), (7, 14)):
        office.pass_to(in_berlin(day, hour))
        office.digests.plan_due()
    reported = [(row.about, row.facts["due"][:10]) for row in office.due() if row.kind is MessageKind.NOTICE]
    assert sorted(reported) == [(about, f"2026-03-{day}") for about in ("D-1", "D-2") for day in ("04", "07")]


def test_of_two_that_no_channel_takes_each_is_reported(office: Office) -> None:
    for channel in (PUBLIC, ROOM):
        office.digests.set(office.gesture(channel_id=channel), daily())
    office.request(1, audience=PUBLIC)
    office.request(2, audience=ROOM)
    with office.store.begin(OWN_WORK) as tx:
        for known in tx.channels.all():
            known.is_archived = True
    office.pass_to(in_berlin(4, 9))
    office.digests.plan_due()
    assert sorted(row.about for row in office.due()) == ["D-1", "D-2"]


def test_the_next_part_waits_for_the_one_before(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    with office.store.begin(OWN_WORK) as tx:
        for number in range(1, 2 * LINES + 1):
            tx.client_requests.add(make.request(number=RequestNumber(number), audience=PUBLIC, owner=ANA))
    office.pass_to(in_berlin(4, 9))
    office.digests.plan_due()
    outbox = SqlOutbox(office.engine, office.clock, 0, make.teams)
    (first,) = outbox.claim(limit=20, lease=timedelta(days=1))
    assert first.facts["part"] == "1"
    assert not outbox.claim(limit=20, lease=timedelta(days=1))
    outbox.record([Result(first, Accepted(None))])
    assert [row.facts["part"] for row in outbox.claim(limit=20, lease=timedelta(days=1))] == ["2"]


def test_the_counts_are_those_of_sql(office: Office) -> None:
    """One item may be in several; what the channel may not name is counted."""
    office.digests.set(office.gesture(channel_id=ROOM), daily())
    since = office.clock.now()
    for number in range(1, 41):
        office.request(
            number,
            audience=(ROOM, PUBLIC, PRIVATE, None)[number % 4],
            owner=None if number % 3 else ANA,
            acceptance=Acceptance.ASKED if number % 6 == 0 else Acceptance.NOT_ASKED,
            due_at=(None, in_berlin(4, 8), in_berlin(4, 17), in_berlin(9, 9))[number % 5 % 4],
            due_zone="Europe/Berlin",
            logged_at=since + timedelta(hours=1 if number % 7 else -1),
        )
    office.pass_to(in_berlin(4, 9))
    office.digests.plan_due()
    with office.store.read(T1) as tx:
        counts = tx.digests.items_of(ONE, date(2026, 3, 4)).counts
    query = text(
        """
        select count(*), sum(case when due_at < :now then 1 else 0 end),
            sum(case when due_at >= :now and due_at < :midnight then 1 else 0 end),
            sum(case when owner is null then 1 else 0 end), sum(case when logged_at > :since then 1 else 0 end),
            sum(case when acceptance = 'asked' then 1 else 0 end),
            (select count(*) from client_request where audience is null or audience = 'CPRIVATE')
        from client_request where audience in ('CROOM', :public)
        """
    )
    moments = {"now": office.clock.now(), "midnight": in_berlin(5, 0), "since": since}
    typed = query.bindparams(*(bindparam(name, type_=UtcDateTime()) for name in moments))
    with office.engine.connect() as connection:
        row = connection.execute(typed, moments | {"public": PUBLIC}).one()
    assert astuple(counts) == tuple(row)


def test_newer_zone_data_move_the_instant_and_not_the_date(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    with office.store.begin(OWN_WORK) as tx:
        schedule = tx.digests.one(ONE)
        schedule.zone_data, schedule.next_at = "1999a", schedule.next_at + timedelta(hours=1)
    office.request(1)
    office.pass_to(in_berlin(4, 9))
    assert office.digests.plan_due() == 1
    assert [row.due_at for row in office.due()] == [in_berlin(4, 9)]
    assert office.store.outdated_digests(zone_data.edition(), make.teams()) == []


def test_many_channels_are_planned_from_one_reading(office: Office) -> None:
    rooms = [ChannelId(f"C{number}") for number in range(20)]
    with office.store.begin(OWN_WORK) as tx:
        for room in rooms:
            tx.channels.add(make.channel(channel_id=room))
    for room in rooms:
        office.digests.set(office.gesture(channel_id=room), daily())
    office.request(1)
    office.pass_to(in_berlin(4, 9))
    asked: list[str] = []
    event.listen(reading(office.engine), "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert office.digests.plan_due() == len(rooms)
    assert sum("FROM client_request" in statement for statement in asked) == 1
