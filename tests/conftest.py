"""A workspace with Liaison at work in it: people gesture, and the tests look at what they see."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import Engine

from bot import database
from bot.app import Liaison, build
from bot.settings import MANIFEST, load
from sandbox import Sandbox, World
from sandbox.driver import Person
from tests.storage.taps import tapped

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """On a machine without Chromium each test that needs it is named as skipped."""
    for item in items:
        if CHROMIUM is None and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.skip(reason=f"needs Chromium: {item.name}"))


#: Three processes share two cores with Chromium's own: what would be seen at once may take its time.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def workspace() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, World.office()) as running:
        yield running


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "liaison.db"
    database.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def slack(workspace: Sandbox) -> Sandbox:
    """A new office. One message a second is for the tests of pacing."""
    workspace.rates(on=False)
    workspace.reset(World.office())
    return workspace


def _built(slack: Sandbox, store: Path) -> Liaison:
    given = {
        "_env_file": None,
        "bot_token": slack.bot_token,
        "app_token": slack.app_token,
        "api_base_url": slack.api_url,
        "database_url": f"sqlite:///{store}",
        "channel_spacing": 0,
    }
    return build(load(**given), slack.clock)


@pytest.fixture(scope="session")
def moved_in(workspace: Sandbox, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a Liaison that knows the office and has done nothing yet."""
    path = Path(shutil.copy(migrated, tmp_path_factory.mktemp("moved-in") / "liaison.db"))
    workspace.reset(World.office())
    liaison = _built(workspace, path)
    liaison.start()
    liaison.stop()
    return path


@pytest.fixture
def liaison(moved_in: Path, slack: Sandbox, tmp_path: Path) -> Iterator[Liaison]:
    """At the end nothing may have happened that Slack would have refused."""
    liaison = _built(slack, Path(shutil.copy(moved_in, tmp_path / "liaison.db")))
    with tapped(Engine):
        # Not start(): to read the office once more would be half of most tests' time.
        liaison.introduce()
        liaison.begin()
        yield from _at_work(liaison, slack)


def _at_work(liaison: Liaison, slack: Sandbox) -> Iterator[Liaison]:
    stop_watching = slack.watch(liaison.idle)
    stop_waking = slack.clock.subscribe(liaison.wake)
    try:
        yield liaison
        slack.settle()
        assert slack.violations == []
    finally:
        stop_watching()
        stop_waking()
        liaison.stop()


@pytest.fixture
def ana(liaison: Liaison, slack: Sandbox) -> Person:
    """London."""
    return slack.person("ana")


@pytest.fixture
def ben(liaison: Liaison, slack: Sandbox) -> Person:
    """Berlin."""
    return slack.person("ben")


@pytest.fixture
def carla(liaison: Liaison, slack: Sandbox) -> Person:
    """New York."""
    return slack.person("carla")
