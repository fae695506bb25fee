"""The office of `office.py`, new for every test."""

import pytest
from sqlalchemy import Engine

from tests.services.office import Office


@pytest.fixture
def office(empty_store: Engine) -> Office:
    return Office(empty_store)
