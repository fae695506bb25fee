"""The store satisfies what services and delivery ask for; mypy is the judge, and this file is what it reads."""

from bot.services.delivery import OutboxStore
from bot.services.ports import Store, Transaction
from storage.delivery import SqlOutbox
from storage.store import SqlStore


def a_store(store: SqlStore) -> Store[Transaction]:
    return store


def an_outbox_store(outbox: SqlOutbox) -> OutboxStore:
    return outbox


def test_the_doors_are_there(store: SqlStore, outbox: SqlOutbox) -> None:
    assert a_store(store) is store
    assert an_outbox_store(outbox) is outbox
