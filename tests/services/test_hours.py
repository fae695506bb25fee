"""Hours that two people set in the same moment, and hours that a delivery brings twice."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import MORNING, understand
from bot.domain.hours import Quiet
from bot.domain.hours_settings import WORKSPACE, Source
from bot.domain.hours_words import Scope, SetHolidays, SetQuiet, Wanted
from bot.domain.ids import UserId
from bot.services.nudges import NudgeService, SetNudge
from bot.services.people import PeopleService
from tests.services.interleaved import in_the_midst
from tests.services.office import NobodyElse, Office
from tests.services.test_many_at_once import Does, outcome
from tests.storage.make import ANA, BEN, NOW, OWN_WORK

LONDON = ZoneInfo("Europe/London")
NIGHT = SetQuiet(Quiet(22 * 60, 7 * 60))


def set_by(office: Office, user: UserId, wanted: Wanted) -> Does:
    gesture = office.by(user)
    return lambda: office.hours.change(gesture, Scope.WORKSPACE, wanted)


def test_of_two_who_set_the_first_ones_of_a_workspace_at_once_neither_loses_theirs(server: Office) -> None:
    both = set_by(server, ANA, NIGHT), set_by(server, BEN, SetHolidays("DE"))
    assert in_the_midst(server.engine, *both, of="hours") == ["done", "done"]
    counts = server.hours.standing(server.by(), Scope.WORKSPACE).counts
    assert (counts.hours.quiet, counts.hours.holidays) == (NIGHT.quiet, "DE")


def test_of_two_who_change_them_at_once_neither_loses_theirs(server: Office) -> None:
    set_by(server, ANA, SetHolidays("FR"))()
    both = set_by(server, ANA, NIGHT), set_by(server, BEN, SetHolidays("DE"))
    assert in_the_midst(server.engine, *both, of="hours") == ["done", "done"]
    counts = server.hours.standing(server.by(), Scope.WORKSPACE).counts
    assert (counts.hours.quiet, counts.hours.holidays) == (NIGHT.quiet, "DE")


def test_what_is_delivered_again_undoes_nothing_that_was_set_since(office: Office) -> None:
    quiet = set_by(office, ANA, NIGHT)
    quiet()
    set_by(office, BEN, SetQuiet(None))()
    assert quiet().counts.quiet is Source.NOBODY


def planned_for_ana(office: Office) -> Does:
    people = PeopleService(office.store, NobodyElse(), office.clock, LONDON)
    moment = understand("in 1h", now=NOW, zone=LONDON, default_time=MORNING)
    wanted = SetNudge(by=office.by(BEN), text="call Acme", moment=moment, user=ANA)
    return lambda: NudgeService(office.store, people, office.clock).set(wanted)


def set_by_ana(office: Office) -> Does:
    gesture = office.by(ANA)
    return lambda: office.hours.change(gesture, Scope.OWN, SetHolidays("AT"))


@pytest.fixture
def with_hours(server: Office) -> Office:
    """The workspace's and Ana's own."""
    set_by(server, BEN, SetHolidays("FR"))()
    server.hours.change(server.by(ANA), Scope.OWN, NIGHT)
    return server


@pytest.mark.parametrize("other", [planned_for_ana, set_by_ana])
def test_who_sets_the_workspaces_does_not_wait_for_whoever_waits_for_them(
    with_hours: Office, other: Callable[[Office], Does]
) -> None:
    both = set_by(with_hours, ANA, SetHolidays("DE")), other(with_hours)
    assert in_the_midst(with_hours.engine, *both, of="hours") == ["done", "done"]


def test_who_plans_by_hours_does_not_wait_for_others_who_do(with_hours: Office) -> None:
    with with_hours.store.begin(OWN_WORK) as tx:
        tx.hours.one(WORKSPACE)
        assert outcome(planned_for_ana(with_hours)) == "done"
