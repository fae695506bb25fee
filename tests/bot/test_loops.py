"""A loop works when woken, goes on while there is something, and outlives failures."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.loops import FAILS, IN_VAIN, REST, Loop, in_turn
from tests.patience import PATIENCE, stopwatch

NEVER = 3600.0


class Turns:
    """Counts a loop's turns; `results` are what they return, then 0."""

    def __init__(self, *results: int) -> None:
        self._results = list(results)
        self._changed = threading.Condition()
        self.count = 0

    def __call__(self) -> int:
        with self._changed:
            self.count += 1
            self._changed.notify_all()
            return self._results.pop(0) if self._results else 0

    def wait_for(self, count: int, timeout: float = PATIENCE) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.count >= count, timeout)


@contextmanager
def running(loop: Loop) -> Iterator[Loop]:
    loop.start()
    try:
        yield loop
    finally:
        assert loop.stop(timeout=PATIENCE)


def test_it_works_once_at_its_start() -> None:
    turns = Turns()
    with running(Loop("test", turns, NEVER)):
        assert turns.wait_for(1)
        assert not turns.wait_for(2, timeout=0.05)


def test_it_goes_on_as_long_as_there_was_something() -> None:
    turns = Turns(20, 3, 0)
    with running(Loop("test", turns, NEVER)):
        assert turns.wait_for(3)
        assert not turns.wait_for(4, timeout=0.05)


def test_a_wake_is_a_turn() -> None:
    turns = Turns()
    with running(Loop("test", turns, NEVER)) as loop:
        assert turns.wait_for(1)
        loop.wake()
        assert turns.wait_for(2)


def test_its_interval_wakes_it() -> None:
    turns = Turns()
    with running(Loop("test", turns, 0.01)):
        assert turns.wait_for(3)


def test_a_wake_during_a_turn_is_not_lost() -> None:
    in_turn, go_on, turns = threading.Event(), threading.Event(), Turns()

    def work() -> int:
        in_turn.set()
        go_on.wait(PATIENCE)
        return turns()

    with running(Loop("test", work, NEVER)) as loop:
        assert in_turn.wait(PATIENCE)
        loop.wake()
        go_on.set()
        assert turns.wait_for(2)


def test_it_is_idle_only_between_turns() -> None:
    in_turn, go_on = threading.Event(), threading.Event()

    def work() -> int:
        in_turn.set()
        go_on.wait(PATIENCE)
        return 0

    loop = Loop("test", work, NEVER)
    assert not loop.is_idle(), "its first turn is still to come"
    with running(loop):
        assert in_turn.wait(PATIENCE)
        assert not loop.is_idle()
        go_on.set()
        loop.stop(timeout=PATIENCE)
        assert loop.is_idle()


def test_a_failing_turn_is_logged_and_the_loop_lives(caplog: pytest.LogCaptureFixture) -> None:
    turns = Turns()

    def work() -> int:
        if turns() == 0 and turns.count == 1:
            raise ZeroDivisionError
        return 0

    with caplog.at_level(logging.ERROR), running(Loop("test", work, 0.01)):
        assert turns.wait_for(2)
    assert "loop test failed, reference" in caplog.text


def test_it_rests_from_turns_in_vain_and_not_from_work() -> None:
    """Woken all the time it looks again and again, but not each time; what there is to do is done at once."""
    begun, some = time.monotonic(), 20 * IN_VAIN
    turns = Turns(*[1] * some)
    with running(Loop("test", turns, NEVER)) as loop:
        assert turns.wait_for(some + 1)
        for _ in range(1000):
            loop.wake()
            turns.wait_for(some + 1000, timeout=REST / 1000)
        look_for_more = 1
        assert turns.count <= some + look_for_more + IN_VAIN + (time.monotonic() - begun) / REST + 1
        loop.wake()
        assert turns.wait_for(turns.count + 1)


def test_the_look_for_more_after_work_is_no_turn_in_vain() -> None:
    """As people come one after the other: each leaves something to do, and then nothing until the next."""
    times = 8 * IN_VAIN
    turns = Turns(*[1, 0] * times)
    with running(Loop("test", turns, NEVER)) as loop:
        assert turns.wait_for(2)
        with stopwatch() as seconds:
            for done in range(1, times):
                loop.wake()
                assert turns.wait_for(2 * done + 2)
            assert seconds() < times / 2 * REST


def test_after_a_failure_wakes_do_not_make_it_spin() -> None:
    turns = Turns()

    def work() -> int:
        turns()
        raise ZeroDivisionError

    with running(Loop("test", work, 0.001)) as loop:
        assert turns.wait_for(1)
        loop.wake()
        assert not turns.wait_for(2, timeout=0.2)


def test_stopping_gives_up_on_a_turn_that_hangs() -> None:
    in_turn, go_on = threading.Event(), threading.Event()

    def work() -> int:
        in_turn.set()
        go_on.wait(PATIENCE)
        return 0

    loop = Loop("test", work, NEVER)
    loop.start()
    assert in_turn.wait(PATIENCE)
    assert not loop.stop(timeout=0.05)
    go_on.set()
    assert loop.stop(timeout=PATIENCE)


def test_a_loop_that_never_started_can_be_stopped() -> None:
    assert Loop("test", Turns(), NEVER).stop()


def test_works_have_their_turns_whatever_becomes_of_the_others() -> None:
    done: list[str] = []

    def broken() -> int:
        done.append("broken")
        raise RuntimeError

    def other() -> int:
        done.append("other")
        return 2

    with pytest.raises(RuntimeError):
        in_turn(broken, other)()
    assert done == ["broken", "other"]
    assert in_turn(other, other)() == 4


def test_one_that_fails_again_and_again_says_so_until_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.loops.LONGEST_PAUSE", 0.001)
    turns, is_broken, said = Turns(), threading.Event(), list[str | None]()
    is_broken.set()

    def work() -> int:
        said.append(loop.fault())
        turns()
        if is_broken.is_set():
            raise ZeroDivisionError
        return 0

    with running(loop := Loop("test", work, 0.001)):
        assert turns.wait_for(FAILS + 1)
        assert said[: FAILS + 1] == [None] * FAILS + ["the loop test fails again and again"], "once may be bad luck"
        is_broken.clear()
        assert turns.wait_for(turns.count + 2)
        assert loop.fault() is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_one_whose_thread_is_gone_says_so() -> None:
    def work() -> int:
        raise SystemExit

    loop = Loop("test", work, NEVER)
    assert loop.fault() is None, "it has not begun"
    loop.start()
    assert loop.stop()
    assert loop.fault() == "the loop test fell silent"
