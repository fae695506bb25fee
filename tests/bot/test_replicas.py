"""Several Liaisons on one PostgreSQL: nobody leads, and people see what one alone would have shown them."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path

import pytest

from bot.app import build
from bot.domain.clock import Clock
from bot.liaison import Liaison
from sandbox import Sandbox
from tests.bot.test_app import settings_for
from tests.patience import PATIENCE

#: After the reminders, and as the digest comes.
NUDGED = datetime(2026, 3, 3, 19, 0, tzinfo=UTC)
NINE = datetime(2026, 3, 4, 9, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Skewed:
    """A machine whose clock is wrong."""

    clock: Clock
    by: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.by


class Replicas:
    def __init__(self, slack: Sandbox, database_url: str, folder: Path, ending: ExitStack) -> None:
        self._slack = slack
        self._url = database_url
        self._folder = folder
        self._ending = ending
        self.stopped: list[Liaison] = []

    def start(self, clock: Clock | None = None, **given: object) -> Liaison:
        settings = settings_for(self._slack, self._folder, **{"database_url": self._url, **given})
        liaison = build(settings, clock or self._slack.clock)
        self._ending.callback(liaison.stop)
        liaison.start()
        self._ending.callback(self._slack.clock.subscribe(liaison.wake))
        # One that was stopped has nothing to do any more, and does not know it.
        self._ending.callback(self._slack.watch(lambda: liaison in self.stopped or liaison.idle()))
        return liaison

    def stop(self, liaison: Liaison) -> None:
        assert liaison.stop()
        self.stopped.append(liaison)


@pytest.fixture
def replicas(slack: Sandbox, postgresql_url: str, tmp_path: Path) -> Iterator[Replicas]:
    slack.rates(on=True)
    with ExitStack() as ending:
        yield Replicas(slack, postgresql_url, tmp_path, ending)
        slack.settle(30)
        assert slack.violations == []
        assert [call for call in slack.calls if (call.response or {}).get("error") == "ratelimited"] == []


def first_lines(slack: Sandbox) -> list[str]:
    """Of everything that was posted, in order, as often as it was."""
    ours = (sight for sight in slack.truth if sight.what == "message" and sight.by == slack.bot_user_id)
    return [sight.words.partition("\n")[0] for sight in ours]


def a_day(slack: Sandbox) -> None:
    ana, ben, carla = (slack.person(name) for name in ("ana", "ben", "carla"))
    ana.slash("/digest daily 9:00", in_="general", settle=False)
    for number, (person, channel) in enumerate([(ana, "acme"), (ben, "general"), (ana, "board")] * 2):
        person.slash(f"/request Poster {number}", in_=channel, settle=False)
    carla.slash("/nudge me in 2h call Acme", in_="general", settle=False)
    ben.slash("/nudge #acme in 3h stand-up", in_="acme", settle=False)
    slack.settle(30)
    for moment in (NUDGED, NINE, NINE + timedelta(minutes=10)):
        slack.clock.to(moment)
        slack.settle(30)


def must_show_a_day_once(slack: Sandbox) -> None:
    seen = first_lines(slack)
    for what in (*(f"Poster {number}" for number in range(6)), "call Acme", "stand-up", "Digest for"):
        assert len([line for line in seen if what in line]) == 1, (what, seen)


def test_three_sockets(slack: Sandbox, replicas: Replicas) -> None:
    for _ in range(3):
        replicas.start()
    assert slack.connections == 3
    a_day(slack)
    must_show_a_day_once(slack)


@contextmanager
def in_turn(ports: Sequence[int]) -> Iterator[str]:
    """A load balancer: each request goes to the next."""
    turns = cycle(ports)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there = HTTPConnection("127.0.0.1", next(turns), timeout=PATIENCE)
            there.request("POST", self.path, body, dict(self.headers))
            answer = there.getresponse()
            said = answer.read()
            self.send_response_only(answer.status)
            for name in ("Content-Type", "Content-Length"):
                self.send_header(name, answer.headers[name])
            self.end_headers()
            self.wfile.write(said)
            there.close()

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_two_behind_a_load_balancer(slack: Sandbox, replicas: Replicas) -> None:
    two = [replicas.start(signing_secret=slack.signing_secret, app_token=None, http_port=0) for _ in range(2)]
    with in_turn([liaison.web_port for liaison in two]) as address:
        slack.requests_to(address)
        try:
            a_day(slack)
        finally:
            slack.socket_mode()
    must_show_a_day_once(slack)


def test_one_is_stopped_in_the_middle_and_the_others_go_on(slack: Sandbox, replicas: Replicas) -> None:
    slack.rates(on=False)
    first, *_ = [replicas.start(channel_spacing=0, messages_per_minute=0) for _ in range(3)]
    slack.fault("late", "chat.postMessage", seconds=0.05)
    for number in range(20):
        slack.person("ana").slash(f"/request Poster {number}", in_="acme", settle=False)
    while len(first_lines(slack)) < 3:
        pass
    replicas.stop(first)
    slack.settle(30)
    assert sorted(line.count("Poster") for line in first_lines(slack)) == [1] * 20
    assert len(set(first_lines(slack))) == 20


def test_one_whose_clock_is_five_minutes_ahead_and_one_behind(slack: Sandbox, replicas: Replicas) -> None:
    for minutes in (0, 5, -5):
        replicas.start(Skewed(slack.clock, timedelta(minutes=minutes)))
    a_day(slack)
    must_show_a_day_once(slack)
