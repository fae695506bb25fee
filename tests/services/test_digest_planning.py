"""Digests planned while something else happens: on free days, by other clocks, and between the look and the turn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.domain import zone_data
from bot.domain.errors import NotFound
from bot.domain.hours import Leave
from bot.domain.hours_settings import HoursSetting
from bot.domain.outbox import MessageKind
from bot.services.digest_contents import LINES
from storage.engine import reading
from tests.services.test_digest_zones import with_zone
from tests.services.test_digests import ONE, ROOM, TWO, Office, daily, in_berlin, labels
from tests.storage import make
from tests.storage.make import ANA, OWN_WORK, OWN_WORK_OF_T2, PUBLIC, T1, T2


@pytest.fixture
def office(empty_store: Engine) -> Office:
    return Office(empty_store)


def digests(office: Office) -> list[str]:
    return [row.about for row in office.due() if row.kind is MessageKind.DIGEST]


@contextmanager
def behind_the_look(office: Office, by: str, happens: Callable[[], object]) -> Iterator[None]:
    """Once, as soon as it has been found whose turn it is `by` that column."""
    left = [happens]

    def found(_: object, __: object, said: str, *___: object) -> None:
        if f"digest_schedule.{by} <" in said and left:
            left.pop()()

    event.listen(reading(office.engine), "after_cursor_execute", found)
    try:
        yield
    finally:
        event.remove(reading(office.engine), "after_cursor_execute", found)
    assert not left


def test_a_free_day_freezes_nothing_and_what_came_on_it_is_new_on_the_next(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1, logged_at=in_berlin(4, 8))
    with office.store.begin(OWN_WORK) as tx:
        free = HoursSetting(
            team_id=T1, subject=PUBLIC, zone_name="Europe/Berlin", set_by=ANA, set_at=office.clock.now()
        )
        free.add_leave(Leave(date(2026, 3, 4), date(2026, 3, 4)), date(2026, 3, 3))
        tx.hours.add(free)
    office.pass_to(in_berlin(4, 9))
    assert office.digests.plan_due() == 1
    with office.store.read(T1) as tx, pytest.raises(NotFound):
        tx.digests.items_of(ONE, date(2026, 3, 4))
    office.pass_to(in_berlin(5, 9))
    assert office.digests.plan_due() == 1
    with office.store.read(T1) as tx:
        assert tx.digests.items_of(ONE, date(2026, 3, 5)).counts.new == 1
    assert digests(office) == ["D-1/2026-03-05"]


def test_what_fell_due_by_the_clocks_of_a_lost_zone_waits_for_those_of_the_workspace(office: Office) -> None:
    """Nine in Tokyo is one in the morning in Berlin."""
    office.digests.set(office.gesture(), daily(9, 0, "Asia/Tokyo"))
    office.request(1)
    with_zone(office, "Nowhere/Town")
    office.pass_to(in_berlin(4, 1))
    assert office.digests.plan_due() == 1
    office.request(2)
    standing = office.digests.here(office.gesture())
    assert standing is not None
    assert standing.schedule.coming.local_date == date(2026, 3, 4)
    assert standing.schedule.next_at == in_berlin(4, 9)
    office.pass_to(in_berlin(4, 9))
    assert office.digests.plan_due() == 1
    assert digests(office) == ["D-1/2026-03-04"]
    assert labels(office.digests.part(T1, "D-1/2026-03-04", 1)) == ["R-1", "R-2"]


def test_a_channel_that_nobody_knows_is_one_that_the_bot_is_not_in(office: Office) -> None:
    office.request(1)
    with office.store.begin(OWN_WORK) as tx:
        tx.digests.add(make.schedule(channel_id="CUNKNOWN", next_date=date(2026, 3, 4), next_at=in_berlin(4, 9)))
    office.pass_to(in_berlin(4, 9))
    assert office.digests.plan_due() == 1
    assert [(row.to, row.facts["error"], row.facts["to"]) for row in office.due()] == [
        (ANA, "not_in_channel", "CUNKNOWN")
    ]


def test_whoever_is_switched_off_when_its_turn_comes_is_left_alone(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1)
    office.pass_to(in_berlin(4, 9))
    with behind_the_look(office, "next_at", lambda: office.digests.off(office.gesture())):
        assert office.digests.plan_due() == 0
    with office.store.read(T1) as tx, pytest.raises(NotFound):
        tx.digests.items_of(ONE, date(2026, 3, 4))


def test_what_newer_zone_data_have_moved_meanwhile_is_not_moved_back(office: Office) -> None:
    office.digests.set(office.gesture(), daily())

    def works_out(edition: str) -> None:
        with office.store.begin(OWN_WORK) as tx:
            tx.digests.one(ONE).zone_data = edition

    works_out("1999a")
    with behind_the_look(office, "zone_data", lambda: works_out("2999a")):
        office.digests.plan_due()
    with office.store.read(T1) as tx:
        assert tx.digests.one(ONE).zone_data == "2999a"
    assert zone_data.edition() < "2999a"


def test_the_longest_due_comes_first(office: Office) -> None:
    """Of a workspace, and of all."""
    with office.store.begin(OWN_WORK_OF_T2) as tx:
        tx.digests.add(make.schedule(team_id=T2, next_date=date(2026, 3, 4), next_at=in_berlin(4, 8)))
    office.digests.set(office.gesture(), daily(9, 30))
    office.digests.set(office.gesture(channel_id=ROOM), daily(9, 0))
    office.pass_to(in_berlin(4, 10))
    frozen: list[Any] = []

    def writes(_: object, __: object, said: str, given: Any, *___: object) -> None:
        if "INTO digest_occurrence" in said:
            values = given.values() if isinstance(given, dict) else given
            frozen.append(tuple(one for one in values if one in {T1, T2, ONE, TWO}))

    event.listen(office.engine, "before_cursor_execute", writes)
    assert office.digests.plan_due() == 3
    assert frozen == [(T2, ONE), (T1, TWO), (T1, ONE)]


def test_a_date_that_had_its_digest_has_no_other(office: Office) -> None:
    """Also when the schedule says that it is next, and there would be more parts by now."""
    office.digests.set(office.gesture(), daily())
    office.pass_to(in_berlin(4, 9))
    for numbers in ([1], range(2, LINES + 2)):
        for number in numbers:
            office.request(number)
        with office.store.begin(OWN_WORK) as tx:
            schedule = tx.digests.one(ONE)
            schedule.next_date, schedule.next_at = date(2026, 3, 4), in_berlin(4, 9)
        assert office.digests.plan_due() == 1
    assert digests(office) == ["D-1/2026-03-04"]


def test_the_first_that_is_left_out_is_reported_also_behind_others_that_were_missed(office: Office) -> None:
    office.digests.set(office.gesture(), daily())
    office.request(1)
    office.pass_to(in_berlin(7, 20))
    office.digests.plan_due()
    (told,) = office.due()
    assert (told.kind, told.to, told.facts["to"], told.facts["due"][:10]) == (
        MessageKind.NOTICE,
        ANA,
        PUBLIC,
        "2026-03-07",
    )
