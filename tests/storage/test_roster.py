"""Who speaks is read no more often than it may have changed, and never as it was."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot.domain.errors import StoreUnavailable
from bot.domain.ids import TeamId, UserId
from bot.domain.people import Person, PersonKind
from storage.engine import reading
from storage.roster import Kept
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, BEN, OWN_WORK, T1, T2


@pytest.fixture
def ana(store: SqlStore) -> Person:
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
    return make.person()


@contextmanager
def reads(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*execution: object) -> None:
        seen.append(str(execution[2]))

    event.listen(reading(engine), "before_cursor_execute", note)
    yield seen
    event.remove(reading(engine), "before_cursor_execute", note)


def deactivate(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        known = tx.people.for_change(ANA)
        assert known is not None
        known.kind = PersonKind.DEACTIVATED


def kind(store: SqlStore) -> PersonKind | None:
    found = store.person(T1, ANA)
    return None if found is None else found.kind


@pytest.mark.usefixtures("ana")
def test_whoever_is_deactivated_is_so_at_once(store: SqlStore) -> None:
    assert kind(store) is PersonKind.MEMBER
    deactivate(store)
    assert kind(store) is PersonKind.DEACTIVATED


@pytest.mark.usefixtures("ana")
def test_also_where_the_end_of_the_commit_is_not_known(store: SqlStore, engine: Engine) -> None:
    assert kind(store) is PersonKind.MEMBER

    def lose_the_reply(connection: object) -> None:
        connection.connection.commit()  # type: ignore[attr-defined]
        raise OperationalError("COMMIT", None, ConnectionError("the reply was lost"))

    event.listen(engine, "commit", lose_the_reply)
    try:
        with pytest.raises(StoreUnavailable):
            deactivate(store)
    finally:
        event.remove(engine, "commit", lose_the_reply)
    assert kind(store) is PersonKind.DEACTIVATED


@pytest.mark.usefixtures("ana")
def test_a_single_process_asks_once_and_replicas_each_time(store: SqlStore, engine: Engine) -> None:
    kind(store)
    with reads(engine) as asked:
        kind(store)
        kind(store)
    assert len(asked) == (0 if engine.dialect.name == "sqlite" else 2)


def test_whoever_is_met_is_known_from_then_on(store: SqlStore) -> None:
    assert kind(store) is None
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
    assert kind(store) is PersonKind.MEMBER
    assert store.person(T1, BEN) is None
    assert store.person(T2, ANA) is None


def test_what_was_read_while_people_changed_is_not_kept() -> None:
    """It may be what they were."""
    kinds = iter([PersonKind.MEMBER, PersonKind.DEACTIVATED])

    def read(_: TeamId, user: UserId) -> Person:
        read_now = make.person(user_id=user, kind=next(kinds))
        if read_now.kind is PersonKind.MEMBER:
            roster.forget()
        return read_now

    roster = Kept(read)
    for expected in (PersonKind.MEMBER, PersonKind.DEACTIVATED, PersonKind.DEACTIVATED):
        found = roster.one(T1, ANA)
        assert found is not None
        assert found.kind is expected
