"""Waiting for quiet: deliveries, API calls and the watched work of an app."""

import threading
import time

import pytest

from sandbox.activity import QUIET_SECONDS, Activity
from sandbox.errors import NotSettled
from tests.patience import PATIENCE, stopwatch


def test_quiet_settles_at_once() -> None:
    with stopwatch() as seconds:
        Activity().settle(1)
        assert seconds() < 0.1


def test_quiet_that_lies_behind_counts() -> None:
    """A gesture settles first: right after one that settled last, that costs nothing."""
    activity = Activity()
    with activity.of("work"):
        pass
    activity.settle(1)
    with stopwatch() as seconds:
        for _ in range(100):
            activity.settle(1)
        assert seconds() < 0.1


def test_what_has_just_ended_is_not_quiet_yet() -> None:
    """An app may be between its ack and its next call."""
    activity = Activity()
    activity.settle(1)
    with activity.of("work"):
        pass
    begun = time.monotonic()

    activity.settle(1)

    assert time.monotonic() - begun >= QUIET_SECONDS / 2


def test_it_waits_for_the_end_of_what_goes_on() -> None:
    activity = Activity()
    ended: list[str] = []
    begun = threading.Event()
    may_end = threading.Event()

    def work() -> None:
        with activity.of("work"):
            begun.set()
            may_end.wait(PATIENCE)
            ended.append("work")

    worker = threading.Thread(target=work)
    worker.start()
    begun.wait(PATIENCE)
    threading.Timer(0.05, may_end.set).start()

    activity.settle(PATIENCE)

    assert ended == ["work"]
    worker.join()


def test_it_asks_the_watched() -> None:
    activity = Activity()
    asked: list[bool] = []

    def idle() -> bool:
        asked.append(len(asked) > 3)
        return asked[-1]

    activity.watch(idle)
    activity.settle(PATIENCE)

    assert asked[-1] is True
    assert asked.count(False) == 4


def test_it_says_what_still_goes_on() -> None:
    activity = Activity()

    with activity.of("API call chat.postMessage"), pytest.raises(NotSettled, match=r"1× API call chat\.postMessage"):
        activity.settle(0.05)

    activity.watch(lambda: False)
    with pytest.raises(NotSettled, match="work of the app"):
        activity.settle(0.05)
