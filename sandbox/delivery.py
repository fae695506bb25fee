"""Handing payloads to the app: gestures that wait for its ack, and events that are sent again when there is none."""

import asyncio
import time
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager
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


@dataclass(eq=False)
class Telling:
    """An event on its way; `was_missed` once the app has let a whole ack time pass, whichever attempt that was."""

    payload: Json
    born: float
    attempt: int = 0
    reason: str = ""
    was_missed: bool = False
    acked_ms: float | None = None

    @property
    def name(self) -> str:
        return str(self.payload["event"]["type"])

    def too_old(self) -> bool:
        return time.monotonic() - self.born >= HELD_SECONDS


@dataclass
class Delivery:
    slack: Workspace
    transport: Transport
    ack_seconds: float = ACK_SECONDS
    _held: deque[Telling] = field(default_factory=lambda: deque(maxlen=HELD_EVENTS))
    _tasks: dict[asyncio.Task[None], Telling] = field(default_factory=dict)
    _noted: list[Telling] | None = None

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
                self._late(call, self.ack_seconds)
                return Reply(error="operation_timeout", call=call)
        return Reply(payload=ack.payload, acked_ms=ack.ms, call=call)

    def event(self, declared: str, event: Json, *, shared: bool = False) -> None:
        """Tell the app, if its manifest asks for this event."""
        if declared not in self.slack.manifest.events:
            return
        telling = Telling(outer_event(self.slack, event, shared=shared), time.monotonic())
        if self._noted is not None:
            self._noted.append(telling)
        if self.transport.reachable():
            self._start(telling)
        else:
            self._held.append(telling)

    @contextmanager
    def noting(self) -> Iterator[list[Telling]]:
        """The events that begin inside, which must not wait for anything."""
        noted: list[Telling] = []
        before, self._noted = self._noted, noted
        try:
            yield noted
        finally:
            self._noted = before

    async def acked(self, told: Collection[Telling]) -> float | None:
        """How long the slowest took, if the app acks them all in time."""
        tasks = [task for task, telling in self._tasks.items() if telling in told]
        if tasks:
            await asyncio.wait(tasks, timeout=self.ack_seconds)
        times = [telling.acked_ms for telling in told if telling.acked_ms is not None]
        return max(times) if len(times) == len(told) else None

    def connected(self) -> None:
        """A socket is there again: what waited for one goes out as Slack's retries would."""
        waited = [telling for telling in self._held if not telling.too_old()]
        self._held.clear()
        for telling in waited:
            telling.attempt, telling.reason = max(1, telling.attempt), "connection_failed"
            self._start(telling)

    def forget(self) -> None:
        self._held.clear()
        for task in tuple(self._tasks):
            task.cancel()

    def _start(self, telling: Telling) -> None:
        # Begun here and not in the task, which starts only when the loop gets to it.
        what = f"event {telling.name}"
        self.slack.activity.begin(what)
        task = asyncio.get_running_loop().create_task(self._deliver(telling))
        self._tasks[task] = telling
        task.add_done_callback(self._tasks.pop)
        task.add_done_callback(lambda _: self.slack.activity.end(what))

    async def _deliver(self, telling: Telling) -> None:
        while telling.attempt < EVENT_ATTEMPTS:
            try:
                await self._attempt(telling)
            except NotReachable:
                self._held.append(telling)
                return
            except TimeoutError:
                telling.attempt, telling.reason = telling.attempt + 1, "timeout"
            else:
                telling.acked_ms = (time.monotonic() - telling.born) * 1000
                return

    async def _attempt(self, telling: Telling) -> None:
        number, payload = self.slack.number("env-"), telling.payload
        envelope = Envelope(number, "events_api", telling.name, payload, telling.attempt, telling.reason)
        call = self._call(envelope)
        within = self.ack_seconds / 2 if telling.was_missed else self.ack_seconds
        try:
            await self._send(envelope, call, within)
        except TimeoutError:
            if not telling.was_missed:
                telling.was_missed = True
                self._late(call, within)
            raise

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
            raise
        finally:
            call.ms = (time.monotonic() - begun) * 1000
            self.slack.changed()
        call.response = ack.payload if ack.payload is not None else {}
        return ack

    def _late(self, call: Call, within: float) -> None:
        with self.slack.during(call):
            self.slack.violate("ack_late", f"no ack within {within:g} s", call.name)
