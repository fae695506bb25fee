"""Late reminders are told together: each once, whatever else happens at the same time."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select, update

from bot.domain.errors import AlreadyClosed
from bot.domain.holds import mark
from bot.domain.ids import NudgeNumber, UserId
from bot.domain.outbox import (
    Accepted,
    Claimed,
    InstallationDead,
    Lane,
    Message,
    MessageKind,
    MessageState,
    NotSent,
    Outcome,
    Refused,
)
from bot.services.catch_up import MOST_LINES, CatchUpService
from bot.services.nudges import NudgeService
from bot.services.people import PeopleService
from storage.catch_up import CatchUpSweep
from storage.delivery import SqlOutbox
from storage.outbox import outbox as rows
from storage.store import SqlStore
from tests.services.office import NobodyElse
from tests.storage import make
from tests.storage.conftest import DatabaseTime
from tests.storage.make import ANA, BEN, CAT, NOW, PUBLIC, T1, HandClock
from tests.storage.steps import LEASE, POSTED, claim_one, intend, mend, record
from tests.storage.taps import looking_on

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def reminder(number: int, *, to: str = BEN, **changed: Any) -> Message:
    due_at = changed.pop("due_at", NOW)
    values = {
        "kind": MessageKind.NUDGE,
        "about": f"N-{number}",
        "to": to,
        "key": f"nudge:N-{number}",
        "lane": Lane.REMINDER,
        "due_at": due_at,
        "expires_at": due_at + 12 * HOUR,
        "fallback": ANA,
        "facts": {"text": f"thing {number}"},
    }
    return make.message(**(values | changed))


class Desk:
    """An hour's distance from what is due, and everything that can happen to it."""

    def __init__(self, engine: Engine, store: SqlStore, outbox: SqlOutbox, clock: HandClock) -> None:
        self.engine = engine
        self.store = store
        self.outbox = outbox
        self.clock = clock
        self.catch_up = self.another()

    def another(self) -> CatchUpService:
        return CatchUpService(self.store, CatchUpSweep(self.engine), self.clock, make.teams)

    def say(self, *messages: Message) -> None:
        with self.store.begin(make.OWN_WORK) as tx:
            for message in messages:
                tx.outbox.add(message)

    def standing(self, kind: MessageKind) -> list[Any]:
        with looking_on(self.engine).connect() as connection:
            return list(connection.execute(select(rows).where(rows.c.kind == kind).order_by(rows.c.sequence)).all())

    def told(self) -> list[list[str]]:
        """Which reminders each message that is to go out tells; one that goes out alone tells itself."""
        found: dict[str, list[str]] = {}
        for row in self.standing(MessageKind.NUDGE):
            if row.state is not MessageState.EXPIRED:
                found.setdefault(row.instead or row.id, []).append(row.about)
        return list(found.values())

    def end(self, outcome: Outcome) -> Claimed:
        claimed = claim_one(self.outbox)
        assert intend(self.outbox, claimed)
        assert record(self.outbox, claimed, outcome)
        return claimed


@pytest.fixture
def desk(engine: Engine, store: SqlStore, outbox: SqlOutbox, clock: HandClock) -> Desk:
    return Desk(engine, store, outbox, clock)


def test_what_is_late_is_told_in_one_message_for_each_person(desk: Desk) -> None:
    for number, to in ((1, BEN), (2, CAT), (3, BEN), (4, BEN), (5, CAT)):
        desk.say(reminder(number, to=to, due_at=NOW + (10 - number) * MINUTE))
    desk.clock.pass_(2 * HOUR)
    assert desk.catch_up.gather() == 5
    assert sorted(desk.told()) == [["N-1", "N-3", "N-4"], ["N-2", "N-5"]]
    together = desk.standing(MessageKind.CATCH_UP)
    assert {row.recipient: row.about for row in together} == {BEN: "N-4", CAT: "N-5"}


@pytest.mark.parametrize(
    ("dues", "gathered"),
    [
        pytest.param([0], 0, id="one alone goes by itself"),
        pytest.param([0, 0], 0, id="two on time"),
        pytest.param([0, -3], 0, id="one of them late"),
        pytest.param([-3, -3, 0], 2, id="those that are late"),
        pytest.param([0] * 10, 0, id="as many as go one by one"),
        pytest.param([0] * 11, 11, id="a crowd"),
        pytest.param([5, 5], 0, id="to come"),
    ],
)
def test_what_is_gathered(desk: Desk, dues: Sequence[int], gathered: int) -> None:
    for number, minutes in enumerate(dues):
        desk.say(reminder(number, due_at=NOW + minutes * MINUTE))
    assert desk.catch_up.gather() == gathered
    assert desk.catch_up.gather() == 0


def test_a_copy_of_the_database_can_know_what_was_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By marks of the oldest, as many as a message has room for."""
    monkeypatch.setattr("storage.in_hand.MOST_TOLD", 2)
    desk.say(*(reminder(number, due_at=NOW - number * MINUTE) for number in range(3)))
    desk.clock.pass_(HOUR)
    assert desk.catch_up.gather() == 3
    assert claim_one(desk.outbox).tells == [mark(T1, "nudge:N-2"), mark(T1, "nudge:N-1")]


def test_only_reminders_that_nobody_has_in_hand(desk: Desk) -> None:
    desk.say(*(reminder(number) for number in range(4)))
    desk.clock.pass_(HOUR)
    (in_hand,) = desk.outbox.claim(limit=1, lease=LEASE)
    assert desk.catch_up.gather() == 3
    assert [in_hand.about] in desk.told()
    assert intend(desk.outbox, in_hand)
    assert record(desk.outbox, in_hand, Accepted(POSTED))


def test_nothing_but_reminders(desk: Desk) -> None:
    desk.say(*(make.message(kind=MessageKind.TASK_CARD, key=f"card:{number}") for number in range(20)))
    desk.clock.pass_(HOUR)
    assert desk.catch_up.gather() == 0


def test_one_that_was_tried_is_looked_for_alone(desk: Desk, database_time: DatabaseTime) -> None:
    desk.say(reminder(1))
    tried = claim_one(desk.outbox)
    assert intend(desk.outbox, tried)
    desk.say(reminder(2))
    database_time.passes(3600)
    desk.clock.pass_(HOUR)
    assert desk.catch_up.gather() == 0


def test_a_hand_that_was_too_slow_sends_nothing_of_what_was_gathered(desk: Desk, database_time: DatabaseTime) -> None:
    for number in range(2):
        desk.say(reminder(number))
    desk.clock.pass_(HOUR)
    slow = desk.outbox.claim(limit=1, lease=LEASE)
    assert desk.catch_up.gather() == 0
    database_time.passes(60)
    assert desk.catch_up.gather() == 2
    assert desk.outbox.intend(slow) == set()


@pytest.mark.parametrize("count", [20, 21, 230])
def test_one_message_for_a_place_however_many_there_are(desk: Desk, count: int) -> None:
    desk.say(*(reminder(number, to=PUBLIC) for number in range(count)))
    desk.clock.pass_(HOUR)
    assert desk.catch_up.gather() == count
    assert [len(part) for part in desk.told()] == [count]


def test_what_comes_later_is_told_with_what_waits(desk: Desk) -> None:
    """Slack cannot be reached meanwhile."""
    for number in range(2):
        desk.say(reminder(number))
    desk.clock.pass_(HOUR)
    desk.catch_up.gather()
    waiting = claim_one(desk.outbox)
    assert intend(desk.outbox, waiting)
    assert record(desk.outbox, waiting, NotSent("no connection"))
    for number in range(2, 4):
        desk.say(reminder(number, due_at=NOW + HOUR))
    desk.clock.pass_(HOUR)
    assert desk.catch_up.gather() == 4
    assert desk.told() == [["N-0", "N-1", "N-2", "N-3"]]


def test_while_nothing_goes_out_in_a_workspace_there_is_time(desk: Desk) -> None:
    desk.say(reminder(1))
    refused = claim_one(desk.outbox)
    assert intend(desk.outbox, refused)
    assert record(desk.outbox, refused, InstallationDead("token_revoked"))
    desk.say(reminder(2))
    desk.clock.pass_(HOUR)
    assert desk.catch_up.gather() == 0
    mend(desk.outbox, T1)
    assert desk.catch_up.gather() == 2


def test_several_that_are_too_late_are_told_once_to_whoever_set_them(desk: Desk) -> None:
    for number, setter in ((1, ANA), (2, ANA), (3, ANA), (4, CAT)):
        desk.say(reminder(number, fallback=setter, to=PUBLIC if number == 2 else BEN))
    desk.clock.pass_(13 * HOUR)
    assert desk.catch_up.gather() == 3
    assert desk.catch_up.gather() == 0
    (notice,) = desk.standing(MessageKind.NOTICE)
    assert (notice.recipient, notice.facts["what"], notice.facts["count"]) == (ANA, "missed", "3")
    assert [row.state for row in desk.standing(MessageKind.NUDGE)] == [MessageState.EXPIRED] * 3 + [
        MessageState.PENDING
    ]


def test_of_very_many_that_are_too_late_the_notice_names_as_many_as_it_has_room_for(desk: Desk) -> None:
    desk.say(*(reminder(number) for number in range(MOST_LINES + 5)))
    desk.clock.pass_(13 * HOUR)
    assert desk.catch_up.gather() == MOST_LINES + 5
    (notice,) = desk.standing(MessageKind.NOTICE)
    assert (notice.facts["count"], len(json.loads(notice.facts["lines"]))) == (str(MOST_LINES + 5), MOST_LINES)


@pytest.mark.parametrize(
    ("dues", "facts"),
    [
        pytest.param([-3, -5], {"late": "1"}, id="all of them late"),
        pytest.param([-3, *[0] * 10], {}, id="one of a crowd"),
    ],
)
def test_they_are_said_to_be_late_where_all_are(desk: Desk, dues: Sequence[int], facts: dict[str, str]) -> None:
    """And told for as long as the oldest may be."""
    desk.say(*(reminder(number, due_at=NOW + minutes * MINUTE) for number, minutes in enumerate(dues)))
    desk.catch_up.gather()
    (together,) = desk.standing(MessageKind.CATCH_UP)
    assert (together.facts, together.expires_at) == (facts, NOW + min(dues) * MINUTE + 12 * HOUR)


def test_what_became_too_late_while_it_waited_is_sorted_anew(desk: Desk) -> None:
    for number in range(4):
        desk.say(reminder(number, due_at=NOW + (number // 2) * 6 * HOUR))
    desk.clock.pass_(7 * HOUR)
    assert desk.catch_up.gather() == 4
    desk.clock.pass_(6 * HOUR)
    with looking_on(desk.engine).begin() as connection:
        this = update(rows).where(rows.c.kind == MessageKind.CATCH_UP)
        connection.execute(this.values(state=MessageState.EXPIRED, ended_at=NOW))
    assert desk.catch_up.conclude() == 1
    assert desk.catch_up.gather() == 4
    assert desk.told() == [["N-2", "N-3"]]
    (notice,) = desk.standing(MessageKind.NOTICE)
    assert notice.facts["count"] == "2"
    assert desk.outbox.unfinished() == 2


def test_what_arrived_needs_nothing_more(desk: Desk) -> None:
    for number in range(2):
        desk.say(reminder(number))
    desk.clock.pass_(HOUR)
    desk.catch_up.gather()
    assert desk.catch_up.conclude() == 0
    desk.end(Accepted(POSTED))
    assert [desk.catch_up.conclude(), desk.catch_up.conclude()] == [1, 0]
    assert desk.standing(MessageKind.NOTICE) == []
    assert desk.outbox.unfinished() == 0


def test_what_is_refused_is_told_to_each_who_set_one(desk: Desk) -> None:
    for number, setter in ((1, ANA), (2, ANA), (3, CAT), (4, BEN)):
        desk.say(reminder(number, fallback=setter))
    desk.clock.pass_(HOUR)
    desk.catch_up.gather()
    desk.end(Refused("user_disabled"))
    assert [desk.catch_up.conclude(), desk.catch_up.conclude()] == [1, 0]
    notices = desk.standing(MessageKind.NOTICE)
    assert [(row.recipient, row.about, row.facts.get("others")) for row in notices] == [
        (ANA, "N-1", "N-2"),
        (CAT, "N-3", None),
    ]
    assert {row.facts["error"] for row in notices} == {"user_disabled"}


@pytest.mark.parametrize(("to", "asked"), [(BEN, BEN), (PUBLIC, ANA)])
def test_whether_it_arrived_is_asked_of_one_person(desk: Desk, to: str, asked: str) -> None:
    for number, setter in ((1, ANA), (2, CAT)):
        desk.say(reminder(number, fallback=setter, to=to))
    desk.clock.pass_(HOUR)
    desk.catch_up.gather()
    together = claim_one(desk.outbox)
    assert intend(desk.outbox, together)
    assert record(desk.outbox, together, Refused("unclear"))
    desk.catch_up.conclude()
    (notice,) = desk.standing(MessageKind.NOTICE)
    assert (notice.facts["kind"], notice.facts["row"]) == ("catch_up", together.id), "of all of them"
    with desk.store.begin(make.OWN_WORK) as tx:
        question = tx.outbox.question(together.id, user=UserId(asked))
        assert question is not None
        tx.outbox.send_again(together.id)
        assert [row.about for row in tx.catch_up.gathered(together.id)] == ["N-1", "N-2"]


def test_many_hands_at_once_lose_and_double_nothing(desk: Desk) -> None:
    for number in range(30):
        desk.say(reminder(number, to=(BEN, CAT, ANA)[number % 3]))
    desk.clock.pass_(HOUR)
    services = [desk.another() for _ in range(3)]
    with ThreadPoolExecutor(4) as pool:
        gathered = [pool.submit(service.gather) for service in services]
        pool.submit(desk.outbox.claim, limit=5, lease=LEASE).result()
        total = sum(one.result() for one in gathered)
    # What was in other hands just then is left to the next turn, which may gather those of its place anew with it.
    total += desk.catch_up.gather()
    assert total >= sum(row.instead is not None for row in desk.standing(MessageKind.NUDGE)) >= 20
    assert sorted(label for labels in desk.told() for label in labels) == sorted(f"N-{number}" for number in range(30))


def test_what_the_next_one_says_is_not_gathered(desk: Desk) -> None:
    for number in range(3):
        due_at = NOW + number * HOUR
        rung: dict[str, Any] = {
            "kind": MessageKind.RUNG,
            "facts": {"next": (due_at + HOUR).isoformat()} if number < 2 else {},
        }
        desk.say(reminder(number, due_at=due_at, **rung))
    desk.clock.pass_(3 * HOUR)
    assert desk.catch_up.gather() == 0
    desk.say(reminder(4))
    assert desk.catch_up.gather() == 2


def test_what_waits_with_others_can_still_be_cancelled(desk: Desk) -> None:
    people = PeopleService(desk.store, NobodyElse(), desk.clock, ZoneInfo("Europe/London"))
    service = NudgeService(desk.store, people, desk.clock)
    with desk.store.begin(make.OWN_WORK) as tx:
        for number in (NudgeNumber(1), NudgeNumber(2), NudgeNumber(3)):
            message = tx.outbox.add(reminder(number))
            tx.nudges.add(make.nudge(number=number))
            tx.nudge_occurrences.add(make.occurrence(number=number, message=message))
    desk.clock.pass_(HOUR)
    desk.catch_up.gather()
    service.cancel(make.gesture(), NudgeNumber(1))
    desk.end(Accepted(POSTED))
    with pytest.raises(AlreadyClosed) as refused:
        service.cancel(make.gesture(key="command:2"), NudgeNumber(2))
    assert refused.value.how == "sent"
    desk.catch_up.conclude()
    with pytest.raises(AlreadyClosed):
        service.cancel(make.gesture(key="command:3"), NudgeNumber(3))


def test_what_comes_since_is_told_with_very_many(desk: Desk) -> None:
    desk.say(*(reminder(number, to=PUBLIC) for number in range(150)))
    desk.clock.pass_(HOUR)
    assert desk.catch_up.gather() == 150
    desk.say(*(reminder(number, to=PUBLIC) for number in range(150, 162)))
    assert desk.catch_up.gather() == 162
    assert len([row for row in desk.standing(MessageKind.CATCH_UP) if row.ended_at is None]) == 1
    assert list(map(len, desk.told())) == [162]
