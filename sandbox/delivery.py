"""Handing payloads to the app: gestures that wait for its ack, and events that are sent again when there is none."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.errors import Json
from sandbox.payloads import outer_event
from sandbox.traffic import Call
from sandbox.workspace import Workspace

ACK_SECONDS = 3.0
EVENT_ATTEMPTS = 4
HELD_EVENTS = 1000
HELD_SECONDS = 6 * 60.0  # Slack's last retry comes about six minutes after the first attempt


@dataclass(frozen=True)
class Envelope:
    """`type` is slash_commands, interactive or events_api, `name` what people call it in the traffic."""

    id: str
    type: str
    name: str
    payload: Json
    retry_attempt: int = 0
    retry_reason: str = ""


@dataclass(frozen=True)
class Ack:
    payload: Json | None
    ms: float


class NotReachable(Exception):
    """Nobody is there to take a payload."""


class Transport(Protocol):
    """The way to the app: Socket Mode, or later signed requests to its address."""

    def reachable(self) -> bool: ...

    async def send(self, envelope: Envelope, *, within: float) -> Ack:
        """Raises NotReachable or TimeoutError."""
        ...


@dataclass(frozen=True)
class Reply:
    """What became of a gesture: the app's ack, or Slack's name for its failure."""

    payload: Json | None = None
    acked_ms: float | None = None
    error: str | None = None
    call: Call | None = None


@dataclass
class Held:
    payload: Json
    since: float


@dataclass
class Delivery:
    slack: Workspace
    transport: Transport
    ack_seconds: float = ACK_SECONDS
    _held: deque[Held] = field(default_factory=lambda: deque(maxlen=HELD_EVENTS))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def gesture(self, kind: str, name: str, payload: Json) -> Reply:
        envelope = Envelope(self.slack.number("env-"), kind, name, payload)
        call = self._call(envelope)
        if kind == "interactive" and not self.slack.manifest.interactive:
            with self.slack.during(call):
                self.slack.violate("interactivity_disabled", "the manifest does not enable interactivity", name)
            return Reply(error="dispatch_failed", call=call)
        with self.slack.activity.of(f"delivery of {name}"):
            try:
                ack = await self._send(envelope, call, self.ack_seconds)
            except NotReachable:
                return Reply(error="dispatch_failed", call=call)
            except TimeoutError:
                return Reply(error="operation_timeout", call=call)
        return Reply(payload=ack.payload, acked_ms=ack.ms, call=call)

    def event(self, declared: str, event: Json, *, shared: bool = False) -> None:
        """Tell the app, if its manifest asks for this event."""
        if declared not in self.slack.manifest.events:
            return
        payload = outer_event(self.slack, event, shared=shared)
        if self.transport.reachable():
            self._start(payload)
        else:
            self._held.append(Held(payload, time.monotonic()))

    def connected(self) -> None:
        """A socket is there again: what waited for one goes out as Slack's retries would."""
        now = time.monotonic()
        while self._held:
            held = self._held.popleft()
            if now - held.since < HELD_SECONDS:
                self._start(held.payload, attempt=1, reason="connection_failed")

    def forget(self) -> None:
        self._held.clear()
        for task in tuple(self._tasks):
            task.cancel()

    def _start(self, payload: Json, *, attempt: int = 0, reason: str = "") -> None:
        # Begun here and not in the task, which starts only when the loop gets to it.
        what = f"event {payload['event']['type']}"
        self.slack.activity.begin(what)
        task = asyncio.get_running_loop().create_task(self._deliver(payload, attempt, reason))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: self.slack.activity.end(what))

    async def _deliver(self, payload: Json, attempt: int, reason: str) -> None:
        while attempt < EVENT_ATTEMPTS:
            envelope = Envelope(
                self.slack.number("env-"), "events_api", payload["event"]["type"], payload, attempt, reason
            )
            within = self.ack_seconds if attempt == 0 else self.ack_seconds / 2
            try:
                await self._send(envelope, self._call(envelope), within)
            except NotReachable:
                self._held.append(Held(payload, time.monotonic()))
                return
            except TimeoutError:
                attempt, reason = attempt + 1, "timeout"
            else:
                return

    def _call(self, envelope: Envelope) -> Call:
        slack = self.slack
        call = slack.traffic.began(slack.clock.now(), "slack", envelope.name, envelope.payload)
        slack.changed()
        return call

    async def _send(self, envelope: Envelope, call: Call, within: float) -> Ack:
        begun = time.monotonic()
        try:
            ack = await self.transport.send(envelope, within=within)
        except NotReachable:
            call.response = {"error": "the app holds no connection"}
            raise
        except TimeoutError:
            call.response = {"error": "no ack"}
            if envelope.retry_attempt == 0:
                with self.slack.during(call):
                    self.slack.violate("ack_late", f"no ack within {within:g} s", envelope.name)
            raise
        finally:
            call.ms = (time.monotonic() - begun) * 1000
            self.slack.changed()
        call.response = ack.payload if ack.payload is not None else {}
        return ack
