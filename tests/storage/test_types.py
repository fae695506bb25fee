"""Values that would come back as something else are refused on the way in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import StatementError

from bot.domain.ids import ClientNumber
from storage.clients import clients
from storage.store import SqlStore
from tests.storage import make
from tests.storage.make import ANA, NOW, OWN_WORK, T1


@pytest.mark.parametrize(
    ("make_entity", "reason"),
    [
        pytest.param(lambda: make.client(added_at=datetime(2026, 3, 4)), "naive", id="naive moment"),  # noqa: DTZ001
        pytest.param(lambda: make.person(kind="nonsense"), "nonsense", id="no such member"),
    ],
)
def test_refused(store: SqlStore, make_entity: Callable[[], Any], reason: str) -> None:
    with pytest.raises(StatementError, match=reason), store.begin(OWN_WORK) as tx:
        tx.people.add(make_entity())


def test_a_naive_moment_is_refused_in_a_query_too(engine: Engine) -> None:
    naive = datetime(2026, 3, 4)  # noqa: DTZ001
    with engine.connect() as connection, pytest.raises(StatementError, match="naive"):
        connection.execute(select(clients.c.number).where(clients.c.added_at < naive))


def test_another_zone_comes_back_as_utc(store: SqlStore) -> None:
    elsewhere = datetime(2026, 3, 4, 14, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with store.begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        tx.clients.add(make.client(added_at=elsewhere))
    with store.read(T1) as tx:
        client = tx.clients.one(ClientNumber(1), seen_by=ANA)
    assert (client.added_at, client.added_at.tzinfo) == (NOW + timedelta(microseconds=123456), UTC)
