"""The doors: what is refused, what is rolled back, and who wins."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as WaitedTooLong

from bot.domain.errors import AlreadyDone, AlreadyTaken, NotFound, StoreUnavailable, TooSlow
from bot.domain.ids import ClientNumber, RequestNumber, UserId
from bot.domain.origins import Origin
from storage import schema
from storage.audit import audit
from storage.engine import make_engine
from storage.people import people
from storage.schema import upgrade
from storage.store import SqlStore, SqlTransaction
from tests.patience import stopwatch
from tests.postgres import Postgres
from tests.storage import make
from tests.storage.conftest import Wakes
from tests.storage.make import ANA, BEN, OWN_WORK, OWN_WORK_OF_T2, T1, T2, gesture
from tests.storage.taps import looking_on


def names(engine: Engine) -> list[str]:
    with looking_on(engine).connect() as connection:
        return list(connection.scalars(select(people.c.name).order_by(people.c.name)))


def save(store: SqlStore, origin: Origin, then: Callable[[SqlTransaction], object] = id) -> None:
    with store.begin(origin) as tx:
        tx.people.add(make.person())
        tx.outbox.add(make.message())
        then(tx)


def refuse(tx: SqlTransaction) -> None:
    tx.clients.one(ClientNumber(404), seen_by=ANA)


def fail(_: SqlTransaction) -> None:
    raise ZeroDivisionError


def test_a_commit_wakes(store: SqlStore, wakes: Wakes, engine: Engine) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        assert wakes.count == 0
    assert (wakes.count, names(engine)) == (1, ["Ana"])


def test_a_refusal_rolls_back(store: SqlStore, wakes: Wakes, engine: Engine) -> None:
    with pytest.raises(NotFound):
        save(store, gesture(), then=refuse)
    assert (wakes.count, names(engine)) == (0, [])
    with store.begin(gesture()) as tx:
        tx.people.add(make.person())


def test_a_defect_rolls_back_and_is_not_hidden(store: SqlStore, engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError):
        save(store, gesture(), then=fail)
    assert names(engine) == []


def test_a_delivery_counts_once(store: SqlStore, engine: Engine, wakes: Wakes) -> None:
    with store.begin(gesture()) as tx:
        tx.people.add(make.person())
        tx.remember("R-12")
    with pytest.raises(AlreadyDone) as caught, store.begin(gesture()) as tx:
        tx.people.add(make.person(user_id=BEN, name="Ben"))
    assert (caught.value.key, caught.value.reference) == ("command:1", "R-12")
    assert (names(engine), wakes.count) == (["Ana"], 1)


def test_a_delivery_that_made_nothing_counts_once(store: SqlStore) -> None:
    with store.begin(gesture()):
        pass
    with pytest.raises(AlreadyDone) as caught, store.begin(gesture()):
        pass
    assert caught.value.reference is None


def test_the_same_key_of_another_team_is_another_delivery(store: SqlStore) -> None:
    for team in (T1, T2):
        with store.begin(gesture(team_id=team)) as tx:
            assert tx.client_requests.next_number() == 1


def test_own_work_needs_no_key(store: SqlStore) -> None:
    for number in (1, 2):
        with store.begin(OWN_WORK) as tx:
            assert tx.client_requests.next_number() == number


def test_twins_at_once_count_once(store: SqlStore) -> None:
    start = Barrier(2)

    def deliver(_: int) -> str | None:
        start.wait()
        try:
            with store.begin(gesture()) as tx:
                tx.remember(f"R-{tx.client_requests.next_number()}")
        except AlreadyDone as done:
            return done.reference
        return "made"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(str(answer) for answer in threads.map(deliver, range(2))) == ["R-1", "made"]


def test_past_its_deadline_nothing_is_saved(store: SqlStore, engine: Engine, wakes: Wakes) -> None:
    with pytest.raises(TooSlow):
        save(store, gesture(deadline=time.monotonic() - 0.001))
    assert (names(engine), wakes.count) == ([], 0)
    with looking_on(engine).connect() as connection:
        assert connection.execute(select(func.count()).select_from(audit)).scalar_one() == 0
        assert connection.execute(text("select count(*) from outbox")).scalar_one() == 0
        assert connection.execute(text("select count(*) from inbox")).scalar_one() == 0


def test_a_reading_sees_what_is_committed_and_does_not_wait(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        with store.read(T1) as reading:
            assert reading.people.members() == []


def test_a_reading_cannot_write(store: SqlStore) -> None:
    with pytest.raises(StoreUnavailable), store.read(T1) as tx:
        tx.outbox.add(make.message())
    with store.begin(OWN_WORK) as tx:
        tx.outbox.add(make.message())


def test_numbers_are_counted_per_team_and_kind(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        assert [tx.client_requests.next_number() for _ in range(3)] == [1, 2, 3]
        assert (tx.tasks.next_number(), tx.clients.next_number(), tx.nudges.next_number()) == (1, 1, 1)
    with store.begin(OWN_WORK_OF_T2) as tx:
        assert tx.client_requests.next_number() == 1
    with store.begin(OWN_WORK) as tx:
        assert tx.client_requests.next_number() == 4


def test_numbers_are_unique_in_parallel(store: SqlStore) -> None:
    def log(_: int) -> RequestNumber:
        with store.begin(OWN_WORK) as tx:
            number = tx.client_requests.next_number()
            tx.client_requests.add(make.request(number=number))
        return number

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(log, range(40))) == list(range(1, 41))


def test_nobody_waits_for_whoever_has_the_number_before(store: SqlStore, engine: Engine) -> None:
    """And what came to nothing leaves a gap, where others went on meanwhile."""

    def log() -> int:
        with store.begin(OWN_WORK) as tx:
            return tx.client_requests.next_number()

    def log_in_vain() -> int:
        with suppress(TooSlow), store.begin(OWN_WORK) as tx, ThreadPoolExecutor(1) as threads:
            assert tx.client_requests.next_number() == 1
            if engine.dialect.name == "postgresql":
                assert threads.submit(log).result() == 2
            raise TooSlow
        return log()

    assert log_in_vain() == (3 if engine.dialect.name == "postgresql" else 1)


def test_a_race_has_one_winner_and_the_loser_is_told_who(store: SqlStore) -> None:
    users = [UserId(f"U{number}") for number in range(4)]
    with store.begin(OWN_WORK) as tx:
        tx.channels.add(make.channel())
        tx.client_requests.add(make.request(audience=make.PUBLIC))
        for user in users:
            tx.people.add(make.person(user_id=user))
    start = Barrier(len(users))

    def take(user: UserId) -> UserId:
        start.wait()
        try:
            with store.begin(gesture(user_id=user, key=user)) as tx:
                tx.client_requests.for_change(RequestNumber(1), seen_by=user).take(user)
        except AlreadyTaken as taken:
            return taken.by
        return user

    with ThreadPoolExecutor(len(users)) as threads:
        winners = set(threads.map(take, users))
    assert len(winners) == 1
    with store.read(T1) as tx:
        assert tx.client_requests.one(RequestNumber(1), seen_by=users[0]).owner in winners


def test_what_is_read_to_be_changed_is_read_anew(postgresql: Engine, wakes: Wakes) -> None:
    """Not on SQLite: there nobody else can write in between."""
    store = SqlStore(postgresql, wakes)
    save(store, OWN_WORK, then=lambda tx: tx.client_requests.add(make.request()))
    with store.begin(OWN_WORK) as tx:
        seen = tx.client_requests.one(RequestNumber(1), seen_by=ANA)
        with store.begin(gesture()) as other:
            other.client_requests.for_change(RequestNumber(1), seen_by=ANA).title = "Changed meanwhile"
        assert seen.title == "New logo"
        assert tx.client_requests.for_change(RequestNumber(1), seen_by=ANA).title == "Changed meanwhile"


@contextmanager
def held_by_another_process(engine: Engine) -> Iterator[None]:
    """Another engine has another lock, as another process would."""
    other = make_engine(engine.url.render_as_string(hide_password=False))
    try:
        with other.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("lock table person in access exclusive mode"))
            yield
    finally:
        other.dispose()


def test_a_locked_store_is_unavailable_within_the_time_of_a_gesture(store: SqlStore, engine: Engine) -> None:
    with held_by_another_process(engine), stopwatch() as seconds:
        with pytest.raises(StoreUnavailable), store.begin(gesture()) as tx:
            tx.people.add(make.person())
        assert seconds() < 2.2
    assert names(engine) == []
    with store.begin(gesture()) as tx:
        tx.people.add(make.person())
    assert names(engine) == ["Ana"]


def test_a_writer_that_does_not_end_is_waited_for_as_long_as_a_gesture_may(store: SqlStore, engine: Engine) -> None:
    with store.begin(OWN_WORK) as tx, ThreadPoolExecutor(1) as threads:
        turn = tx.turns.next()
        refusal = threads.submit(_turn_or_refusal, store).result()
    assert isinstance(refusal, StoreUnavailable)
    # Within a process SQLite's own waiting, which is unfair, must not be what makes them wait.
    assert isinstance(refusal.__cause__, WaitedTooLong if engine.dialect.name == "sqlite" else OperationalError)
    assert _turn_or_refusal(store) == turn + 1


def _turn_or_refusal(store: SqlStore) -> int | StoreUnavailable:
    try:
        with store.begin(gesture(key="second")) as tx:
            return tx.turns.next()
    except StoreUnavailable as refusal:
        return refusal


@pytest.fixture
def read_only_sqlite(sqlite: Engine) -> Iterator[Engine]:
    with sqlite.begin() as connection:
        connection.execute(text("select 1"))
    engine = make_engine(f"sqlite:///file:{sqlite.url.database}?mode=ro&uri=true")
    yield engine
    engine.dispose()


@pytest.fixture
def read_only_postgresql(postgres: Postgres) -> Iterator[Engine]:
    name = postgres.create()
    schema.upgrade(postgres.url(name))
    postgres.make_read_only(name)
    engine = make_engine(postgres.url(name))
    yield engine
    engine.dispose()
    postgres.drop(name)


@pytest.mark.parametrize("engine", ["read_only_sqlite", "read_only_postgresql"], indirect=True)
def test_a_store_that_can_only_be_read(store: SqlStore) -> None:
    with pytest.raises(StoreUnavailable), store.begin(gesture()) as tx:
        tx.people.add(make.person())
    with store.read(T1) as tx:
        assert tx.people.members() == []


def test_a_file_that_was_damaged(tmp_path: Path, wakes: Wakes) -> None:
    """Found out only when it is read: sqlite3.DatabaseError itself, not one of its kinds."""
    path = tmp_path / "liaison.db"
    upgrade(f"sqlite:///{path}")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    engine = make_engine(f"sqlite:///{path}")
    with pytest.raises(StoreUnavailable), SqlStore(engine, wakes).begin(gesture()) as tx:
        tx.people.add(make.person())
    engine.dispose()


def test_a_folder_that_is_not_there(tmp_path: Path, wakes: Wakes) -> None:
    store = SqlStore(make_engine(f"sqlite:///{tmp_path / 'missing' / 'liaison.db'}"), wakes)
    with pytest.raises(StoreUnavailable), store.read(T1) as tx:
        tx.people.members()
    with pytest.raises(StoreUnavailable), store.begin(gesture()):
        pass


def test_nobody_answers(wakes: Wakes) -> None:
    store = SqlStore(make_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"), wakes)
    with pytest.raises(StoreUnavailable), store.begin(gesture()):
        pass
    with pytest.raises(StoreUnavailable):
        store.due_digests(make.NOW, [T1])
