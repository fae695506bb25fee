"""Slash commands as Slack sends them over HTTP, given to a WSGI application in this process: no socket, no waiting."""

import io
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from wsgiref.types import WSGIApplication, WSGIEnvironment

from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from benchmarks.goals.figures import NotMeasured
from bot import database
from bot.app import build
from bot.domain.clock import SystemClock
from bot.settings import MANIFEST, load
from handlers.http_mode import PATH, LiaisonHttp
from handlers.web_server import RECEIVED
from sandbox import Sandbox, World
from sandbox.sandbox import LOOPBACK
from sandbox.signing import signed

#: Who types, and where: the office's.
ANA, ACME = "U0ANA", "C0ACME"


@dataclass(frozen=True)
class Command:
    """One line that somebody types, as often as asked; Slack gives each its own trigger."""

    application: WSGIApplication
    secret: str
    team: str
    name: str
    text: str

    def cpu(self, times: int) -> float:
        """Seconds of this process's CPU that each takes."""
        begun = time.process_time()
        for number in range(times):
            self.once(f"{begun}.{number}")
        return (time.process_time() - begun) / times

    def once(self, trigger: str) -> None:
        said: list[str] = []
        answer = self.application(self._environ(trigger), _starting(said))
        b"".join(answer)
        _close(answer)
        if not said[0].startswith(str(HTTPStatus.OK.value)):
            raise NotMeasured(f"{self.name} was answered {said[0]}")

    def _environ(self, trigger: str) -> WSGIEnvironment:
        return posted(self.form(trigger), self.secret)

    def form(self, trigger: str) -> bytes:
        given = {
            "team_id": self.team,
            "team_domain": "office",
            "channel_id": ACME,
            "channel_name": "acme",
            "user_id": ANA,
            "user_name": "ana",
            "command": self.name,
            "text": self.text,
            "api_app_id": "A0LIAISON",
            "is_enterprise_install": "false",
            "response_url": f"http://{LOOPBACK}/nowhere",
            "trigger_id": trigger,
        }
        return urlencode(given).encode()


def posted(body: bytes, secret: str) -> WSGIEnvironment:
    """A signed request for `PATH`."""
    headers = signed(secret, int(time.time()), body)
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": io.BytesIO(body),
        RECEIVED: time.monotonic(),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }


def _starting(said: list[str]) -> Callable[..., Any]:
    def start_response(status: str, _: object, __: object = None) -> Callable[[bytes], object]:
        said.append(status)
        return lambda _: None

    return start_response


def _close(answer: Iterable[bytes]) -> None:
    """As servers do once it is on its way (PEP 3333)."""
    close = getattr(answer, "close", None)
    if close is not None:
        close()


@contextmanager
def office() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, World.office(), rates=False) as slack:
        yield slack


@contextmanager
def liaison(slack: Sandbox, database_url: str) -> Iterator[LiaisonHttp]:
    """At work in its office. What it does beside is a hundredth of a command's CPU."""
    database.upgrade(database_url)
    given = {"_env_file": None, "bot_token": slack.bot_token, "api_base_url": slack.api_url, "http_port": 0}
    settings = load(**given, signing_secret=slack.signing_secret, database_url=database_url)
    ours = build(settings, SystemClock())
    ours.start()
    try:
        way_in = ours._parts.transport  # noqa: SLF001 - without the web server, which is the same for a bare app
        assert isinstance(way_in, LiaisonHttp)
        yield way_in
    finally:
        ours.stop()


def bare(slack: Sandbox, command: str, *, waits: bool) -> WSGIApplication:
    """An app with one listener that does nothing; with `waits` as Bolt comes, which looks for the ack now and then."""
    client = WebClient(slack.bot_token, slack.api_url)
    app = App(client=client, signing_secret=slack.signing_secret, process_before_response=not waits)
    app.command(command)(nothing)
    application: WSGIApplication = SlackRequestHandler(app, path=PATH)
    return application


def nothing(ack: Ack) -> None:
    ack()
