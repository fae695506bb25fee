"""The office of `office.py`, new for every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.office import Office


@pytest.fixture
def office(migrated: Path, tmp_path: Path) -> Iterator[Office]:
    office = Office(f"sqlite:///{shutil.copy(migrated, tmp_path / 'liaison.db')}")
    yield office
    office.engine.dispose()
