"""From when a gesture's time is counted, and what is refused before it is begun."""

import time
from contextvars import copy_context
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.domain.errors import TooSlow
from bot.domain.origins import Gesture
from bot.services.people import PeopleService
from handlers import receipts
from handlers.gestures import BUDGET, Body, Gestures, told
from storage.store import SqlStore
from tests.services.office import NobodyElse
from tests.storage import make
from tests.storage.make import OWN_WORK, HandClock

COMMAND = {"team_id": "T1", "user_id": "UANA", "channel_id": "C1", "trigger_id": "1.2"}
BODIES: list[tuple[str, Body]] = [
    ("of_command", COMMAND),
    (
        "of_click",
        {
            "team": {"id": "T1"},
            "user": {"id": "UANA"},
            "container": {"message_ts": "1.1", "channel_id": "C1"},
            "actions": [{"action_id": "request.done", "action_ts": "1.2"}],
        },
    ),
    ("of_submission", {"team": {"id": "T1"}, "user": {"id": "UANA"}, "view": {"id": "V1", "hash": "h"}}),
    ("of_shortcut", {"team": {"id": "T1"}, "user": {"id": "UANA"}, "trigger_id": "1.2"}),
    ("of_mention", {"team_id": "T1", "event": {"user": "UANA", "channel": "C1", "ts": "1.1"}}),
]


@pytest.fixture
def gestures(empty_store: Engine) -> Gestures:
    store = SqlStore(empty_store, lambda: None)
    clock = HandClock(datetime(2026, 3, 3, 14, tzinfo=UTC))
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
    return Gestures(PeopleService(store, NobodyElse(), clock, ZoneInfo("Europe/London")))


def read(gestures: Gestures, how: str, body: Body, *, received: float | None) -> Gesture:
    """As in the thread of a delivery that was received then."""

    def in_its_thread() -> Gesture:
        if received is not None:
            receipts.stamp(received)
        gesture: Gesture = getattr(gestures, how)(body)
        return gesture

    return copy_context().run(in_its_thread)


@pytest.mark.parametrize(("how", "body"), BODIES, ids=[how for how, _ in BODIES])
def test_the_time_runs_from_the_receipt(gestures: Gestures, how: str, body: Body) -> None:
    received = time.monotonic() - 0.5
    assert read(gestures, how, body, received=received).deadline == received + BUDGET


@pytest.mark.parametrize(("how", "body"), BODIES, ids=[how for how, _ in BODIES])
def test_what_waited_too_long_is_not_begun(gestures: Gestures, how: str, body: Body) -> None:
    with pytest.raises(TooSlow):
        read(gestures, how, body, received=time.monotonic() - BUDGET - 0.1)


KEYS = {
    "of_command": "command:1.2",
    "of_click": "click:1.1:request.done:1.2:UANA",
    "of_submission": "submit:V1:h",
    "of_shortcut": "shortcut:1.2",
    "of_mention": "mention:C1:1.1",
}


@pytest.mark.parametrize(("how", "body"), BODIES, ids=[how for how, _ in BODIES])
def test_what_makes_a_delivery_the_same_one(gestures: Gestures, how: str, body: Body) -> None:
    """Not the trigger of a form, which is another each time that its button is pressed."""
    again = {**body, "trigger_id": body.get("trigger_id", "9.9"), "event_id": "Ev9"}
    assert {read(gestures, how, one, received=None).key for one in (body, again)} == {KEYS[how]}


@pytest.mark.parametrize(
    ("event_id", "key"), [("Ev1", "event:Ev1:left"), ("", None), (None, None)], ids=["named", "empty", "missing"]
)
def test_an_event_counts_once_for_each_purpose(event_id: str | None, key: str | None) -> None:
    assert told({"team_id": "T1", "event_id": event_id, "event": {}}, "left").key == key


def test_what_no_transport_has_stamped_came_just_now(gestures: Gestures) -> None:
    before = time.monotonic()
    assert read(gestures, "of_command", COMMAND, received=None).deadline >= before + BUDGET


def test_an_event_is_taken_in_before_slack_tells_it_again() -> None:
    body: Body = {"team_id": "T1", "event": {}}
    before = time.monotonic()
    assert before < told(body, "left").deadline < before + 3
