"""People and channels are read past the session, and yet as the transaction that asks has changed them."""

import gc

import pytest
from sqlalchemy import Engine, event

from bot.domain.people import PersonKind
from storage.store import SqlStore, SqlTransaction
from tests.storage import make
from tests.storage.make import ANA, OWN_WORK, PUBLIC, T1


@pytest.fixture(autouse=True)
def known(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        tx.channels.add(make.channel())


def test_what_was_changed_since_it_was_read(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        before, there = tx.people.one(ANA), tx.channels.one(PUBLIC)
        person, channel = tx.people.for_change(ANA), tx.channels.for_change(PUBLIC)
        assert before is not None
        assert there is not None
        assert person is not None
        assert channel is not None
        person.kind, channel.is_archived = PersonKind.DEACTIVATED, True
        assert (tx.people.one(ANA), tx.channels.one(PUBLIC)) == (person, channel)
    with store.read(T1) as tx:
        after, here = tx.people.one(ANA), tx.channels.one(PUBLIC)
    assert after is not None
    assert here is not None
    assert (after.kind, here.is_archived) == (PersonKind.DEACTIVATED, True)


def test_what_was_changed_written_and_let_go(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        assert tx.people.one(ANA) is not None
        assert tx.channels.one(PUBLIC) is not None
        _deactivate(tx)
        assert len(tx.people.all()) == 1
        gc.collect()
        after, here = tx.people.one(ANA), tx.channels.one(PUBLIC)
        assert after is not None
        assert here is not None
        assert (after.kind, here.is_archived) == (PersonKind.DEACTIVATED, True)


def _deactivate(tx: SqlTransaction) -> None:
    """Keeps nothing of what it changed."""
    person, channel = tx.people.for_change(ANA), tx.channels.for_change(PUBLIC)
    assert person is not None
    assert channel is not None
    person.kind, channel.is_archived = PersonKind.DEACTIVATED, True


def test_what_was_changed_among_all(store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        person = tx.people.for_change(ANA)
        assert person is not None
        person.kind = PersonKind.GUEST
        assert tx.people.all() == [person]
        assert tx.people.one(ANA) == person


def test_who_was_not_there_and_is_now(store: SqlStore) -> None:
    ben, other = make.person(user_id="U0BEN"), make.channel(channel_id="C0OTHER")
    with store.begin(OWN_WORK) as tx:
        assert tx.people.one(ben.user_id) is None
        assert tx.channels.one(other.channel_id) is None
        tx.people.add(ben)
        tx.channels.add(other)
        assert (tx.people.one(ben.user_id), tx.channels.one(other.channel_id)) == (ben, other)


def test_each_is_asked_for_once(store: SqlStore, engine: Engine) -> None:
    asked: list[str] = []

    def note(*execution: object) -> None:
        asked.append(str(execution[2]))

    with store.begin(OWN_WORK) as tx:
        event.listen(engine, "before_cursor_execute", note)
        for _ in range(3):
            assert tx.people.one(ANA) is not None
            assert tx.channels.one(PUBLIC) is not None
        event.remove(engine, "before_cursor_execute", note)
    assert sum("FROM person" in one or "FROM channel" in one for one in asked) == 2
