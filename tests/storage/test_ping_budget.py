"""Nobody gets more of what nobody asked for than so much a day, however many deliveries there are."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event, select

from bot.domain.ids import ChannelId, UserId
from bot.domain.mornings import part_key
from bot.domain.outbox import (
    Accepted,
    Dropped,
    Expired,
    Lane,
    Message,
    MessageKind,
    MessageState,
    NotSent,
    NotThere,
    Outcome,
    Refused,
)
from bot.domain.people import PersonKind
from bot.domain.pings import Ping
from bot.domain.priority import Priority
from bot.domain.request_states import RequestStatus
from bot.domain.schedules import DailyRule
from bot.services import nudge_occurrences
from bot.services.catch_up import CatchUpService
from bot.services.mornings import MorningService
from bot.services.people import PeopleService
from bot.services.pings import PingService, Since, waits
from bot.services.rungs import At
from storage.catch_up import CatchUpSweep
from storage.delivery import SqlOutbox
from storage.engine import reading
from storage.mornings import MorningSweep
from storage.outbox import FOLDED
from storage.outbox import outbox as rows
from storage.ping_budget import Judged, PingBudget, count
from storage.ping_report import tallies
from storage.pings import PingSweep
from storage.store import SqlStore
from storage.undelivered import OutboxDesk
from tests.patience import PATIENCE
from tests.services.office import NobodyElse
from tests.storage import make
from tests.storage.conftest import DatabaseTime
from tests.storage.make import ANA, BEN, NOW, T1, HandClock
from tests.storage.steps import LEASE, POSTED, claim_one, intend, record
from tests.storage.taps import looking_on

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MOST = 3
OF_A_TASK = (MessageKind.TASK_FOR_OWNER, MessageKind.CHANGED, MessageKind.QUESTION, MessageKind.CHASE)


def ping(number: int, *, to: str = BEN, **changed: Any) -> Message:
    values = {
        "kind": MessageKind.TASK_FOR_OWNER,
        "about": f"T-{number}",
        "to": to,
        "key": f"{changed.get('kind', 'owner')}:T-{number}:{to}",
        "due_at": NOW,
        "lane": Lane.REMINDER,
        "fallback": ANA,
    }
    return make.message(**(values | changed))


@dataclass
class Desk:
    engine: Engine
    store: SqlStore
    clock: HandClock

    def __post_init__(self) -> None:
        with self.store.begin(make.OWN_WORK) as tx:
            for user, zone in ((ANA, "Europe/London"), (BEN, "Europe/Berlin")):
                tx.people.add(make.person(user_id=user, zone_name=zone))
        people = PeopleService(self.store, NobodyElse(), self.clock, BERLIN)
        people.load(T1)
        self.mornings = MorningService(self.store, MorningSweep(self.engine), people, self.clock, make.teams)
        self.pings = PingService(self.store, PingSweep(self.engine), people, self.clock, make.teams)
        self.catch_up = CatchUpService(self.store, CatchUpSweep(self.engine), self.clock, make.teams)
        self.outbox = self.another()

    def another(self) -> SqlOutbox:
        return SqlOutbox(self.engine, self.clock, 0, make.teams, pings=PingBudget(MOST, BERLIN))

    def say(self, *messages: Message) -> None:
        with self.store.begin(make.OWN_WORK) as tx:
            for message in messages:
                tx.outbox.add(message)

    def deliver(self, outbox: SqlOutbox | None = None) -> int:
        """All that there is, as one delivery does it; says how much was posted."""
        outbox, sent = outbox or self.outbox, 0
        while claimed := outbox.claim(limit=10, lease=LEASE):
            for row in claimed:
                if outbox.intend([row]):
                    sent += record(outbox, row, Accepted(POSTED))
        return sent

    def standing(self) -> Sequence[Any]:
        with looking_on(self.engine).connect() as connection:
            return connection.execute(select(rows).order_by(rows.c.sequence)).all()

    def counts(self) -> dict[Ping | None, int]:
        found: dict[Ping | None, int] = {}
        for row in self.standing():
            found[row.ping] = found.get(row.ping, 0) + 1
        return found


@pytest.fixture
def desk(engine: Engine, store: SqlStore, clock: HandClock) -> Desk:
    return Desk(engine, store, clock)


def test_three_deliveries_at_once_send_no_more_together(desk: Desk) -> None:
    desk.say(*(ping(number, to=to) for number in range(1, 13) for to in (ANA, BEN)))
    with ThreadPoolExecutor(3) as threads:
        sent = sum(threads.map(desk.deliver, [desk.another() for _ in range(3)]))
    assert sent == 2 * MOST
    assert desk.counts() == {Ping.SENT: 2 * MOST, Ping.FOLDED: 24 - 2 * MOST}
    assert {row.state for row in desk.standing() if row.reason == FOLDED} == {MessageState.CANCELLED}


def test_those_that_are_intended_together_are_counted_one_after_the_other(desk: Desk) -> None:
    desk.say(*(ping(number, to=to) for to in (BEN, ANA) for number in range(1, MOST + 2)))
    first, *_ = desk.outbox.claim(limit=10, lease=LEASE)
    together = [replace(first, id=row.id, to=row.recipient, about=row.about) for row in desk.standing()]
    with desk.engine.begin() as connection:
        judged = PingBudget(MOST, BERLIN).judge(connection, together, NOW)
    assert judged.folded == {together[MOST].id, together[-1].id}


def test_whoever_intends_next_waits_for_whoever_counts(desk: Desk, postgresql: Engine) -> None:
    """Two deliveries claimed one of a person's messages each, in the same moment."""
    if desk.engine is not postgresql:
        return
    desk.say(*(ping(number) for number in range(1, MOST + 2)))
    first = claim_one(desk.outbox)
    *_, before_last, last = [replace(first, id=row.id) for row in desk.standing()]
    budget = PingBudget(2, BERLIN)
    judged: list[Judged] = []

    def other() -> None:
        with desk.engine.begin() as connection:
            judged.append(budget.judge(connection, [last], NOW))

    with ThreadPoolExecutor(1) as thread:
        with desk.engine.begin() as connection:
            these = [first, before_last]
            count(connection, these, budget.judge(connection, these, NOW))
            waiting = thread.submit(other)
            with pytest.raises(FutureTimeout):
                waiting.result(timeout=0.5)
        waiting.result(timeout=PATIENCE)
    assert judged[0].folded == {last.id}


def test_what_must_ring_neither_waits_nor_counts(desk: Desk) -> None:
    with desk.store.begin(make.OWN_WORK) as tx:
        tx.client_requests.add(make.request(priority=Priority.URGENT, owner=BEN))
        tx.nudges.add(make.nudge(number=9, is_urgent=True, user_id=BEN))
        tx.client_requests.add(make.request(number=2))
        for number, request in ((40, 1), (41, 2)):
            tx.tasks.add(make.task(number=number, request_number=request, owner=BEN))
        for number, about in ((12, "R-1"), (13, "T-40"), (14, "T-41")):
            tx.nudges.add(make.nudge(number=number, about=about, user_id=BEN))
    nudge: dict[str, Any] = {"kind": MessageKind.NUDGE, "facts": {"text": "call"}}
    desk.say(
        *(ping(number) for number in range(1, MOST + 2)),
        ping(20, kind=MessageKind.REQUEST_FOR_OWNER, about="R-1"),
        ping(21, about="N-9", **nudge),
        ping(22, about="N-10", **{**nudge, "fallback": BEN}),
        ping(23, about="N-11", **nudge),
        ping(24, kind=MessageKind.UNOWNED),
        ping(25, kind=MessageKind.NOTICE),
        ping(26, kind=MessageKind.RUNG, facts={"rung": "snooze-1"}),
        ping(27, kind=MessageKind.RUNG, facts={"rung": "due", "owner": BEN}),
        ping(30, kind=MessageKind.RUNG, facts={"rung": "due", "owner": ANA}),
        *(ping(40, kind=kind) for kind in OF_A_TASK),
        ping(41, kind=MessageKind.CHANGED),
        *(ping(number, about=f"N-{number}", **nudge) for number in (12, 13, 14)),
        ping(28, kind=MessageKind.REPLY),
        ping(29, to=make.PUBLIC),
    )
    assert desk.deliver() == MOST + 9 + len(OF_A_TASK) + 2
    folded = [row.about for row in desk.standing() if row.ping is Ping.FOLDED]
    assert folded == [f"T-{MOST + 1}", "N-11", "T-27", "T-41", "N-14"]
    assert [row.about for row in desk.standing() if row.ping is None] == ["T-28", "T-29"]


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        pytest.param(datetime(2026, 3, 28, 22, 30, tzinfo=UTC), [28, 29, 30], id="an hour is left out"),
        pytest.param(datetime(2026, 10, 24, 21, 30, tzinfo=UTC), [24, 25, 26], id="an hour comes twice"),
    ],
)
def test_a_day_is_the_readers_own_however_long(desk: Desk, moment: datetime, days: list[int]) -> None:
    """Half an hour before midnight, half an hour after it, and at half past twelve of the day after."""
    for step, at in enumerate((moment, moment + HOUR, datetime.combine(moment, moment.time(), UTC) + 26 * HOUR)):
        desk.clock.moment = at
        desk.say(*(ping(10 * step + number, due_at=at) for number in range(1, MOST + 2)))
        assert desk.deliver() == MOST
    assert sorted({row.pinged_on for row in desk.standing()}) == [date(at.year, at.month, day) for day in days]


@pytest.mark.parametrize("before", [0, MOST - 1], ids=["the first", "the last that there may be"])
def test_what_died_on_its_way_counts_once(desk: Desk, database_time: DatabaseTime, before: int) -> None:
    desk.say(*(ping(number) for number in range(1, before + 1)))
    assert desk.deliver() == before
    desk.say(*(ping(number) for number in range(before + 1, MOST + 1)))
    dead = claim_one(desk.outbox)
    assert intend(desk.outbox, dead)
    database_time.passes(60)
    looked_for = next(row for row in desk.outbox.claim(limit=10, lease=LEASE) if row.id == dead.id)
    assert looked_for.is_unclear
    assert record(desk.outbox, looked_for, NotThere())
    database_time.passes(60)
    assert desk.deliver() == MOST - before
    assert desk.counts() == {Ping.SENT: MOST}


@pytest.mark.parametrize("end", [Refused("msg_too_long"), Expired(), Dropped("closed")], ids=str)
def test_what_never_arrived_leaves_its_place_to_another(desk: Desk, database_time: DatabaseTime, end: Outcome) -> None:
    """It was counted when it was tried; Slack was away then, and afterwards it was too late or not wanted any more."""
    desk.say(ping(1))
    refused = claim_one(desk.outbox)
    assert intend(desk.outbox, refused)
    assert record(desk.outbox, refused, NotSent("offline"))
    database_time.passes(60)
    assert record(desk.outbox, claim_one(desk.outbox), end)
    desk.say(*(ping(number) for number in range(2, MOST + 3)))
    assert desk.deliver() == MOST
    with desk.store.read(T1) as tx:
        assert tx.pings.sent_on(BEN, NOW.date()) == MOST
    assert {each.ping: each.count for each in tallies(desk.engine, NOW.date())} == {Ping.SENT: MOST, Ping.FOLDED: 1}


def folded(desk: Desk) -> list[Any]:
    return [row for row in desk.standing() if row.reason == FOLDED]


def told(desk: Desk) -> dict[str, list[str]]:
    """What each message tells of what was held back."""
    found: dict[str, list[str]] = {}
    for row in desk.standing():
        if row.instead is not None:
            found.setdefault(row.instead, []).append(row.about)
    return found


def with_digest(desk: Desk, user: UserId = BEN) -> None:
    with desk.store.begin(make.OWN_WORK) as tx:
        tx.mornings.add(make.morning(user_id=user, next_date=date(2026, 3, 5), next_at=NOW + 22 * HOUR))


def test_a_digest_that_was_not_sent_leaves_it_to_the_next(desk: Desk) -> None:
    """Two processes plan it at once; then it comes too late, and at last it is refused."""
    with_digest(desk)
    desk.say(*(ping(number) for number in range(1, MOST + 3)))
    desk.deliver()
    assert desk.pings.plan_due() == 0, "not while a digest comes"
    desk.clock.moment = NOW + 22 * HOUR
    with ThreadPoolExecutor(2) as threads:
        assert sum(one.result() for one in [threads.submit(desk.mornings.plan_due) for _ in range(2)]) == 1
    assert [sorted(labels) for labels in told(desk).values()] == [["T-4", "T-5"]]
    assert folded(desk) == []

    late = claim_one(desk.outbox)
    assert late.kind is MessageKind.MORNING
    assert len(late.tells) == 2
    assert record(desk.outbox, late, Expired())
    desk.catch_up.conclude()
    assert [row.about for row in folded(desk)] == ["T-4", "T-5"]

    desk.clock.moment = NOW + 47 * HOUR
    assert desk.mornings.plan_due() == 1
    again = claim_one(desk.outbox)
    assert intend(desk.outbox, again)
    assert record(desk.outbox, again, Refused("restricted_action"))
    desk.catch_up.conclude()
    reported = [row.about for row in desk.standing() if row.kind is MessageKind.NOTICE]
    assert reported == ["T-4"], "to whoever gave it, with the other in the same hour"
    assert folded(desk) == []


def test_whoever_is_a_guest_by_then_has_no_digest_of_it(desk: Desk) -> None:
    with_digest(desk)
    desk.say(*(ping(number) for number in range(1, MOST + 2)))
    desk.deliver()
    with desk.store.begin(make.OWN_WORK) as tx:
        ben = tx.people.for_change(BEN)
        assert ben is not None
        ben.kind = PersonKind.GUEST
    desk.clock.moment = NOW + 22 * HOUR
    desk.mornings.plan_due()
    assert [row for row in desk.standing() if row.kind is MessageKind.MORNING] == []


def test_who_has_no_digest_is_told_at_the_end_of_the_day(desk: Desk) -> None:
    desk.say(*(ping(number) for number in range(1, MOST + 3)))
    desk.deliver()
    desk.clock.moment = datetime(2026, 3, 4, 17, 29, tzinfo=BERLIN).astimezone(UTC)
    assert desk.pings.plan_due() == 0
    desk.clock.moment += MINUTE
    with ThreadPoolExecutor(2) as threads:
        assert sum(one.result() for one in [threads.submit(desk.pings.plan_due) for _ in range(2)]) == 1
    assert [sorted(labels) for labels in told(desk).values()] == [["T-4", "T-5"]]
    assert desk.deliver() == 1
    desk.catch_up.conclude()
    assert desk.pings.plan_due() == 0
    assert {row.reason for row in desk.standing() if row.instead} == {"delivered"}


def test_what_is_too_much_for_one_message_comes_in_two(desk: Desk) -> None:
    """One after the other: each line may need a block of its own, and Slack takes fifty."""
    desk.say(*(ping(number) for number in range(1, MOST + 1 + 36)))
    desk.deliver()
    desk.clock.moment = datetime(2026, 3, 4, 17, 30, tzinfo=BERLIN).astimezone(UTC)
    desk.pings.plan_due()
    assert [len(labels) for labels in told(desk).values()] == [35, 1]
    first, second = [row for row in desk.standing() if row.kind is MessageKind.HELD_BACK]
    assert (first.after, second.after) == (None, first.id)


def test_what_was_not_told_by_then_waits_for_the_morning(desk: Desk) -> None:
    desk.say(*(ping(number) for number in range(1, MOST + 2)))
    desk.deliver()
    for day, hour in ((4, 23), (5, 8)):
        desk.clock.moment = datetime(2026, 3, day, hour, 50, tzinfo=BERLIN).astimezone(UTC)
        assert desk.pings.plan_due() == 0
    desk.clock.moment += 10 * MINUTE
    assert desk.pings.plan_due() == 1


def test_a_date_that_has_had_its_digest_tells_nothing_more(desk: Desk) -> None:
    """From Auckland to Honolulu two dates come once more."""
    with_digest(desk)
    come = [part_key(BEN, date(2026, 3, day), 1) for day in (4, 5)]
    desk.say(*(make.message(kind=MessageKind.MORNING, about=BEN, to=BEN, key=key, due_at=NOW) for key in come))
    desk.say(*(ping(number) for number in range(1, MOST + 2)))
    desk.deliver()
    desk.mornings.set(make.gesture(user_id=BEN), DailyRule(time(13), frozenset(range(7)), "Pacific/Honolulu"))
    with desk.store.begin(make.OWN_WORK) as tx:
        morning = tx.mornings.for_change(BEN)
        assert morning is not None
        assert morning.next_date == date(2026, 3, 6)
        morning.zone_name, morning.next_date, morning.next_at = "Europe/Berlin", date(2026, 3, 5), NOW + HOUR
    desk.clock.moment = NOW + HOUR
    desk.mornings.plan_due()
    desk.catch_up.conclude()
    assert len(folded(desk)) == 1


def test_a_message_that_is_given_up_is_so_with_all_that_it_tells(desk: Desk) -> None:
    """A digest, what is told without one, and reminders told together; none of it comes again."""
    desk.say(*(ping(number) for number in range(1, MOST + 3)))
    desk.deliver()
    desk.clock.moment = datetime(2026, 3, 4, 17, 30, tzinfo=BERLIN).astimezone(UTC)
    assert desk.pings.plan_due() == 1
    late: dict[str, Any] = {"kind": MessageKind.NUDGE, "to": ANA, "due_at": NOW, "facts": {"text": "call"}}
    desk.say(*(ping(number, about=f"N-{number}", **late) for number in (30, 31)))
    assert desk.catch_up.gather() == 2
    at_desk = OutboxDesk(desk.engine)
    given_up = [row for row in desk.standing() if row.kind in {MessageKind.HELD_BACK, MessageKind.CATCH_UP}]
    assert [at_desk.discard(row.id, "told by phone") for row in given_up] == [2, 2]
    desk.catch_up.conclude()
    desk.catch_up.gather()
    assert (desk.pings.plan_due(), desk.deliver(), folded(desk)) == (0, 0, [])
    told_with = [row for row in desk.standing() if row.about in {"T-4", "T-5", "N-30", "N-31"}]
    assert {(row.state, row.reason) for row in told_with} == {(MessageState.CANCELLED, "discarded: told by phone")}


def test_who_is_to_wait_is_not_looked_at_in_every_turn(desk: Desk) -> None:
    """Until it is time, or for some minutes, in which they may have changed their hours; and after a clock set back."""
    with_digest(desk)
    desk.say(*(ping(number) for number in range(1, MOST + 2)))
    desk.deliver()
    looked = list[str]()
    event.listen(reading(desk.engine), "before_cursor_execute", lambda _, __, said, *___: looked.append(said))
    turns = {0: True, 1: False, 4: False, 5: True, 6: False, -30: True, -29: False}
    for minute, is_looked_at in turns.items():
        looked.clear()
        desk.clock.moment = NOW + minute * MINUTE
        assert desk.pings.plan_due() == 0
        assert any("FROM morning" in said for said in looked) is is_looked_at, minute


def rung(**changed: Any) -> Message:
    facts = {"rung": "due", "owner": BEN, "due": NOW.isoformat()}
    return ping(1, kind=MessageKind.RUNG, about="R-1", facts=facts | changed)


def chase(until: datetime) -> Message:
    return ping(1, kind=MessageKind.CHASE, about="R-1", facts={"until": until.isoformat()})


UNTIL, LATER = NOW - HOUR, NOW + 48 * HOUR
SINCE: list[tuple[str, Message, dict[str, Any], Since | None]] = [
    ("a reminder as it was", rung(), {}, Since.SAME),
    ("a reminder of what somebody else has", rung(), {"owner": ANA}, Since.NOT_THEIRS),
    ("a reminder of what is due later", rung(), {"due_at": LATER}, Since.DUE_ELSE),
    ("a reminder of what is snoozed", rung(), {"snoozed_until": LATER}, Since.WAITS),
    ("a reminder of what waits", rung(), {"status": RequestStatus.WAITING_ON_CLIENT}, Since.WAITS),
    ("a reminder of what is on hold", rung(), {"status": RequestStatus.ON_HOLD}, Since.WAITS),
    ("what came back", chase(UNTIL), {"paused_until": UNTIL}, Since.SAME),
    ("what came back to somebody else", chase(UNTIL), {"paused_until": UNTIL, "owner": ANA}, Since.NOT_THEIRS),
    ("what waits for longer", chase(UNTIL), {"paused_until": LATER}, Since.WAITS),
    ("what was given", ping(1, kind=MessageKind.REQUEST_FOR_OWNER, about="R-1"), {}, Since.SAME),
    ("what was given on", ping(1, kind=MessageKind.REQUEST_FOR_OWNER, about="R-1"), {"owner": None}, Since.NOT_THEIRS),
    ("what is theirs no more to see", rung(), {"owner": None, "audience": ChannelId("C9"), "logged_by": ANA}, None),
]


@pytest.mark.parametrize(("message", "changed", "since"), [one[1:] for one in SINCE], ids=[one[0] for one in SINCE])
def test_it_is_told_as_it_is_now(desk: Desk, message: Message, changed: dict[str, Any], since: Since | None) -> None:
    standing = {"owner": BEN, "assigned_by": ANA, "due_at": NOW, "due_zone": "Europe/Berlin", "audience": make.PUBLIC}
    with desk.store.begin(make.OWN_WORK) as tx:
        tx.channels.add(make.channel())
        tx.client_requests.add(make.request(**standing | changed))
    desk.say(*(ping(number) for number in range(2, MOST + 2)))
    desk.deliver()
    desk.say(message)
    desk.deliver()
    desk.clock.moment = datetime(2026, 3, 4, 17, 30, tzinfo=BERLIN).astimezone(UTC)
    desk.pings.plan_due()
    (teller,) = [row for row in desk.standing() if row.kind is MessageKind.HELD_BACK]
    (held,) = desk.pings.told(T1, BEN, teller.id, teller.facts).held
    assert (held.since if held.item else None) == since


def test_it_stands_in_the_list_until_its_digest_has_come(desk: Desk) -> None:
    """Quiet hours may keep a digest that is made already."""
    with_digest(desk)
    with desk.store.begin(make.OWN_WORK) as tx:
        nudge = make.nudge(number=9, user_id=BEN, due_at=NOW)
        tx.nudges.add(nudge)
        nudge_occurrences.plan(tx, nudge, at=NOW, key="nudge:9")
    desk.say(*(ping(number, due_at=NOW - MINUTE) for number in range(1, MOST + 1)))
    desk.deliver()

    def listed() -> list[tuple[datetime, bool, int | None]]:
        at = At(desk.clock.now(), BERLIN)
        with desk.store.read(T1) as tx:
            found = [waits(tx, one, BEN, at) for one in tx.nudges.waiting(seen_by=BEN, offset=0, limit=9).items]
        return [(one.until, one.is_for_digest, one.sent) for one in found if one]

    until = NOW + 22 * HOUR
    assert listed() == [(until, True, MOST)]
    desk.clock.moment = until
    desk.mornings.plan_due()
    assert listed() == [(until, True, MOST)]
    desk.deliver()
    assert listed() == []
    with desk.store.read(T1) as tx:
        assert tx.nudges.waiting(seen_by=BEN, offset=0, limit=9).total == 0
