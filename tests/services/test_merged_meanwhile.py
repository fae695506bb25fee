"""A request goes to another client while something is being merged into it: that goes along, although it was not there
when the move began, and is locked in its order all the same (docs/decisions/0041).
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from bot.domain.bulks import BulkAct, BulkVerb
from tests.services.interleaved import Locker, in_the_midst, listening, stopped, until_waiting
from tests.services.office import Office
from tests.services.test_many_at_once import Does, outcome
from tests.services.test_merged_at_once import ACME, R1, R2, edited, given, merging
from tests.services.test_order_of_locks import add_client, bulk
from tests.storage.make import BEN, PUBLIC


def merged(office: Office) -> Does:
    by = office.by(BEN)
    return lambda: merging(office).merge(by, R1, R2)


def clients(office: Office) -> list[int | None]:
    return [office.requests.one(office.by(), number).client_number for number in (R1, R2)]


def all_three(office: Office, merge: Does, move: Does, both: Does) -> list[str]:
    """The move waits for the merge, and so do those who choose both; they have one and wait for the other when the move
    goes on.
    """
    begun = list[Future[str]]()

    def begin(locker: Locker) -> None:
        begun.append(threads.submit(outcome, stopped(move, "client_request", wait_for_both)))
        until_waiting(office.engine, locker, begun)
        begun.append(threads.submit(outcome, both))
        until_waiting(office.engine, locker, begun, 2)

    def wait_for_both(locker: Locker) -> None:
        until_waiting(office.engine, locker, begun[1:])

    with listening(office.engine), ThreadPoolExecutor(2) as threads:
        ended = outcome(stopped(merge, "task", begin))
        return [ended, *(one.result() for one in begun)]


@pytest.mark.parametrize("move", [edited, given])
def test_nobody_waits_for_ever_and_both_go(server: Office, move: Callable[[Office], Does]) -> None:
    for _ in range(2):
        server.request(PUBLIC)
    add_client(server)
    both = bulk(server, BulkAct(verb=BulkVerb.ASSIGN, owner=BEN), "R-1", "R-2", by=BEN)
    assert all_three(server, merged(server), move(server), both) == ["done", "done", "shown anew"]
    assert clients(server) == [ACME, ACME]


def test_among_many_it_goes_too(server: Office) -> None:
    """Nothing of the one that stays is another for it, so that the change of many is as it was shown."""
    for _ in range(2):
        server.request(PUBLIC)
    add_client(server)
    server.requests.take(server.by(BEN), R2)
    move = bulk(server, BulkAct(verb=BulkVerb.CLIENT, client=ACME), "R-2")
    assert in_the_midst(server.engine, merged(server), move, of="task") == ["done", "done"]
    assert clients(server) == [ACME, ACME]
