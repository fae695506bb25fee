"""Work left for after the ack."""

import logging
import threading

import pytest

from handlers.after_ack import AfterAck
from tests.patience import PATIENCE


def test_nothing_runs_before_it_is_handed_over() -> None:
    after_ack, ran = AfterAck(), threading.Event()
    after_ack.begin()
    after_ack.after_ack(ran.set)
    assert after_ack.pending() == 0
    assert not ran.is_set()
    after_ack.hand_over()
    assert ran.wait(PATIENCE)
    assert after_ack.stop(timeout=PATIENCE)


def test_what_an_earlier_listener_left_is_forgotten() -> None:
    after_ack, ran = AfterAck(), threading.Event()
    after_ack.after_ack(ran.set)
    after_ack.begin()
    after_ack.hand_over()
    assert after_ack.stop(timeout=PATIENCE)
    assert not ran.is_set()


def test_handing_over_twice_runs_once() -> None:
    after_ack, runs = AfterAck(), list[int]()
    after_ack.after_ack(lambda: runs.append(1))
    after_ack.hand_over()
    after_ack.hand_over()
    assert after_ack.stop(timeout=PATIENCE)
    assert runs == [1]


def test_each_thread_has_its_own_list() -> None:
    after_ack, ran = AfterAck(), threading.Event()
    other = threading.Thread(target=after_ack.after_ack, args=(ran.set,))
    other.start()
    other.join()
    after_ack.hand_over()
    assert after_ack.stop(timeout=PATIENCE)
    assert not ran.is_set()


def test_stopping_finishes_what_is_going_on() -> None:
    after_ack, go_on, ended = AfterAck(workers=1), threading.Event(), threading.Event()
    after_ack.after_ack(lambda: go_on.wait(PATIENCE))
    after_ack.after_ack(ended.set)
    after_ack.hand_over()
    assert after_ack.pending() == 2
    go_on.set()
    assert after_ack.stop(timeout=PATIENCE)
    assert ended.is_set()
    assert after_ack.pending() == 0


def test_stopping_gives_up_on_what_hangs() -> None:
    after_ack, go_on = AfterAck(workers=1), threading.Event()
    after_ack.after_ack(lambda: go_on.wait(PATIENCE))
    after_ack.hand_over()
    assert not after_ack.stop(timeout=0.05)
    go_on.set()


def test_a_failure_is_logged_with_a_reference_and_the_next_work_runs(caplog: pytest.LogCaptureFixture) -> None:
    after_ack, ran = AfterAck(workers=1), threading.Event()
    after_ack.after_ack(lambda: int("twelve"))
    after_ack.after_ack(ran.set)
    with caplog.at_level(logging.ERROR):
        after_ack.hand_over()
        assert ran.wait(PATIENCE)
        assert after_ack.stop(timeout=PATIENCE)
    assert "reference" in caplog.records[0].getMessage()
    assert caplog.records[0].exc_info is not None
