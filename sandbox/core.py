"""The parts of a running sandbox, put together."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandbox.clock import VirtualClock
from sandbox.delivery import ACK_SECONDS, Delivery
from sandbox.manifest import Manifest
from sandbox.persistence import Journal
from sandbox.rates import ChannelPace
from sandbox.socket_mode import SocketMode
from sandbox.web_api.context import Api
from sandbox.workspace import Workspace
from sandbox.world import World


@dataclass
class Core:
    """`first` is the world that a reset without a world goes back to.

    `start_over` is what a reset over HTTP does instead, where the app in the same process has to forget as well.
    """

    slack: Workspace
    socket_mode: SocketMode
    delivery: Delivery
    api: Api
    first: World
    start_over: Callable[[], None] | None = None

    def reset(self, world: World | None = None) -> None:
        fresh = world or self.first
        self.delivery.forget()
        self.slack.clock.restart(fresh.start)
        self.slack.reset(fresh)


def build(
    manifest: Manifest,
    world: World,
    *,
    clock: VirtualClock | None,
    data: Path | None,
    rates: bool,
    url: str,
    ack_seconds: float = ACK_SECONDS,
) -> Core:
    journal = Journal(data) if data else None
    kept, left = _kept(journal, world)
    if clock is None:
        clock = VirtualClock(left)
    elif left > clock.now():
        clock.to(left)
    slack = Workspace(manifest, clock, kept, journal, url=url, pace=ChannelPace(on=rates))
    socket_mode = SocketMode(slack.app.app_id)
    delivery = Delivery(slack, socket_mode, ack_seconds)
    socket_mode.on_connected = delivery.connected
    return Core(slack, socket_mode, delivery, Api(slack, delivery, socket_mode), copy.deepcopy(world))


def _kept(journal: Journal | None, world: World) -> tuple[World, datetime]:
    """The world as it was left in the folder, else the one given."""
    read = journal.read() if journal else None
    return read or (copy.deepcopy(world), world.start)
