"""Schedules whose zone has gone from the zone data, and others that fail: they hold up nobody else."""

import pytest
from sqlalchemy import Engine

from bot.domain.ids import ScheduleNumber
from bot.services.digests import DigestService
from handlers.views import digests as views
from tests.services.test_digests import BERLIN, ONE, ROOM, Office, daily, in_berlin, labels
from tests.storage import make
from tests.storage.make import OWN_WORK, T1


@pytest.fixture
def office(empty_store: Engine) -> Office:
    return Office(empty_store)


def with_zone(office: Office, zone_name: str, number: ScheduleNumber = ONE) -> None:
    """As when the zone data of a newer Liaison no longer know a name that was good when the digest was set."""
    with office.store.begin(OWN_WORK) as tx:
        tx.digests.one(number).rule = f"week 0,1,2,3,4,5,6 09:00:00 {zone_name}"


LOST_ZONES = ["US/Pacific-New", "", "Nowhere/Town", "../etc/passwd"]


@pytest.mark.parametrize("zone_name", LOST_ZONES)
def test_a_zone_that_no_longer_exists_holds_no_digest_up(office: Office, zone_name: str) -> None:
    office.digests.set(office.gesture(), daily())
    office.digests.set(office.gesture(channel_id=ROOM), daily())
    office.request(1)
    with_zone(office, zone_name)
    office.pass_to(in_berlin(4, 9))
    assert office.digests.plan_due() == 2
    assert {row.about for row in office.due()} == {"D-1/2026-03-04", "D-2/2026-03-04"}
    setting = office.digests.here(office.gesture())
    assert setting is not None
    assert (setting.schedule.zone_name, setting.schedule.next_at) == ("Europe/Berlin", in_berlin(5, 9))


@pytest.mark.parametrize("zone_name", LOST_ZONES)
def test_a_zone_that_no_longer_exists_is_read_as_the_workspaces(office: Office, zone_name: str) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1)
    office.pass_to(in_berlin(4, 9))
    office.digests.plan_due()
    with_zone(office, zone_name)
    assert labels(office.digests.part(T1, "D-1/2026-03-04", 1)) == ["R-1"]
    assert office.digests.preview(office.gesture()).zone == BERLIN
    setting = office.digests.here(office.gesture())
    assert setting is not None
    assert (setting.zone.zone, setting.zone.problem is not None) == (BERLIN, True)


def test_what_fails_for_one_schedule_is_raised_after_the_others_had_their_turn(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.digests.set(office.gesture(channel_id=ROOM), daily(9, 1))
    office.request(1)
    with office.store.begin(OWN_WORK) as tx:
        tx.digests.one(ONE).rule = "never"
    office.pass_to(in_berlin(4, 10))
    with pytest.raises(ValueError, match="not enough values"):
        office.digests.plan_due()
    assert [row.about for row in office.due()] == ["D-2/2026-03-04"]


def test_nothing_is_planned_for_a_workspace_that_is_not_ours(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1)
    office.pass_to(in_berlin(4, 10))
    assert DigestService(office.store, office.clock, BERLIN, lambda: [make.T2]).plan_due() == 0
    assert office.digests.plan_due() == 1


@pytest.mark.parametrize("zone_name", LOST_ZONES)
def test_whoever_looks_is_told_which_clocks_count(office: Office, zone_name: str) -> None:
    office.digests.set(office.gesture(), daily())
    with_zone(office, zone_name)
    words = str(views.status(office.digests.here(office.gesture()), make.NOW).blocks)
    assert "no longer exists, so I go by Berlin time" in words
    assert "The next one comes Wed 4 Mar, 09:00 Berlin time" in words
    stopped = office.digests.off(office.gesture())
    assert stopped is not None
    views.off(stopped)
