"""How long a `/request` takes, over each way to Slack: from the command to its ack, and from the command to its card.

Needs what the tests need: their PostgreSQL, here as it comes, so that a commit waits for the disk.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from bot.settings import MANIFEST
from sandbox import DriverMistake, Sandbox, World
from sandbox.sandbox import LOOPBACK
from sandbox.world import APP, Channel
from tests.postgres import AS_IT_COMES, running

COMMANDS, CHANNELS = 500, 50
ACK_LIMIT_MS, CARD_LIMIT_MS = 100.0, 1000.0
#: Seconds.
PATIENCE = 30

#: From a local Slack to what Liaison's settings say of the way to it, and whether Slack gets through.
Way = Callable[[Sandbox], tuple[dict[str, str], Callable[[], bool]]]


def main() -> int:
    with TemporaryDirectory() as folder, running(AS_IT_COMES) as postgres:
        kept = [
            measured("over Socket Mode with SQLite", by_sockets, f"sqlite:///{Path(folder) / 'liaison.db'}"),
            measured("over signed HTTP with PostgreSQL", by_http, postgres.url(postgres.create())),
        ]
    return 0 if all(kept) else 1


def measured(named: str, way: Way, database_url: str) -> bool:
    """Whether the limits are kept."""
    with at_work(way, database_url) as slack:
        card_ms = sorted(until_card(slack, f"card {n}") for n in range(5))[2]
        started = time.monotonic()
        acked_ms = acks(slack)
        typed = time.monotonic()
        wait(lambda: cards(slack) == COMMANDS, "the last card")
        delivered = time.monotonic()
        # As they are now: what comes while Liaison stops is turned away, and comes again.
        faults = [*slack.violations]
    cuts = quantiles(acked_ms, n=100, method="inclusive")
    report(
        f"{COMMANDS} /request over {CHANNELS} channels, command to ack {named}",
        f"p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms",
    )
    report("  slowest", f"{max(acked_ms):.1f} ms")
    report("  typed one after another", f"{COMMANDS / (typed - started):.0f} a second")
    report("  all cards posted", f"{delivered - typed:.2f} s after the last command")
    report("  one /request, command to card (median of 5)", f"{card_ms:.0f} ms")
    report("  violations", str(len(faults)))
    return cuts[98] <= ACK_LIMIT_MS and card_ms <= CARD_LIMIT_MS and not faults


def report(what: str, figure: str) -> None:
    sys.stdout.write(f"{what}: {figure}\n")


@contextmanager
def at_work(way: Way, database_url: str) -> Iterator[Sandbox]:
    """A local Slack that does not pace, and `liaison run` beside it as in a real workspace, on a new store."""
    with Sandbox(MANIFEST, busy_office(), rates=False) as slack:
        settings, reached = way(slack)
        given = {
            "LIAISON_BOT_TOKEN": slack.bot_token,
            "LIAISON_API_BASE_URL": slack.api_url,
            "LIAISON_DATABASE_URL": database_url,
            "LIAISON_CHANNEL_SPACING": "0",
            "LIAISON_MESSAGES_PER_MINUTE": "0",
            "LIAISON_LOG_LEVEL": "WARNING",
            **settings,
        }
        liaison = [sys.executable, "-m", "bot"]
        env = {**os.environ, **given}
        subprocess.run([*liaison, "db", "upgrade"], env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
        with subprocess.Popen([*liaison, "run"], env=env) as process:  # noqa: S603 - ours
            try:
                wait(reached, "Liaison")
                yield slack
            finally:
                process.terminate()


def by_sockets(slack: Sandbox) -> tuple[dict[str, str], Callable[[], bool]]:
    return {"LIAISON_APP_TOKEN": slack.app_token}, lambda: slack.connections > 0


def by_http(slack: Sandbox) -> tuple[dict[str, str], Callable[[], bool]]:
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]

    def reached() -> bool:
        try:
            slack.requests_to(f"http://{LOOPBACK}:{port}/slack/events")
        except DriverMistake:
            return False
        return True

    return {"LIAISON_SIGNING_SECRET": slack.signing_secret, "LIAISON_HTTP_PORT": str(port)}, reached


def busy_office() -> World:
    world = World.office()
    for n in range(CHANNELS):
        world.add_channel(Channel(id=f"C0BUSY{n:02}", name=f"busy-{n}", members=["U0ANA", "U0BEN", "U0CARLA", APP]))
    return world


def acks(slack: Sandbox) -> Sequence[float]:
    """While the cards of those before are being posted."""
    people = [slack.person(name) for name in ("ana", "ben", "carla")]
    taken = []
    for n in range(COMMANDS):
        line = f"/request reprint number {n} of the spring brochure by fri 4pm !high @ana"
        answer = people[n % 3].slash(line, in_=f"busy-{n % CHANNELS}", settle=False)
        if answer.acked_ms is None:
            raise SystemExit(f"command {n} was not acknowledged: {answer.error}")
        taken.append(answer.acked_ms)
    return taken


def until_card(slack: Sandbox, title: str) -> float:
    """Milliseconds until it is there for others in the channel."""
    started = time.monotonic()
    slack.person("ana").slash(f"/request {title} by fri 4pm", in_="busy-0", settle=False)
    wait(lambda: any(title in sight.text for sight in slack.truth if sight.what == "message"), "the card")
    return (time.monotonic() - started) * 1000


def cards(slack: Sandbox) -> int:
    """How many of the many stand in a channel by now."""
    posted = (s for s in slack.truth if s.what == "message" and s.channel and s.channel.startswith("C0BUSY"))
    return sum("reprint number" in sight.text for sight in posted)


def wait(until: Callable[[], bool], what: str) -> None:
    ended = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > ended:
            raise SystemExit(f"{what} did not come in {PATIENCE} s")
        time.sleep(0.005)


if __name__ == "__main__":
    sys.exit(main())
