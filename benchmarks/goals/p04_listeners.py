"""P4: to find whom a delivery is for among all that Liaison listens to, against an app that listens to nothing else.

Of each kind one that nobody wants, so that it is the last that is asked; whoever takes it does nothing.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

import handlers
from benchmarks.goals.figures import Figure, NotMeasured, at_most, paired
from handlers.language import ENGLISH
from handlers.parts import Parts

TIMES = 1000
WHO = {"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}}
VIEW_CLOSED = {"type": "view_closed", "view": {"callback_id": "gone", "type": "modal"}, **WHO}
EVENT = {"type": "event_callback", "team_id": "T1", "event": {"type": "emoji_changed"}}
COMMAND = {"command": "/gone", "text": "", "user_id": "U1", "team_id": "T1"}


def figures() -> Iterator[Figure]:
    everything = _app()
    handlers.register(everything, cast("Parts", Nothing()), ENGLISH, lambda _: True)
    for body, listens, wanted in (
        (COMMAND, App.command, "/gone"),
        (EVENT, App.event, "emoji_changed"),
        (VIEW_CLOSED, App.view_closed, "gone"),
    ):
        alone = _app()
        listens(alone, wanted)(_nothing)
        cpu = paired(_timed(everything, body), _timed(alone, body), times=5)
        said = f"µs of CPU to dispatch {wanted} among all: {cpu.ours * 1e6:,.0f}, alone: {cpu.theirs * 1e6:,.0f}"
        yield at_most(1.5, cpu.ratio, said)


def _nothing(ack: Ack) -> None:
    ack()


class Nothing:
    """Registering asks nothing of the parts."""

    def __getattr__(self, name: str) -> "Nothing":
        return self


def _app() -> App:
    def authorize(team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_id="B1", bot_user_id="U0", bot_token=None)

    return App(authorize=authorize, process_before_response=True, request_verification_enabled=False)


def _timed(app: App, body: dict[str, Any]) -> Callable[[], float]:
    return partial(_cpu, app, body)


def _cpu(app: App, body: dict[str, Any]) -> float:
    """Seconds that each takes."""
    begun = time.process_time()
    for _ in range(TIMES):
        answer = app.dispatch(BoltRequest(mode="socket_mode", body=dict(body)))
        if answer.status != 200:
            raise NotMeasured(f"a delivery was answered {answer.status}")
    return (time.process_time() - begun) / TIMES
