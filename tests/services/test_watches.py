"""What nobody has is told to its queue's lead after so much working time, until somebody has it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.client_requests import Due, Pause
from bot.domain.hours_settings import HoursSetting
from bot.domain.ids import ClientNumber, RequestNumber, UserId
from bot.domain.outbox import MessageKind, MessageState
from bot.domain.people import Rank
from bot.domain.priority import Priority
from bot.domain.request_states import RequestStatus
from bot.domain.snoozes import Snooze
from bot.services.request_drafts import Draft, Log
from bot.services.snoozes import SnoozeService
from bot.services.watches import Unowned
from storage.outbox import outbox
from tests.services.office import Office
from tests.storage import make
from tests.storage.make import ANA, BEN, CAT, NOW, OWN_WORK, PRIVATE, T1

ONE = RequestNumber(1)
MINUTE, HALF_AN_HOUR = timedelta(minutes=1), timedelta(minutes=30)
RULES = """\
[[queue]]
name = "Print"
people = ["UANA", "UBEN"]
lead = "UCAT"
unowned_minutes = 30

[fallback]
queue = "Print"
"""


@pytest.fixture
def logged(office: Office) -> Office:
    """R-1, on a Wednesday at 9:00."""
    office.rules.load(T1, RULES, "somebody")
    office.requests.log(Log(by=office.by(ANA), draft=Draft(title="Proof")))
    return office


def told(office: Office) -> list[tuple[str, datetime]]:
    """Whom, and from when on; without what was withdrawn."""
    alive = (outbox.c.kind == MessageKind.UNOWNED, outbox.c.state != MessageState.CANCELLED)
    with office.engine.connect() as connection:
        rows = connection.execute(outbox.select().where(*alive, outbox.c.edits.is_(None)).order_by(outbox.c.sequence))
        return [(row.recipient, row.due_at) for row in rows]


def sent(office: Office) -> None:
    """What waits is tried, so that it is not withdrawn any more."""
    with office.engine.begin() as connection:
        mine = outbox.c.kind == MessageKind.UNOWNED
        connection.execute(outbox.update().where(mine).values(state=MessageState.SENT, last_try_at=NOW, ended_at=NOW))


def after(office: Office, span: timedelta, times: int = 1) -> None:
    office.clock.pass_(span)
    for _ in range(times):
        office.watches.plan_due()


def test_after_half_an_hour_the_lead_is_told_once(logged: Office) -> None:
    after(logged, HALF_AN_HOUR - MINUTE)
    assert told(logged) == []
    after(logged, MINUTE, times=5)
    assert told(logged) == [(CAT, NOW + HALF_AN_HOUR)]


def test_and_again_each_half_hour(logged: Office) -> None:
    for times in range(1, 4):
        after(logged, HALF_AN_HOUR)
        sent(logged)
        assert told(logged) == [(CAT, NOW + HALF_AN_HOUR * count) for count in range(1, times + 1)]


def test_what_was_slept_through_is_told_once(logged: Office) -> None:
    after(logged, timedelta(hours=5), times=3)
    assert [to for to, _ in told(logged)] == [CAT]


ENDS = [
    pytest.param(lambda office: office.requests.take(office.by(BEN), ONE), id="taken"),
    pytest.param(lambda office: office.requests.assign(office.by(ANA), ONE, BEN), id="assigned"),
    pytest.param(lambda office: office.requests.finish(office.by(ANA), ONE), id="done"),
    pytest.param(lambda office: office.requests.undo(office.by(ANA), ONE), id="undone"),
    pytest.param(
        lambda office: office.requests.pause(office.by(ANA), ONE, Pause(RequestStatus.ON_HOLD, "x", None)), id="on hold"
    ),
]


@pytest.mark.parametrize("end", ENDS)
def test_then_nobody_is_told_any_more(logged: Office, end: Callable[[Office], object]) -> None:
    end(logged)
    after(logged, timedelta(hours=5))
    assert told(logged) == []


@pytest.mark.parametrize("end", ENDS[:3])
def test_what_has_not_gone_out_yet_is_withdrawn(logged: Office, end: Callable[[Office], object]) -> None:
    after(logged, HALF_AN_HOUR)
    end(logged)
    assert told(logged) == []


def test_given_back_it_is_watched_anew(logged: Office) -> None:
    logged.requests.assign(logged.by(ANA), ONE, BEN)
    after(logged, timedelta(hours=1))
    logged.requests.decline(logged.by(BEN), ONE, "no time")
    after(logged, HALF_AN_HOUR - MINUTE)
    assert told(logged) == []
    after(logged, MINUTE)
    assert [to for to, _ in told(logged)] == [CAT]


def test_working_time_counts(office: Office) -> None:
    office.rules.load(T1, RULES, "somebody")
    office.clock.moment = datetime(2026, 3, 6, 17, 20, tzinfo=UTC)
    office.requests.log(Log(by=office.by(ANA), draft=Draft(title="Proof")))
    after(office, timedelta(days=2))
    assert told(office) == []
    office.clock.moment = monday = datetime(2026, 3, 9, 9, 20, tzinfo=UTC)
    after(office, timedelta())
    assert told(office) == [(CAT, monday)]


def test_urgent_waits_by_any_clock(office: Office) -> None:
    office.rules.load(T1, RULES, "somebody")
    office.clock.moment = night = datetime(2026, 3, 6, 23, 0, tzinfo=UTC)
    office.requests.log(Log(by=office.by(ANA), draft=Draft(title="Proof", priority=Priority.URGENT)))
    after(office, HALF_AN_HOUR)
    assert told(office) == [(CAT, night + HALF_AN_HOUR)]


def test_the_quiet_hours_of_the_lead_hold_it(logged: Office) -> None:
    with logged.store.begin(OWN_WORK) as tx:
        tx.hours.add(_hours(CAT, quiet="09:00-11:00"))
    after(logged, HALF_AN_HOUR)
    after(logged, HALF_AN_HOUR)
    assert told(logged) == [(CAT, NOW + timedelta(hours=2))]


def test_a_lead_on_leave_is_spared(logged: Office) -> None:
    with logged.store.begin(OWN_WORK) as tx:
        tx.hours.add(_hours(CAT, leave="2026-03-01/2026-03-10"))
    boss(logged, BEN)
    after(logged, HALF_AN_HOUR)
    assert [to for to, _ in told(logged)] == [BEN]


def test_who_may_not_see_it_is_not_told(office: Office) -> None:
    office.rules.load(T1, RULES, "somebody")
    office.requests.log(Log(by=office.by(BEN, channel_id=PRIVATE), draft=Draft(title="Proof")))
    after(office, HALF_AN_HOUR)
    assert [to for to, _ in told(office)] == [BEN]


def boss(office: Office, user: UserId) -> None:
    """They look after the workspace."""
    with office.store.begin(OWN_WORK) as tx:
        person = tx.people.for_change(user)
        assert person is not None
        person.rank = Rank.ADMIN


def test_without_rules_whoever_logged_it_is_told_after_a_working_day(office: Office) -> None:
    boss(office, ANA)
    office.requests.log(Log(by=office.by(BEN), draft=Draft(title="Proof")))
    after(office, timedelta(hours=8))
    assert told(office) == []
    after(office, HALF_AN_HOUR)
    assert [to for to, _ in told(office)] == [BEN]


def test_where_a_client_has_an_owner_they_are_told_before_whoever_logged_it(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        tx.clients.add(make.client(owner=CAT))
    office.requests.log(Log(by=office.by(BEN), draft=Draft(title="Proof", client_number=ClientNumber(1))))
    after(office, timedelta(hours=8, minutes=30))
    assert [to for to, _ in told(office)] == [CAT]


def test_what_is_put_out_of_sight_before_its_lead_reads_of_it_is_not_told(logged: Office) -> None:
    with logged.store.begin(OWN_WORK) as tx:
        tx.hours.add(_hours(CAT, quiet="09:00-11:00"))
    after(logged, HALF_AN_HOUR)
    facts = {"since": NOW.isoformat()}
    found = [logged.watches.unowned(T1, "R-1", CAT, facts)]
    until = Due(NOW + timedelta(days=1), "Europe/London")
    SnoozeService(logged.store, logged.requests._people, logged.clock).snooze(logged.by(), "R-1", Snooze(until))
    found.append(logged.watches.unowned(T1, "R-1", CAT, facts))
    assert [isinstance(one, Unowned) and one.is_due for one in found] == [True, False]


def _hours(user: UserId, *, quiet: str | None = None, leave: str = "") -> HoursSetting:
    return HoursSetting(
        team_id=T1, subject=user, zone_name="Europe/London", set_by=user, set_at=NOW, quiet=quiet, leave=leave
    )


def test_what_is_woken_early_is_watched_from_then_on(logged: Office) -> None:
    """Snoozed for a week, it had nobody's attention until somebody wanted it back."""
    snoozes = SnoozeService(logged.store, logged.requests._people, logged.clock)
    until = snoozes.moment(logged.by(), "in 7 days")
    snoozes.snooze(logged.by(), "R-1", Snooze(Due(until.at, until.zone.key)))
    after(logged, HALF_AN_HOUR)
    assert told(logged) == []
    snoozes.wake(logged.by(), "R-1")
    after(logged, HALF_AN_HOUR - MINUTE)
    assert told(logged) == []
    after(logged, MINUTE)
    assert [to for to, _ in told(logged)] == [CAT]
