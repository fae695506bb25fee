"""The parts of a running sandbox, put together."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sandbox.addresses import Addresses
from sandbox.clock import VirtualClock
from sandbox.delivery import ACK_SECONDS, Delivery
from sandbox.http_requests import RETRY_SECONDS, HttpRequests
from sandbox.manifest import Manifest
from sandbox.persistence import Journal
from sandbox.rates import Rates
from sandbox.socket_mode import DEBUG_SECONDS, SocketMode
from sandbox.transport import Transport
from sandbox.ways import Ways
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
    http: HttpRequests
    delivery: Delivery
    ways: Ways
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
    retry_seconds: tuple[float, ...] = RETRY_SECONDS,
    addresses: Addresses | None = None,
    debug_reconnect_seconds: float = DEBUG_SECONDS,
) -> Core:
    """With `addresses` the app is reached over HTTP, whatever the manifest says."""
    journal = Journal(data) if data else None
    kept, left = _kept(journal, world)
    if clock is None:
        clock = VirtualClock(left)
    elif left > clock.now():
        clock.to(left)
    slack = Workspace(manifest, clock, kept, journal, url=url, rates=Rates(on=rates))
    on = manifest.socket_mode and addresses is None
    socket_mode = SocketMode(slack.app.app_id, on=on, debug_seconds=debug_reconnect_seconds)
    http = HttpRequests(slack, addresses or manifest.addresses, retry_seconds)
    delivery = Delivery(slack, _transport(socket_mode, http), ack_seconds)
    socket_mode.on_connected, socket_mode.on_counted = delivery.connected, slack.changed
    ways, api = Ways(delivery, socket_mode, http), Api(slack, delivery, socket_mode)
    return Core(slack, socket_mode, http, delivery, ways, api, copy.deepcopy(world))


def _transport(socket_mode: SocketMode, http: HttpRequests) -> Transport | None:
    if socket_mode.on:
        return socket_mode
    return http if http.addresses.every else None


def _kept(journal: Journal | None, world: World) -> tuple[World, datetime]:
    """The world as it was left in the folder, else the one given."""
    read = journal.read() if journal else None
    return read or (copy.deepcopy(world), world.start)
