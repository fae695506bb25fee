"""When Liaison says that it can take work, and why not."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.domain.errors import StoreUnavailable
from bot.readiness import Readiness, WriteTrial

MOST = 32


@dataclass
class Way:
    """A transport as far as readiness looks at it."""

    connected: bool = True
    at_work: int = 0

    def start(self) -> None: ...

    def stop(self, timeout: float) -> bool:
        return True

    def is_connected(self) -> bool:
        return self.connected

    def in_flight(self) -> int:
        return self.at_work


def reached() -> None: ...


def lost() -> None:
    raise StoreUnavailable


@pytest.mark.parametrize(
    ("way", "store", "faults"),
    [
        (Way(), reached, []),
        (Way(at_work=MOST - 1), reached, []),
        (Way(at_work=MOST), reached, ["busy: all 32 listeners are at work"]),
        (Way(connected=False), reached, ["not connected to Slack"]),
        (Way(), lost, ["the store cannot be used"]),
        (
            Way(connected=False, at_work=MOST),
            lost,
            ["not connected to Slack", "busy: all 32 listeners are at work", "the store cannot be used"],
        ),
    ],
    ids=["well", "nearly full", "full", "deaf", "store lost", "all at once"],
)
def test_faults(way: Way, store: Callable[[], None], faults: list[str]) -> None:
    assert list(Readiness(way, store, MOST).faults()) == faults


def test_it_is_ready_again_by_itself() -> None:
    way = Way(connected=False)
    readiness = Readiness(way, reached, MOST)
    assert list(readiness.faults())
    way.connected = True
    assert list(readiness.faults()) == []


def test_what_the_parts_say_of_themselves_counts() -> None:
    assert list(Readiness(Way(), reached, MOST, [lambda: None, lambda: "deaf", lambda: "mute"]).faults()) == [
        "deaf",
        "mute",
    ]


class Disk:
    """Counts how often it is written to."""

    def __init__(self) -> None:
        self.is_full = True
        self.trials = 0

    def write(self) -> None:
        self.trials += 1
        if self.is_full:
            raise StoreUnavailable


def test_the_store_is_tried_after_a_failure_and_until_it_can_be_written() -> None:
    disk = Disk()
    trial = WriteTrial(disk.write)
    trial.check()
    assert (disk.trials, trial.fault()) == (0, None)
    trial.suspect()
    trial.check()
    trial.check()
    assert (disk.trials, trial.fault()) == (2, "the store cannot be written, its disk may be full")
    disk.is_full = False
    trial.check()
    trial.check()
    assert (disk.trials, trial.fault()) == (3, None)
