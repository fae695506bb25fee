"""Until when something is held, asked of the rows that people have set."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.domain.hours import Closed, Reason
from bot.domain.hours_settings import WORKSPACE, HoursSetting
from bot.domain.ids import ChannelId, UserId
from bot.services.holding import Held, held_until
from storage.store import SqlStore
from tests.storage import make
from tests.storage.conftest import Wakes
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, PUBLIC, T1

BERLIN, LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
#: 08:00 in London and 09:00 in Berlin, on the Monday behind Christmas.
SATURDAY, MONDAY_IN_BERLIN = datetime(2027, 12, 25, 12, tzinfo=UTC), datetime(2027, 12, 27, 8, tzinfo=UTC)


def setting(subject: str, **changed: object) -> HoursSetting:
    made = HoursSetting(team_id=T1, subject=subject, zone_name="Europe/Berlin", set_by=BEN, set_at=NOW)
    for name, value in changed.items():
        setattr(made, name, value)
    return made


@pytest.fixture
def peopled(store: SqlStore) -> SqlStore:
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person(zone_name="Europe/Berlin"))
        tx.channels.add(make.channel())
    return store


def held(
    store: SqlStore,
    to: UserId | ChannelId,
    at: datetime = SATURDAY,
    *,
    is_urgent: bool = False,
    is_explicit: bool = True,
) -> Held:
    with store.read(T1) as tx:
        return held_until(tx, to, at, is_urgent=is_urgent, is_explicit=is_explicit, workspace_zone=LONDON)


def kept(store: SqlStore, *settings: HoursSetting) -> None:
    with store.begin(OWN_WORK) as tx:
        for one in settings:
            tx.hours.add(one)


def test_nobody_set_any(peopled: SqlStore) -> None:
    """What somebody chose comes then, what Liaison sends by itself on the next working day."""
    assert held(peopled, ANA) == Held(SATURDAY, BERLIN)
    assert held(peopled, ANA, is_explicit=False) == Held(MONDAY_IN_BERLIN, BERLIN, Closed(Reason.DAY_OFF))


def test_urgent_is_never_held(peopled: SqlStore) -> None:
    kept(peopled, setting(ANA, leave="2027-12-20/2027-12-31"))
    assert held(peopled, ANA, is_urgent=True, is_explicit=False) == Held(SATURDAY, BERLIN)


def test_ones_own_before_the_workspaces(peopled: SqlStore) -> None:
    kept(peopled, setting(WORKSPACE, weekdays=(0, 1, 2, 3), spans="10:00-16:00", quiet="20:00-08:00"))
    assert held(peopled, ANA).at == datetime(2027, 12, 27, 9, tzinfo=UTC)
    kept(peopled, setting(ANA, weekdays=(0, 1, 2, 3, 4, 5, 6), spans="00:00-24:00"))
    assert held(peopled, ANA).at == SATURDAY
    night = datetime(2027, 12, 25, 23, tzinfo=UTC)
    assert held(peopled, ANA, night) == Held(datetime(2027, 12, 26, 7, tzinfo=UTC), BERLIN, Closed(Reason.QUIET))


def test_a_holiday_and_leave(peopled: SqlStore) -> None:
    kept(peopled, setting(ANA, country="DE", leave="2027-12-26/2027-12-28"))
    assert held(peopled, ANA).closed == Closed(Reason.HOLIDAY, "Christmas Day")
    assert held(peopled, ANA).at == datetime(2027, 12, 28, 23, tzinfo=UTC)


def test_a_channel_by_the_clock_of_whoever_set_it(peopled: SqlStore) -> None:
    kept(peopled, setting(PUBLIC, weekdays=(0,), spans="09:00-17:00"))
    assert held(peopled, PUBLIC) == Held(MONDAY_IN_BERLIN, BERLIN, Closed(Reason.DAY_OFF))


def test_a_channels_own_clock_before_the_workspaces(peopled: SqlStore) -> None:
    kept(peopled, setting(WORKSPACE, zone_name="America/New_York", weekdays=(0,), spans="09:00-17:00"))
    assert held(peopled, PUBLIC).at == datetime(2027, 12, 27, 14, tzinfo=UTC)
    kept(peopled, setting(PUBLIC, quiet="20:00-08:00"))
    assert held(peopled, PUBLIC).at == MONDAY_IN_BERLIN


def test_somebody_unknown_has_the_workspaces_zone(peopled: SqlStore) -> None:
    assert held(peopled, BEN, is_explicit=False).at == datetime(2027, 12, 27, 9, tzinfo=UTC)


def test_whoever_reads_them_waits_for_nobody(postgresql: Engine) -> None:
    """Two who give each other something plan by the hours of both, each beginning with the other's."""
    store = SqlStore(postgresql, Wakes())
    kept(store, setting(ANA), setting(BEN))
    with store.begin(OWN_WORK) as one, store.begin(OWN_WORK) as other:
        read = [(tx.hours.one(first), tx.hours.one(then)) for tx, first, then in ((one, ANA, BEN), (other, BEN, ANA))]
    assert [[each.subject for each in both if each] for both in read] == [[ANA, BEN], [BEN, ANA]]


def test_whoever_changes_them_sees_what_was_changed_meanwhile(store: SqlStore) -> None:
    kept(store, setting(ANA))
    with store.begin(OWN_WORK) as tx:
        before, mine = tx.hours.one(ANA), tx.hours.for_change(ANA)
        assert before is not None
        assert mine is not None
        mine.country = "DE"
        assert tx.hours.one(ANA) is mine
    with store.read(T1) as tx:
        after = tx.hours.one(ANA)
    assert after is not None
    assert (before.country, after.country) == (None, "DE")


def test_what_is_new_counts_at_once(store: SqlStore) -> None:
    """So that nobody sets hours in which nothing could ever be delivered."""
    with store.begin(OWN_WORK) as tx:
        assert tx.hours.one(ANA) is None
        new = setting(ANA)
        tx.hours.add(new)
        new.country = "DE"
        assert tx.hours.one(ANA) is new
        assert len(tx.hours.all()) == 1
        assert tx.hours.one(ANA) is new
