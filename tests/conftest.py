"""A workspace with Liaison at work in it: people gesture, and the tests look at what they see."""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from pydantic import SecretStr
from sqlalchemy import Engine

from bot import database
from bot.app import build
from bot.liaison import Liaison
from bot.settings import MANIFEST, Settings, load
from sandbox import Sandbox, World
from sandbox.driver import Person
from tests import in_memory
from tests.engines import EMPTIED, FILLED, TABLES, kept_engine, renewed
from tests.patience import PATIENCE
from tests.postgres import Postgres, running
from tests.storage.locks import in_order
from tests.storage.taps import tapped

in_memory.settle_in()

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


#: Each has tests of many seconds: begun last, they would keep one process busy while the others have nothing left.
LONG = tuple(
    Path(__file__).parent / name
    for name in ("test_outcome.py", "bot/test_main_demo.py", "model/test_state_machine.py", "bot/test_demo.py")
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first; on a machine without Chromium each test that needs it is named as skipped."""
    if not config.getoption("--every-pair"):
        kept = list(pairwise(items))
        config.hook.pytest_deselected(items=list({*items} - {*kept}))
        items[:] = kept
    items.sort(key=lambda item: item.path not in LONG)
    for item in items:
        if CHROMIUM is None and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.skip(reason=f"needs Chromium: {item.name}"))


def pytest_collection_finish() -> None:
    """The tests themselves stay: to look through them for garbage took a fortieth of the time of those of gestures."""
    gc.collect()
    gc.freeze()


def pairwise(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Where a test has a table of cases, they take turns: each case meets one pair, and the table both."""
    turns: dict[str, dict[str, int]] = {}
    for item in items:
        if not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
            yield item
            continue
        pair = item.callspec.params.get("pair")
        if pair is None or len(item.callspec.params) == 1:
            yield item
            continue
        name, _, case = item.nodeid.partition("[")
        cases = turns.setdefault(name, {})
        turn = cases.setdefault(case.replace(str(pair), ""), len(cases))
        pairs = tuple(item.function.__globals__.get("PAIRS", Pair))
        if pair is pairs[turn % len(pairs)]:
            yield item


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What a test has counted is said at the end, also where the tests run in several processes."""
    for report in terminalreporter.getreports("passed"):
        for _, counted in (said for said in report.user_properties if said[0] == "counted"):
            terminalreporter.write_line(counted)


class Pair(StrEnum):
    """A way to Slack and a database, so that each is tried with every gesture."""

    SOCKET_SQLITE = "socket-sqlite"
    HTTP_POSTGRESQL = "http-postgresql"

    @property
    def database(self) -> str:
        return self.value.partition("-")[2]


def pytest_addoption(parser: pytest.Parser) -> None:
    what = "which database the tests use: that of their pair, or one for all"
    every = "each case of a table with each pair, instead of by turns"
    parser.addoption("--every-pair", action="store_true", help=every)
    parser.addoption("--database", choices=("pairs", "sqlite", "postgresql"), default="pairs", help=what)


@pytest.fixture(scope="session")
def one_database(request: pytest.FixtureRequest) -> str | None:
    """For all tests, where one was asked for."""
    asked: str = request.config.getoption("--database")
    return None if asked == "pairs" else asked


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever needs a Liaison meets it in both pairs, unless its file names those that it is about in `PAIRS`."""
    if "pair" in metafunc.fixturenames:
        metafunc.parametrize("pair", getattr(metafunc.module, "PAIRS", tuple(Pair)), ids=str)


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


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running() as postgres:
        yield postgres


@cache
def _settings(pair: Pair, api_url: str, bot_token: str, app_token: str, secret: str) -> Settings:
    """Read once: that is a tenth of a test's time."""
    ways: dict[Pair, dict[str, object]] = {
        Pair.SOCKET_SQLITE: {"app_token": app_token},
        Pair.HTTP_POSTGRESQL: {"signing_secret": secret, "http_port": 0},
    }
    given = {"_env_file": None, "bot_token": bot_token, "api_base_url": api_url}
    unpaced = {"channel_spacing": 0, "messages_per_minute": 0}
    return load(**given, **unpaced, **ways[pair])


def _built(slack: Sandbox, pair: Pair, database_url: str, language_file: Path | None = None) -> Liaison:
    settings = _settings(pair, slack.api_url, slack.bot_token, slack.app_token, slack.signing_secret)
    own = {"database_url": SecretStr(database_url), "language_file": language_file}
    return build(settings.model_copy(update=own), slack.clock)


def _moved_in(workspace: Sandbox, pair: Pair, database_url: str) -> None:
    """Leaves the store of a Liaison that knows the office and has done nothing yet."""
    database.upgrade(database_url)
    workspace.reset(World.office())
    liaison = _built(workspace, pair, database_url)
    liaison.start()
    liaison.stop()


@pytest.fixture(scope="session")
def moved_in(workspace: Sandbox, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(migrated, tmp_path_factory.mktemp("moved-in") / "liaison.db"))
    _moved_in(workspace, Pair.SOCKET_SQLITE, f"sqlite:///{path}")
    return path


@dataclass(frozen=True)
class MovedIn:
    """A PostgreSQL that goes back to the day of moving in; a copied one would take a quarter of a second."""

    url: str

    def keep(self) -> None:
        self._do("create schema kept", *(f'create table kept."{name}" as table "{name}"' for name in TABLES))

    def empty(self) -> None:
        self._do(*EMPTIED)

    def restore(self) -> None:
        self._do(*EMPTIED, *FILLED)

    def close(self) -> None:
        self._connection.close()

    @cached_property
    def _connection(self) -> psycopg.Connection[Any]:
        """Kept: one that has just been opened takes ten times as long for it."""
        return psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True)

    def _do(self, *statements: str) -> None:
        self._connection.execute("; ".join(statements).encode())


@pytest.fixture(scope="session")
def moved_in_postgres(workspace: Sandbox, postgres: Postgres) -> Iterator[MovedIn]:
    with closing(MovedIn(postgres.url(postgres.create()))) as moved_in:
        _moved_in(workspace, Pair.HTTP_POSTGRESQL, moved_in.url)
        moved_in.keep()
        yield moved_in


@pytest.fixture
def empty_store(one_database: str | None, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """With all tables and nothing in them; SQLite unless PostgreSQL is asked for."""
    kind = "empty_postgresql_url" if one_database == "postgresql" else "empty_sqlite_url"
    engine = kept_engine(request.getfixturevalue(kind))
    yield engine
    engine.dispose()


@pytest.fixture
def empty_sqlite_url(migrated: Path) -> str:
    return renewed(migrated)


@pytest.fixture(scope="session")
def migrated_postgresql(postgres: Postgres) -> Iterator[MovedIn]:
    with closing(MovedIn(postgres.url(postgres.create()))) as empty:
        database.upgrade(empty.url)
        yield empty


@pytest.fixture
def empty_postgresql_url(migrated_postgresql: MovedIn) -> str:
    migrated_postgresql.empty()
    return migrated_postgresql.url


@pytest.fixture
def sqlite_url(moved_in: Path) -> str:
    return renewed(moved_in)


@pytest.fixture
def postgresql_url(moved_in_postgres: MovedIn) -> str:
    moved_in_postgres.restore()
    return moved_in_postgres.url


@pytest.fixture
def database_url(pair: Pair, one_database: str | None, request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{one_database or pair.database}_url")
    return url


@pytest.fixture
def language_file() -> Path | None:
    """In whose words it speaks; a test that is about that has its own."""
    return None


@pytest.fixture(autouse=True)
def orderly() -> Iterator[list[str]]:
    """Whatever a test is about, nothing in it may lock out of order."""
    with in_order() as out_of_order:
        yield out_of_order
    assert out_of_order == []


@pytest.fixture
def at_work(
    pair: Pair, slack: Sandbox, database_url: str, language_file: Path | None, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], AbstractContextManager[Liaison]]:
    """Begins, ends and begins again. At the end nothing may have happened that Slack would have refused."""
    monkeypatch.setattr("bot.base.make_engine", kept_engine)
    # To start and end 32 threads for one gesture would be a sixth of such a test.
    monkeypatch.setattr("handlers.web_server.CONCURRENCY", 4)

    @contextmanager
    def begin() -> Iterator[Liaison]:
        liaison = _built(slack, pair, database_url, language_file)
        with tapped(Engine):
            # Not start(): to read the office once more would be half of most tests' time.
            liaison.introduce()
            liaison.begin()
            with _reached(slack, liaison, pair):
                yield from _at_work(liaison, slack)

    return begin


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else "That took too long" could be the answer to anything on a slow machine; what is about that has its own."""
    monkeypatch.setattr("handlers.gestures.BUDGET", PATIENCE)
    monkeypatch.setattr("storage.engine.SQLITE_GESTURE", round(PATIENCE * 1000))


@pytest.fixture
def liaison(unhurried: None, at_work: Callable[[], AbstractContextManager[Liaison]]) -> Iterator[Liaison]:
    with at_work() as liaison:
        yield liaison


@pytest.fixture
def another_liaison(
    liaison: Liaison, pair: Pair, slack: Sandbox, database_url: str
) -> Callable[[], AbstractContextManager[Liaison]]:
    """At work on the same store."""

    @contextmanager
    def begin() -> Iterator[Liaison]:
        assert liaison.is_connected()
        another = _built(slack, pair, database_url)
        another.introduce()
        another.begin()
        yield from _at_work(another, slack)

    return begin


@contextmanager
def _reached(slack: Sandbox, liaison: Liaison, pair: Pair) -> Iterator[None]:
    if pair is Pair.SOCKET_SQLITE:
        yield
        return
    address = f"http://127.0.0.1:{liaison.web_port}/slack/events"
    slack.requests_to(address, options_url=address)
    try:
        yield
    finally:
        slack.socket_mode()


def _at_work(liaison: Liaison, slack: Sandbox) -> Iterator[Liaison]:
    stop_watching = slack.watch(liaison.idle)
    stop_waking = slack.clock.subscribe(liaison.wake)
    try:
        yield liaison
        with kept_house(liaison, slack):
            slack.settle()
        assert slack.violations == []
    finally:
        stop_watching()
        stop_waking()
        liaison.stop()


@contextmanager
def kept_house(liaison: Liaison, slack: Sandbox) -> Iterator[None]:
    """To settle within waits for housekeeping too, which nobody else has to wait for."""
    forget = slack.watch(liaison._parts.housekeeping.is_idle)
    try:
        yield
    finally:
        forget()


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
