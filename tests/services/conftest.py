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
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for another waits as long as a slow machine needs; of engines that are made then."""
    for limit in ("SQLITE_GESTURE", "POSTGRESQL_GESTURE"):
        monkeypatch.setattr(f"storage.engine.{limit}", round(PATIENCE * 1000))


@pytest.fixture
def server(empty_postgresql_url: str, patient: None) -> Iterator[Office]:
    """Where rows are locked one by one."""
    engine = make_engine(empty_postgresql_url)
    yield Office(engine)
    engine.dispose()
