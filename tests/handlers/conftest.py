"""What tests of handlers share beside a Liaison at work."""

import pytest

from bot.liaison import Liaison
from sandbox import Sandbox
from tests.engines import kept_engine
from tests.handlers.later import Later
from tests.storage.conftest import DatabaseTime


@pytest.fixture
def later(slack: Sandbox, liaison: Liaison, database_url: str) -> Later:
    return Later(slack, liaison, DatabaseTime(kept_engine(database_url)))
