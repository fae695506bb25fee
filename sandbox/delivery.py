"""Handing payloads to the app: gestures that wait for its ack, and events that are sent again when there is none."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Awaitable, Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.errors import DriverMistake, Json
from sandbox.event_hour import EventHour
from sandbox.faults.deliveries import Sending, spoilt
from sandbox.outer_events import outer_event, rate_limited
from sandbox.traffic import Call
from sandbox.transport import Ack, Envelope, NotAcked, NotReachable, Transport
from sandbox.workspace import Workspace

ACK_SECONDS = 3.0
HELD_EVENTS = 1000
HELD_SECONDS = 6 * 60.0  # Slack's last retry comes about six minutes after the first attempt
LONG_PAUSE_SECONDS = 1.0  # before a retry; `settle` does not wait for longer ones
OF_THE_END = frozenset({"app_uninstalled", "tokens_revoked"})  # all that is told of to nobody's authorisation
REMOVED = "account_inactive"  # what the Web API says once the app was removed
LATE, REFUSED = "operation_timeout", "dispatch_failed"  # what Slack tells a person whose gesture failed


@dataclass(frozen=True)
class Reply:
    """What became of a gesture: the app's ack, or Slack's name for its failure."""

    payload: Any = None
    acked_ms: float | None = None
    error: str | None = None
    call: Call | None = None


@dataclass(eq=False)
class Telling:
    """An event on its way; `was_missed` once the app has failed to ack it, whichever attempt that was."""

    payload: Json
    born: float
    attempt: int = 0
    reason: str = ""
    was_missed: bool = False
    acked_ms: float | None = None

    @property
    def name(self) -> str:
        return str(self.payload.get("event", self.payload)["type"])

    def too_old(self) -> bool:
        return time.monotonic() - self.born >= HELD_SECONDS


@dataclass
class Delivery:
    """`transport` is None while the app is reached in no way at all: then nothing waits for it either."""

    slack: Workspace
    transport: Transport | None
    ack_seconds: float = ACK_SECONDS
    hour: EventHour = field(default_factory=EventHour)
    _held: deque[Telling] = field(default_factory=lambda: deque(maxlen=HELD_EVENTS))
    _tasks: dict[asyncio.Task[None], Telling] = field(default_factory=dict)
    _noted: list[Telling] | None = None
    _line: list[asyncio.Event] = field(default_factory=list)

    async def gesture(self, kind: str, name: str, payload: Json) -> Reply:
        """Raises DriverMistake after the app was removed: people see nothing of it any more."""
        if self.slack.token_fault == REMOVED:
            raise DriverMistake("not_installed", "the app was removed from this workspace; reinstall it first")
        envelope = Envelope(self.slack.number("env-"), kind, name, payload)
        call = self._call(envelope)
        if kind == "interactive" and not self.slack.manifest.interactive:
            with self.slack.during(call):
                self.slack.violate("interactivity_disabled", "the manifest does not enable interactivity", name)
            return Reply(error=REFUSED, call=call)
        with self.slack.activity.of(f"delivery of {name}"):
            try:
                ack = await self._send(envelope, call, self.ack_seconds)
            except NotReachable:
                return Reply(error=REFUSED, call=call)
            except NotAcked as trouble:
                self._blame(call, trouble)
                return Reply(error=LATE if self._was_late(trouble) else REFUSED, call=call)
        return Reply(payload=ack.payload, acked_ms=ack.ms, call=call)

    def event(self, declared: str, event: Json, *, shared: bool = False) -> None:
        """Tell the app, if its manifest asks for this event."""
        if declared not in self.slack.manifest.events or self.transport is None:
            return
        if self.hour.given_up or (self.slack.token_fault and declared not in OF_THE_END):
            return
        rates = self.slack.rates
        if not rates.on or not self.hour.is_full(rates.now()):
            self._tell(outer_event(self.slack, event, shared=shared))
        elif self.hour.is_first_of_its_minute(rates.now()):
            self._tell(rate_limited(self.slack))

    def _tell(self, payload: Json) -> None:
        telling = Telling(payload, time.monotonic())
        if self._noted is not None:
            self._noted.append(telling)
        if self.transport is not None and self.transport.reachable():
            self._start(telling)
        else:
            self._held.append(telling)

    @contextlib.contextmanager
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
        """There is a way again: what waited for one goes out as Slack's retries would."""
        waited = [telling for telling in self._held if not telling.too_old()]
        self._held.clear()
        for telling in waited:
            telling.attempt, telling.reason = max(1, telling.attempt), "connection_failed"
            self._start(telling)

    def forget(self) -> None:
        self._held.clear()
        self.hour.begin_again()
        for task in tuple(self._tasks):
            task.cancel()

    def _start(self, telling: Telling) -> None:
        # Begun here and not in the task, which starts only when the loop gets to it.
        what = _named(telling)
        self.slack.activity.begin(what)
        task = asyncio.get_running_loop().create_task(self._deliver(telling))
        self._tasks[task] = telling
        task.add_done_callback(self._tasks.pop)
        task.add_done_callback(lambda _: self.slack.activity.end(what))

    async def _deliver(self, telling: Telling) -> None:
        try:
            while not await self._over(telling):
                await self._pause(telling)
        except NotReachable:
            self._held.append(telling)

    async def _over(self, telling: Telling) -> bool:
        """One attempt; whether it was the last, taken or not."""
        try:
            await self._attempt(telling)
        except NotAcked as trouble:
            telling.attempt, telling.reason = telling.attempt + 1, trouble.reason
            return trouble.final or self.hour.given_up or telling.attempt > len(self._pauses)
        telling.acked_ms = (time.monotonic() - telling.born) * 1000
        return True

    @property
    def _pauses(self) -> tuple[float, ...]:
        return self.transport.retry_seconds if self.transport else ()

    async def _pause(self, telling: Telling) -> None:
        seconds = self._pauses[telling.attempt - 1]
        if seconds <= LONG_PAUSE_SECONDS:
            await asyncio.sleep(seconds)
            return
        what = _named(telling)
        self.slack.activity.end(what)
        try:
            await asyncio.sleep(seconds)
        finally:
            self.slack.activity.begin(what)

    async def _attempt(self, telling: Telling) -> None:
        number, payload = self.slack.number("env-"), telling.payload
        envelope = Envelope(number, "events_api", telling.name, payload, telling.attempt, telling.reason)
        call = self._call(envelope)
        within = self.ack_seconds / 2 if telling.was_missed else self.ack_seconds
        if self.slack.rates.on:
            self.hour.sent(self.slack.rates.now())
        try:
            await self._send(envelope, call, within)
            self.hour.ended(self.slack.rates.now(), taken=True)
        except NotAcked as trouble:
            self._count_failure()
            if not telling.was_missed:
                telling.was_missed = bool(trouble.violation)
                self._blame(call, trouble)
            raise

    def _count_failure(self) -> None:
        if self.hour.ended(self.slack.rates.now(), taken=False):
            said = "fewer than one in twenty deliveries of the last hour were taken: events are off until enabled again"
            self.slack.violate("events_disabled", said, "events_api")

    def _call(self, envelope: Envelope) -> Call:
        slack = self.slack
        call = slack.traffic.began(slack.clock.now(), "slack", envelope.name, envelope.payload)
        slack.changed()
        return call

    async def _send(self, envelope: Envelope, call: Call, within: float) -> Ack:
        return await self._written_down(call, self._answered(envelope, call, within))

    async def _again(self, envelope: Envelope, fault: str, within: float) -> None:
        """The same once more, as a delivery of its own; whatever comes of it."""
        twin = replace(envelope, id=self.slack.number("env-"))
        call = self._call(twin)
        call.fault = fault
        with contextlib.suppress(NotReachable):
            try:
                await self._written_down(call, self._attempted(twin, within))
            except NotAcked as trouble:
                self._blame(call, trouble)

    async def _written_down(self, call: Call, attempt: Awaitable[Ack]) -> Ack:
        begun = time.monotonic()
        try:
            ack = await attempt
        except NotReachable:
            call.response = {"error": "the app holds no connection"}
            raise
        except NotAcked as trouble:
            call.response = {"error": trouble.detail}
            raise
        finally:
            call.ms = (time.monotonic() - begun) * 1000
            self._let_go()
            self.slack.changed()
        call.response = ack.payload if ack.payload is not None else {}
        return ack

    def _let_go(self) -> None:
        """What a fault held back has been overtaken now."""
        for held in self._line:
            held.set()
        self._line.clear()

    async def _answered(self, envelope: Envelope, call: Call, within: float) -> Ack:
        if self.transport is None:
            raise NotReachable
        faults = self.slack.faults
        fault = faults.take("delivery", envelope.names, self.transport.faults)
        if fault is None:
            return await self._attempted(envelope, within)
        call.fault = fault.kind
        sending = Sending(
            envelope=envelope,
            fault=fault,
            faults=faults,
            transport=self.transport,
            send=lambda: self._attempted(envelope, within),
            again=lambda: self._again(envelope, fault.kind, within),
            line=self._line,
        )
        return await spoilt(sending)

    async def _attempted(self, envelope: Envelope, within: float) -> Ack:
        if self.transport is None:
            raise NotReachable
        late_reason = self.transport.late_reason
        try:
            async with self.slack.running_time.within(within):
                return await self.transport.send(envelope)
        except TimeoutError as trouble:
            # What people do is not done again by Slack, so that a gesture is lost to whoever hangs up.
            is_spared = envelope.type == "events_api" and self.transport.left_behind(envelope)
            raise NotAcked(late_reason, "" if is_spared else "ack_late", f"no ack within {within:g} s") from trouble

    def _was_late(self, trouble: NotAcked) -> bool:
        return self.transport is not None and trouble.reason == self.transport.late_reason

    def _blame(self, call: Call, trouble: NotAcked) -> None:
        if trouble.violation:
            with self.slack.during(call):
                self.slack.violate(trouble.violation, trouble.detail, call.name)


def _named(telling: Telling) -> str:
    return f"event {telling.name}"
