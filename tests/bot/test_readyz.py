"""What `/readyz` says while something is really wrong, and that it takes it back by itself."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_hex

import pytest
from sqlalchemy import event

from bot import database
from bot.app import build
from bot.liaison import Liaison
from sandbox import Sandbox
from sandbox.driver import Person
from storage.engine import make_engine
from tests.bot.test_app import settings_for
from tests.patience import PATIENCE
from tests.postgres import Postgres, running

PING = 0.2
PLENTY = 1 << 20


class Starting:
    """A Liaison that says over HTTP how it is: over a socket, or taking signed requests."""

    def __init__(self, slack: Sandbox, folder: Path, ending: ExitStack, way: str) -> None:
        self._slack = slack
        self._ending = ending
        self._is_http = way == "http"
        self.file = folder / "liaison.db"

    def __call__(self, database_url: str | None = None) -> Liaison:
        url = database_url or f"sqlite:///{self.file}"
        database.upgrade(url)
        way = {"app_token": None, "signing_secret": self._slack.signing_secret} if self._is_http else {}
        settings = settings_for(self._slack, self.file.parent, http_port=0, database_url=url, channel_spacing=0, **way)
        liaison = build(settings, self._slack.clock)
        self._ending.callback(liaison.stop)
        liaison.start()
        self._ending.callback(self._slack.watch(liaison.idle))
        if self._is_http:
            self._slack.requests_to(f"http://127.0.0.1:{liaison.web_port}/slack/events")
            self._ending.callback(self._slack.socket_mode)
        return liaison


@pytest.fixture(params=["socket", "http"])
def starting(slack: Sandbox, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Starting]:
    with ExitStack() as ending:
        yield Starting(slack, tmp_path, ending, request.param)


over_a_socket = pytest.mark.parametrize("starting", ["socket"], indirect=True)


def said_by(liaison: Liaison) -> str:
    with closing(HTTPConnection("127.0.0.1", liaison.web_port, timeout=PATIENCE)) as connection:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        text = answer.read().decode().strip()
        assert (answer.status == 200) == (text == "ok")
        return text


def comes_to_say(liaison: Liaison, what: str, limit: float = PATIENCE) -> None:
    until = time.monotonic() + limit
    while what not in (said := said_by(liaison)).splitlines():
        assert time.monotonic() < until, said


def is_saved(ana: Person) -> bool:
    text = f"/request {token_hex(400)}"
    return "nothing was stored" not in ana.slash(text, in_="acme", settle=False).words


@over_a_socket
def test_a_socket_that_says_nothing_any_more(
    starting: Starting, slack: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.sockets.PING_INTERVAL", PING)
    liaison = starting()
    assert said_by(liaison) == "ok"
    slack.fault("socket_dead", on="delivery", times=1)
    slack.person("ana").moves_to("America/New_York", settle=False)
    comes_to_say(liaison, "not connected to Slack")
    comes_to_say(liaison, "ok")


@pytest.fixture
def room(starting: Starting, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """How many pages the database may have: the way to a full disk that needs no disk."""
    pages = [PLENTY]
    engine = make_engine(f"sqlite:///{starting.file}")
    event.listen(engine, "checkout", lambda it, *_: it.execute(f"pragma max_page_count={pages[0]}"))
    monkeypatch.setattr("bot.base.make_engine", lambda _: engine)
    return lambda most: pages.__setitem__(0, most)


def test_a_full_disk(starting: Starting, slack: Sandbox, room: Callable[[int], None]) -> None:
    liaison, ana = starting(), slack.person("ana")
    room(1)
    while is_saved(ana):
        pass
    comes_to_say(liaison, "the store cannot be written, its disk may be full")
    room(PLENTY)
    comes_to_say(liaison, "ok")
    assert is_saved(ana)


@over_a_socket
def test_a_store_that_another_process_keeps_for_itself(
    starting: Starting, slack: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.BACKGROUND", 100)
    monkeypatch.setattr("storage.engine.SQLITE_GESTURE", 100)
    liaison, ana = starting(), slack.person("ana")
    with closing(sqlite3.connect(starting.file, isolation_level=None)) as other:
        other.execute("begin immediate")
        assert not is_saved(ana)
        comes_to_say(liaison, "the store cannot be written, its disk may be full")
    comes_to_say(liaison, "ok")
    assert is_saved(ana)


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    with running() as postgres:
        yield postgres


@over_a_socket
def test_a_postgresql_that_is_stopped_and_started(starting: Starting, slack: Sandbox, own_postgres: Postgres) -> None:
    liaison, ana = starting(own_postgres.url(own_postgres.create())), slack.person("ana")
    own_postgres.stop()
    comes_to_say(liaison, "the store cannot be used")
    assert not is_saved(ana)
    own_postgres.start()
    comes_to_say(liaison, "ok")
    assert is_saved(ana)
    slack.settle()


@over_a_socket
def test_a_loop_that_hangs(starting: Starting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.loops.LONGEST_TURN", 0.1)
    monkeypatch.setattr("bot.app.PLAN", 0.05)
    hangs, go_on = threading.Event(), threading.Event()

    def hanging(*_: object) -> int:
        if hangs.is_set():
            go_on.wait(PATIENCE)
        return 0

    monkeypatch.setattr("bot.app.plan", hanging)
    for name in ("DELIVER_TICK", "INSTALLATION", "TRIAL"):
        monkeypatch.setattr(f"bot.app.{name}", 0.05)
    monkeypatch.setattr("bot.liaison.HEARTBEAT", 0.05)
    liaison = starting()
    hangs.set()
    try:
        comes_to_say(liaison, "the loop plan fell silent")
    finally:
        go_on.set()
    comes_to_say(liaison, "ok")


@over_a_socket
def test_a_scheduler_that_fell_silent(starting: Starting, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the clock is set back: the watchdog replaces it."""
    monkeypatch.setattr("bot.liaison.HEARTBEAT", 0.5)
    liaison = starting()
    scheduler = liaison._parts.scheduler
    assert scheduler._scheduler is not None
    scheduler._scheduler.pause()
    scheduler._last_beat -= 100
    comes_to_say(liaison, "the scheduler fell silent")
    comes_to_say(liaison, "ok")


def test_every_listener_is_at_work(starting: Starting, slack: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.CONCURRENCY", 1)
    liaison = starting()
    with closing(sqlite3.connect(starting.file, isolation_level=None)) as other:
        other.execute("begin immediate")
        slack.person("ana").moves_to("America/New_York", settle=False)
        comes_to_say(liaison, "busy: all 1 listeners are at work")
    comes_to_say(liaison, "ok")
    slack.settle()


@pytest.fixture
def quick_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.INSTALLATION", 0.05)
    monkeypatch.setattr("bot.services.installations.PROBE", 0.1)


def posts(slack: Sandbox) -> list[str]:
    return [sight.words for sight in slack.truth if sight.what == "message" and sight.by == slack.bot_user_id]


@over_a_socket
def test_a_token_that_works_again_at_the_next_start(starting: Starting, slack: Sandbox) -> None:
    starting()
    slack.fault("token_revoked", "chat.postMessage")
    assert is_saved(slack.person("ana"))
    slack.settle()
    slack.clear_faults()
    starting()
    starting()
    slack.settle()
    assert ["did not let me in" in words for words in posts(slack)] in ([True, False], [False, True])


@pytest.mark.usefixtures("quick_probes")
def test_a_dead_token(starting: Starting, slack: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    liaison, ana = starting(), slack.person("ana")
    with caplog.at_level(logging.WARNING):
        slack.revoke()
        for _ in range(3):
            assert is_saved(ana)
        comes_to_say(liaison, "Slack refuses LIAISON_BOT_TOKEN (token_revoked)")
        slack.settle()
        assert posts(slack) == []
        slack.reinstall()
        comes_to_say(liaison, "ok")
        slack.settle()
    told = [words for words in posts(slack) if "3 messages that were due in that time are being sent now" in words]
    assert (len(posts(slack)), len(told)) == (4, 1), "what waited goes out, once"
    assert "did not let me in" in ana.dm().newest("did not let me in").words, "she looks after the workspace"
    ours = [it.getMessage() for it in caplog.records if it.name == "bot.services.installations"]
    assert [line.partition(".")[0] for line in ours] == [
        "Slack refuses LIAISON_BOT_TOKEN (token_revoked)",
        "Slack takes LIAISON_BOT_TOKEN again; what waited goes out",
    ]
