"""Without APScheduler and without the loops' threads: what they do is called by hand, in any order and number, by
several replicas at once, and comes to the same.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from bot.liaison import Liaison
from bot.loops import Loop
from bot.scheduler import Scheduler
from sandbox import Sandbox, World
from tests.conftest import MovedIn, Pair, _built, _reached

PAIR = Pair.HTTP_POSTGRESQL
HOUR = 3_600
#: Of each thing to do, as often as that or less.
MOST_CALLS = 5
REPLICAS = 3

Seen = Counter[tuple[str, str]]


def a_day(slack: Sandbox, work_is_done: Callable[[], None]) -> Seen:
    """What people have read by the end of two days on which they wrote this, where, and at how many o'clock."""
    ana, ben = slack.person("ana"), slack.person("ben")
    ana.slash("/request @ben Poster by fri", in_="acme")
    ana.slash("/request Brochure by tomorrow 10:00", in_="acme")
    work_is_done()
    ana.slash("/digest daily 9:00", in_="acme")
    ana.slash("/nudge @ben in 2h call Acme", in_="acme")
    ana.slash("/nudge #acme in 2h stand-up", in_="acme")
    ana.slash("/nudge me in 2h tea", in_="acme")
    for _ in range(2):
        slack.clock.advance(2 * HOUR)
        work_is_done()
    ben.click("Accept", in_=ben.dm().id)
    work_is_done()
    for hours in (15, 24):
        slack.clock.advance(hours * HOUR)
        work_is_done()
    ours = (sight for sight in slack.truth if sight.by == slack.bot_user_id and sight.what == "message")
    return Counter((f"{one.at:%a %H:%M} {one.channel}", one.words) for one in ours)


class ByHand:
    """Several replicas whose work is called in an order that the same `seed` repeats."""

    def __init__(self, replicas: Sequence[Liaison], slack: Sandbox, seed: int) -> None:
        self._replicas = replicas
        self._slack = slack
        self._chance = random.Random(seed)

    def __call__(self) -> None:
        """First as often as it happens, then until nobody has anything to do."""
        self._slack.settle()
        self._do({work: self._chance.randint(0, MOST_CALLS) for works in self._works() for work in works})
        while self._do({work: 1 for works in self._works() for work in works}):
            pass
        self._slack.settle()

    def _works(self) -> list[list[Callable[[], int]]]:
        return [[loop._work for loop in replica._loops] for replica in self._replicas]

    def _do(self, often: dict[Callable[[], int], int]) -> int:
        """Each replica in its own thread, because they are processes."""
        orders = [[work for work in works for _ in range(often.get(work, 0))] for works in self._works()]
        for order in orders:
            self._chance.shuffle(order)
        with ThreadPoolExecutor(REPLICAS) as threads:
            return sum(threads.map(lambda order: sum(work() for work in order), orders))


@contextmanager
def at_work(
    slack: Sandbox, database_url: str, number: int, is_idle: Callable[[Liaison], bool]
) -> Iterator[Sequence[Liaison]]:
    """So many replicas; the first one is where gestures come in."""
    replicas = [_built(slack, PAIR, database_url) for _ in range(number)]
    for replica in replicas:
        replica.introduce()
    first = replicas[0]
    first.begin()
    stop_watching, stop_waking = slack.watch(lambda: is_idle(first)), slack.clock.subscribe(first.wake)
    try:
        with _reached(slack, first, PAIR):
            yield replicas
            assert slack.violations == []
    finally:
        stop_watching()
        stop_waking()
        for replica in replicas:
            replica.stop()


def has_answered(liaison: Liaison) -> bool:
    return liaison._parts.transport.in_flight() == 0 and liaison._parts.after_ack.pending() == 0


@pytest.fixture(scope="module")
def usual(workspace: Sandbox, moved_in_postgres: MovedIn) -> Seen:
    """A day as it goes with everything in its place."""
    workspace.rates(on=False)
    workspace.reset(World.office())
    moved_in_postgres.restore()
    with at_work(workspace, moved_in_postgres.url, 1, Liaison.idle):
        return a_day(workspace, workspace.settle)


def test_it_is_a_day_in_which_much_happens(usual: Seen) -> None:
    assert usual.total() > 8
    assert set(usual.values()) == {1}, "something was said twice"
    assert {of.split()[0] for of, _ in usual} == {"Tue", "Wed", "Thu"}


@pytest.mark.parametrize("seed", range(4))
def test_by_hand(slack: Sandbox, usual: Seen, postgresql_url: str, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(Loop, "start", lambda _: None)
    monkeypatch.setattr(Scheduler, "start", lambda _: None)
    with at_work(slack, postgresql_url, REPLICAS, has_answered) as replicas:
        assert a_day(slack, ByHand(replicas, slack, seed)) == usual
