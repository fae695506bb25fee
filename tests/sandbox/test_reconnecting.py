"""A stock app whose sockets end as Slack ends them: it comes back, and gestures reach it again."""

from collections.abc import Iterator

import pytest

from sandbox import Sandbox, World
from tests.sandbox.stock import EVERYTHING, stock


@pytest.fixture(scope="module")
def slack() -> Iterator[Sandbox]:
    with Sandbox(EVERYTHING, World.office()) as slack, stock(slack, "socket_mode"):
        slack.core.socket_mode.notice_seconds = 0.05
        yield slack


def come_back(slack: Sandbox, before: set[object]) -> None:
    stop = slack.watch(
        lambda: bool(slack.core.socket_mode._sockets) and before.isdisjoint(slack.core.socket_mode._sockets)
    )
    slack.settle(10)
    stop()


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
@pytest.mark.parametrize("close", [False, True], ids=["in peace", "at once"])
def test_after_a_frame(slack: Sandbox, reason: str, *, close: bool) -> None:
    before: set[object] = set(slack.core.socket_mode._sockets)
    slack.disconnect(reason, close=close)
    come_back(slack, before)

    assert slack.person("ana").slash("/log again", in_="acme").words == "Noted: again"


def test_events_meanwhile_are_not_lost(slack: Sandbox) -> None:
    before: set[object] = set(slack.core.socket_mode._sockets)
    slack.disconnect("refresh_requested", close=True)
    ts = slack.person("ana").says("@specimen are you there?", in_="acme", settle=False)
    come_back(slack, before)

    assert [message.text for message in slack.person("ben").sees("acme").thread(ts)] == ["Yes?"]
