"""Whether somebody's digest of a day tells them of an item, so that no reminder rings as well."""

import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from bot.domain.mornings import part_key
from bot.domain.outbox import MessageKind, MessageState
from bot.services import mornings
from storage.outbox import outbox
from tests.services.test_mornings import BERLIN_MORNING, Office
from tests.storage import make
from tests.storage.make import ANA, OWN_WORK, T1

TODAY, DAY = date(2026, 3, 4), timedelta(days=1)


@pytest.fixture
def office(empty_store: Engine) -> Office:
    return Office(empty_store)


def tells(office: Office, label: str, now: datetime) -> bool:
    with office.store.read(T1) as tx:
        return mornings.tells(tx, ANA, TODAY, label, now)


@pytest.mark.parametrize(
    ("next_date", "is_on", "since", "is_told"),
    [
        pytest.param(TODAY, True, timedelta(0), True, id="it is just about to come"),
        pytest.param(TODAY, True, -timedelta(seconds=1), False, id="it comes later"),
        pytest.param(TODAY, True, timedelta(hours=4), True, id="it may still come"),
        pytest.param(TODAY, True, timedelta(hours=4, seconds=1), False, id="it is too late for it"),
        pytest.param(TODAY, False, timedelta(0), False, id="it is off"),
        pytest.param(TODAY + DAY, True, timedelta(0), False, id="that of the next day is just about to come"),
    ],
)
def test_before_it_has_come(office: Office, next_date: date, is_on: bool, since: timedelta, is_told: bool) -> None:
    next_at = BERLIN_MORNING + (next_date - TODAY)
    with office.store.begin(OWN_WORK) as tx:
        tx.mornings.add(make.morning(next_date=next_date, next_at=next_at, is_on=is_on))
    assert tells(office, "R-1", next_at + since) is is_told


def test_once_it_has_come_what_it_names(office: Office) -> None:
    assert not tells(office, "R-1", BERLIN_MORNING), "as they have none"
    with office.store.begin(OWN_WORK) as tx:
        tx.mornings.add(make.morning(next_date=TODAY + DAY, next_at=BERLIN_MORNING + DAY))
        for day, part, label in ((TODAY, 1, "R-1"), (TODAY, 2, "R-2"), (TODAY - DAY, 1, "R-3")):
            facts = {"parts": "2", "listed": json.dumps([("later", label)])}
            key = part_key(ANA, day, part)
            tx.outbox.add(make.message(kind=MessageKind.MORNING, about=ANA, to=ANA, key=key, facts=facts))
    told = {label: tells(office, label, BERLIN_MORNING) for label in ("R-1", "R-2", "R-3")}
    assert told == {"R-1": True, "R-2": True, "R-3": False}
    with office.engine.begin() as connection:
        second = update(outbox).where(outbox.c.key == part_key(ANA, TODAY, 2))
        connection.execute(second.values(state=MessageState.EXPIRED))
    assert not tells(office, "R-2", BERLIN_MORNING), "as that part did not arrive"
