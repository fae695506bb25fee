"""The product's delivery at its real pace, of plain texts to a local Slack that refuses what comes too fast."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine

from benchmarks.goals.databases import new_sqlite, upgraded
from benchmarks.goals.due_rows import Looking
from benchmarks.goals.figures import NotMeasured
from bot.app import DELIVER, DELIVERIES
from bot.domain.clock import SystemClock
from bot.domain.ids import ChannelId, TeamId
from bot.domain.outbox import Claimed, Lane, Message, MessageKind
from bot.loops import Loop
from bot.services.delivery import Delivery, Ways
from bot.settings import EXAMPLES, MANIFEST
from handlers.calls import Call
from handlers.conversations import Conversations
from handlers.paces import rates
from handlers.sender import TIMEOUT, Sender
from handlers.web_clients import web_client
from sandbox import Sandbox, World
from sandbox.traffic import Call as Traffic
from sandbox.truth import Sight
from sandbox.world import APP, Channel
from storage.delivery import SqlOutbox
from storage.messages import add_message

TEAM = TeamId("T0SANDBOX")
#: What Liaison keeps to unless it is told otherwise.
PER_MINUTE, SPACING = int(EXAMPLES["messages_per_minute"]), float(EXAMPLES["channel_spacing"])
#: Seconds.
POLL = 0.02


class Paced:
    """One workspace with as many channels as are asked for, and one process's deliveries."""

    def __init__(self, slack: Sandbox, engine: Engine) -> None:
        self.slack = slack
        self._engine = engine

    def write(self, text: str, channel: int, *, lane: Lane = Lane.DIGEST, due_at: datetime | None = None) -> None:
        message = Message(
            kind=MessageKind.NUDGE,
            about=text,
            to=ChannelId(f"C0PACE{channel:03}"),
            key=text,
            due_at=due_at or datetime.now(UTC),
            lane=lane,
        )
        with self._engine.begin() as connection:
            add_message(connection, TEAM, message)

    @contextmanager
    def delivering(self) -> Iterator[None]:
        clock = SystemClock()
        client = web_client(self.slack.bot_token, self.slack.api_url, TIMEOUT)
        sender = Sender(client, Conversations(client))
        outbox = SqlOutbox(self._engine, clock, SPACING, lambda: (TEAM,), rates=rates(PER_MINUTE))
        works = [
            Delivery(outbox, _Texts(), Ways(sender, Looking()), clock, lambda _team: None).deliver_due
            for _ in range(DELIVERIES)
        ]
        loops = [Loop(f"deliver-{n}", work, DELIVER) for n, work in enumerate(works)]
        for loop in loops:
            loop.start()
        try:
            yield
        finally:
            for loop in loops:
                loop.stop()

    def seen(self) -> Sequence[Sight]:
        return [sight for sight in self.slack.truth if sight.what == "message"]

    def refused(self) -> int:
        """Calls that came too fast."""
        return sum(is_refusal(call) for call in self.slack.core.slack.traffic)

    @staticmethod
    def wait(until: Callable[[], bool], patience: float) -> None:
        ended = time.monotonic() + patience
        while not until():
            if time.monotonic() > ended:
                raise NotMeasured(f"it did not come in {patience:.0f} s")
            time.sleep(POLL)


def is_refusal(call: Traffic) -> bool:
    """Asked for by a fault or by the local Slack's own limits."""
    return call.name == "chat.postMessage" and (bool(call.fault) or (call.response or {}).get("ok") is False)


class _Texts:
    def render(self, claimed: Claimed) -> Call:
        return Call("chat.postMessage", {"text": claimed.about})


@contextmanager
def workspace(channels: int) -> Iterator[Paced]:
    world = World.office()
    for n in range(channels):
        world.add_channel(Channel(id=f"C0PACE{n:03}", name=f"pace-{n}", members=["U0ANA", APP]))
    with Sandbox(MANIFEST, world) as slack, new_sqlite() as url:
        engine = upgraded(url)
        yield Paced(slack, engine)
        engine.dispose()
