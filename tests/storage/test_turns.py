"""Turns in a queue, on each database: two transactions never have the same one."""

import threading
from contextlib import suppress

from storage.store import SqlStore
from tests.storage.make import ANA, BEN, OWN_WORK


def test_turns_are_kept_by_queue(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.turns.give("Print", ANA, tx.turns.next())
        tx.turns.give("Web", ANA, tx.turns.next())
        tx.turns.give("Print", BEN, tx.turns.next())
        tx.turns.give("Print", ANA, tx.turns.next())
    with store.begin(OWN_WORK) as tx:
        assert tx.turns.last("Print") == {ANA: 4, BEN: 3}
        assert tx.turns.last("Web") == {ANA: 2}
        assert tx.turns.last("print") == {}


def test_who_comes_second_sees_what_the_first_has_given(store: SqlStore) -> None:
    seen: list[dict[str, int]] = []
    has_turn, may_end = threading.Event(), threading.Event()

    def first() -> None:
        with store.begin(OWN_WORK) as tx:
            turn = tx.turns.next()
            has_turn.set()
            may_end.wait()
            tx.turns.give("Print", ANA, turn)

    def second() -> None:
        has_turn.wait()
        with store.begin(OWN_WORK) as tx:
            tx.turns.next()
            seen.append({str(user): turn for user, turn in tx.turns.last("Print").items()})

    threads = [threading.Thread(target=work) for work in (first, second)]
    for thread in threads:
        thread.start()
    has_turn.wait()
    may_end.set()
    for thread in threads:
        thread.join()
    assert seen == [{ANA: 1}]


def test_what_is_rolled_back_was_nobodys_turn(store: SqlStore) -> None:
    class Broken(Exception):
        pass

    with suppress(Broken), store.begin(OWN_WORK) as tx:
        tx.turns.give("Print", ANA, tx.turns.next())
        raise Broken
    with store.begin(OWN_WORK) as tx:
        assert tx.turns.last("Print") == {}
        assert tx.turns.next() == 1
