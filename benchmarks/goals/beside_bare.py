"""Liaison beside a bare Bolt app that answers with the same payload: each on a local Slack of its own, and in turn."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles

from benchmarks.gestures import by_sockets, wait
from benchmarks.goals.figures import Figure, at_most
from sandbox import Sandbox

TIMES, WARM = 120, 10
RATIO, SLOWEST_MS = 5.0, 300.0
OURS = "import sys; from bot.__main__ import main; sys.exit(main(['run']))"
#: Reads what it answers, connects and waits; what it listens to comes between.
BEGINS = """
import json, os, re, threading
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
answers = json.load(open(os.environ["ANSWERS"]))
app = App(client=WebClient(os.environ["TOKEN"], os.environ["API"]))
"""
ENDS = """
SocketModeHandler(app, os.environ["APP_TOKEN"]).connect()
threading.Event().wait()
"""


def compared(
    what: str, ours: Sandbox, bare: Sandbox, act: Callable[[Sandbox], float], *, times: int = TIMES
) -> Iterator[Figure]:
    """In turn, so that a machine that slows down slows both. `act` says how many milliseconds it took."""
    pairs = [(act(ours), act(bare)) for _ in range(WARM + times)][WARM:]
    mine, others = (sorted(side) for side in zip(*pairs, strict=True))
    said = f"{what}: {median(mine):.1f} ms, a bare Bolt app with the same payload: {median(others):.1f} ms"
    yield at_most(RATIO, median(mine) / median(others), said)
    slowest = quantiles(mine, n=100, method="inclusive")[98]
    yield at_most(SLOWEST_MS, slowest, f"{what}: p99 in ms, the slowest {mine[-1]:.1f} ms")


def settings(slack: Sandbox, url: str) -> dict[str, str]:
    given, _ = by_sockets(slack)
    return {
        "LIAISON_BOT_TOKEN": slack.bot_token,
        "LIAISON_API_BASE_URL": slack.api_url,
        "LIAISON_DATABASE_URL": url,
        "LIAISON_CHANNEL_SPACING": "0",
        "LIAISON_MESSAGES_PER_MINUTE": "0",
        "LIAISON_LOG_LEVEL": "WARNING",
        **given,
    }


@contextmanager
def running(code: str, slack: Sandbox, env: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, env={**os.environ, **env}) as process:  # noqa: S603 - ours
        try:
            wait(lambda: slack.connections > 0, "a program")
            yield
        finally:
            process.terminate()
