"""Slash commands as Slack sends them over HTTP, to programs that stand beside the local Slack of an office."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from threading import local
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from benchmarks.goals.figures import NotMeasured
from bot.settings import MANIFEST
from handlers.http_mode import PATH
from sandbox import Sandbox, World
from sandbox.sandbox import LOOPBACK
from sandbox.signing import signed

#: Who types, and where: the office's.
ANA, ACME = "U0ANA", "C0ACME"
_KIND = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def office() -> Iterator[Sandbox]:
    with Sandbox(MANIFEST, World.office(), rates=False) as slack:
        yield slack


class Line:
    """One connection, which stays open as Slack's do: what comes over it comes one after the other."""

    def __init__(self, slack: Sandbox, port: int) -> None:
        self._secret, self._team = slack.signing_secret, slack.team_id
        self._connection = HTTPConnection(LOOPBACK, port)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def give(self, command: str, text: str, trigger: str) -> None:
        """Until it has been answered. Slack gives each its own trigger."""
        body = self._form(command, text, trigger)
        self._connection.request("POST", PATH, body, signed(self._secret, int(time.time()), body) | _KIND)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != HTTPStatus.OK:
            raise NotMeasured(f"{command} was answered {answer.status}")

    def _form(self, command: str, text: str, trigger: str) -> bytes:
        given = {
            "team_id": self._team,
            "team_domain": "office",
            "channel_id": ACME,
            "channel_name": "acme",
            "user_id": ANA,
            "user_name": "ana",
            "command": command,
            "text": text,
            "api_app_id": "A0LIAISON",
            "is_enterprise_install": "false",
            "response_url": f"http://{LOOPBACK}/nowhere",
            "trigger_id": trigger,
        }
        return urlencode(given).encode()


class Lines:
    """One for each thread that asks."""

    def __init__(self, slack: Sandbox, port: int) -> None:
        self._slack, self._port = slack, port
        self._all: list[Line] = []
        self._here = local()

    @property
    def mine(self) -> Line:
        if not hasattr(self._here, "line"):
            self._here.line = Line(self._slack, self._port)
            self._all.append(self._here.line)
        line: Line = self._here.line
        return line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        for line in self._all:
            line.close()
