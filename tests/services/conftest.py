"""The office of `office.py`, new for every test."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage.engine import make_engine
from tests.patience import PATIENCE
from tests.services.office import Office


@pytest.fixture
def office(empty_store: Engine) -> Office:
    return Office(empty_store)


@pytest.fixture
def server(empty_postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Where rows are locked one by one, and whoever waits for one waits as long as a slow machine needs."""
    monkeypatch.setattr("storage.engine.POSTGRESQL_GESTURE", round(PATIENCE * 1000))
    engine = make_engine(empty_postgresql_url)
    yield Office(engine)
    engine.dispose()
