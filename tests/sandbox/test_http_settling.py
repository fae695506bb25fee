"""Waiting over HTTP until nothing more goes on, and starting over while others wait."""

import threading

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.patience import PATIENCE
from tests.sandbox.http_face import get, mistake, post
from tests.sandbox.manifest import SPECIMEN


@pytest.mark.parametrize(
    "path", ["screen?user=ana", "calls", "truth", "violations", "people", "channels", "app"], ids=str
)
def test_reading_settles_first(slack: Sandbox, app: App, path: str) -> None:
    working, may_end = threading.Event(), threading.Event()

    def on_mention(client: WebClient) -> None:
        working.set()
        may_end.wait(PATIENCE)
        client.chat_postMessage(channel="C0ACME", text="done")

    app.event("app_mention")(on_mention)
    slack.person("ana").says("@specimen hello", in_="acme", settle=False)
    working.wait(PATIENCE)
    assert "done" not in slack.person("ana").sees("acme").texts
    threading.Timer(0.05, may_end.set).start()

    get(slack, f"{path}{'&' if '?' in path else '?'}settle=1")

    assert "done" in slack.person("ana").sees("acme").texts


@pytest.mark.parametrize(
    ("asked", "status"), [("1", 500), ("true", 500), ("yes", 500), ("0", 200), ("false", 200), ("", 200)]
)
def test_how_settling_is_asked_for(slack: Sandbox, asked: str, status: int) -> None:
    def broken() -> bool:
        raise RuntimeError

    stop_watching = slack.watch(broken)
    try:
        if status == 200:
            assert "on" in post(slack, f"rates?settle={asked}", on=False)
        else:
            assert mistake(slack, f"rates?settle={asked}", b'{"on": false}')[0] == status
    finally:
        stop_watching()


class SlowReset:
    """Starting over as the demo does it, until it is let go on."""

    def __init__(self, slack: Sandbox) -> None:
        self.going_on: list[str] = []
        self.begun, self.may_end = threading.Event(), threading.Event()
        self._slack = slack
        slack.on_reset(self._start_over)

    def _start_over(self) -> None:
        self.going_on.append("begun")
        self.begun.set()
        self.may_end.wait(PATIENCE)
        self._slack.reset()
        self.going_on.append("ended")


def asked_meanwhile(slack: Sandbox, path: str, **body: str) -> threading.Thread:
    asking = threading.Thread(target=post, args=(slack, path), kwargs=body)
    asking.start()
    return asking


def test_one_reset_after_the_other() -> None:
    with Sandbox(SPECIMEN) as slack:
        slow = SlowReset(slack)
        resets = [asked_meanwhile(slack, "reset?settle=1") for _ in range(2)]
        slow.begun.wait(PATIENCE)
        threading.Timer(0.1, slow.may_end.set).start()
        for reset in resets:
            reset.join(PATIENCE)

        assert slow.going_on == ["begun", "ended"] * 2


def test_whoever_gestures_while_all_starts_over_waits() -> None:
    """Half a world is no place to be in."""
    with Sandbox(SPECIMEN) as slack:
        slow = SlowReset(slack)
        reset = asked_meanwhile(slack, "reset?settle=1")
        slow.begun.wait(PATIENCE)
        saying = asked_meanwhile(slack, "message", user="ana", channel="acme", text="after")
        threading.Timer(0.1, slow.may_end.set).start()
        for each in (reset, saying):
            each.join(PATIENCE)

        assert slack.person("ana").sees("acme").texts == ["after"]
