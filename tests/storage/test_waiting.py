"""Who waits for whom and for how long, and that nobody who comes second ends in a fault of ours."""

import time
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select

from bot.domain.errors import StoreUnavailable, TooSlow
from bot.domain.ids import RequestNumber, TaskNumber, UserId
from handlers.deliveries import CONCURRENCY
from storage.audit import audit
from storage.outbox import outbox
from storage.store import SqlStore
from tests.patience import PATIENCE, stopwatch
from tests.storage import make
from tests.storage.conftest import Wakes
from tests.storage.make import ANA, BEN, OWN_WORK, gesture
from tests.storage.taps import looking_on
from tests.storage.test_store import held_by_another_process, names, save


def test_a_gesture_waits_for_no_lock_beyond_its_deadline(store: SqlStore, engine: Engine) -> None:
    with held_by_another_process(engine), stopwatch() as seconds:
        deadline = time.monotonic() + 0.3
        with pytest.raises(StoreUnavailable), store.begin(gesture(deadline=deadline)) as tx:
            tx.people.add(make.person())
        assert seconds() < 1


def test_those_who_queue_up_within_the_process_wait_no_longer_together(sqlite: Engine, wakes: Wakes) -> None:
    """Not as long for the ones before them as for the other process, and then for that one as well."""
    store = SqlStore(sqlite, wakes)

    def wait(key: int) -> float:
        asked = time.monotonic()
        with pytest.raises(StoreUnavailable), store.begin(gesture(key=str(key))):
            pass
        return time.monotonic() - asked

    with held_by_another_process(sqlite), ThreadPoolExecutor(3) as threads:
        assert max(threads.map(wait, range(3))) < 2.2


def test_everybody_who_holds_a_connection_gets_a_number_on_another(postgresql: Engine, wakes: Wakes) -> None:
    """All listeners and planning at once, each in the midst of its transaction: the pool has more than they hold."""
    store, in_the_midst = SqlStore(postgresql, wakes), Barrier(CONCURRENCY + 1, timeout=PATIENCE)

    def take(_: int) -> TaskNumber:
        with store.begin(OWN_WORK) as tx:
            tx.people.members()
            in_the_midst.wait()
            return tx.tasks.next_number()

    with ThreadPoolExecutor(CONCURRENCY + 1) as threads:
        assert sorted(threads.map(take, range(CONCURRENCY + 1))) == list(range(1, CONCURRENCY + 2))


def test_what_is_too_late_already_is_not_begun(store: SqlStore) -> None:
    with pytest.raises(TooSlow), store.begin(gesture(deadline=time.monotonic() - 1)):
        raise AssertionError("begun")


def test_somebody_added_twice_at_once_is_there_once(store: SqlStore, engine: Engine) -> None:
    """With one audit row, and the loser told so that it can go on."""
    both_looked = Barrier(2, timeout=PATIENCE)

    def add(name: str) -> bool:
        with store.begin(OWN_WORK) as tx:
            if engine.dialect.name == "postgresql":
                both_looked.wait()
            is_added = tx.people.add(make.person(name=name))
            assert tx.people.one(ANA) is not None
            return is_added

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(add, ("Ana", "Anna"))) == [False, True]
    with looking_on(engine).connect() as connection:
        assert len(names(engine)) == 1
        assert connection.execute(select(func.count()).select_from(audit)).scalar_one() == 1


def test_the_tasks_that_a_request_takes_along_are_locked_with_it(store: SqlStore) -> None:
    """Else whoever changed one in the meantime would end in our fault."""
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        tx.client_requests.add(make.request())
        tx.tasks.add(make.task(request_number=RequestNumber(1)))

    def rename() -> str:
        with store.begin(OWN_WORK) as tx:
            task = tx.tasks.for_change(TaskNumber(1), seen_by=ANA)
            task.title = "Changed meanwhile"
            return str(task.audience)

    with ThreadPoolExecutor(1) as threads:
        with store.begin(OWN_WORK) as tx:
            (task,) = tx.tasks.of_request(RequestNumber(1))
            renaming = threads.submit(rename)
            wait([renaming], timeout=0.2)
            assert not renaming.done()
            task.audience = make.PUBLIC
        assert renaming.result() == make.PUBLIC


def test_those_who_write_to_the_same_homes_do_not_wait_for_each_other(store: SqlStore, engine: Engine) -> None:
    both_wrote = Barrier(2, timeout=PATIENCE)

    def refresh(users: list[UserId]) -> None:
        with store.begin(OWN_WORK) as tx:
            for user in users:
                tx.outbox.add_last(make.message(key=f"{users}:{user}", to=user, merge_key=f"home:{user}"))
            if engine.dialect.name == "postgresql":
                both_wrote.wait()

    save(store, OWN_WORK)
    with ThreadPoolExecutor(2) as threads:
        for _ in threads.map(refresh, ([ANA, BEN], [BEN, ANA])):
            pass
    with looking_on(engine).connect() as connection:
        kept = connection.scalars(select(outbox.c.merge_key)).all()
    assert sorted(filter(None, kept)) == [f"home:{user}" for user in sorted((ANA, BEN))]
