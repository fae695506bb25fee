"""Socket Mode: tickets, the sockets that the app holds open, envelopes out and acks in."""

import asyncio
import contextlib
import json
import random
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.bodies import parsed
from sandbox.errors import Json
from sandbox.faults import wire
from sandbox.faults.kinds import OVER_SOCKETS, Kind
from sandbox.transport import Ack, Envelope, NotAcked, NotReachable

MOST_SOCKETS = 10
REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")
TICKET_SECONDS = 30.0
CONNECTION_SECONDS = 3600.0
DEBUG_SECONDS = 360.0  # the life of a connection whose address asks for debug_reconnects
RETRY_SECONDS = (0.0, 0.0, 0.0)  # each attempt has waited for its ack already, so they come quicker than over HTTP
NOTICE_SECONDS = 10.0  # between the frame that tells of it and the end of a connection
GONE = (WebSocketDisconnect, RuntimeError)


@dataclass(eq=False)
class Socket:
    websocket: WebSocket
    life_seconds: float
    host: str = "sandbox"
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def send(self, frame: Json) -> None:
        async with self.turn:
            await self.websocket.send_text(json.dumps(frame))

    async def disconnect(self, reason: str) -> None:
        await self.send({"type": "disconnect", "reason": reason, "debug_info": {"host": self.host}})


@dataclass
class SocketMode:
    """`on` while the app may connect at all; a connection ends by itself after so many seconds, as in Slack.

    `on_counted` hears that there are more or fewer connections.
    """

    app_id: str
    on: bool = True
    on_connected: Callable[[], None] = lambda: None
    on_counted: Callable[[], None] = lambda: None
    notice_seconds: float = NOTICE_SECONDS
    ticket_seconds: float = TICKET_SECONDS
    connection_seconds: float = CONNECTION_SECONDS
    debug_seconds: float = DEBUG_SECONDS
    retry_seconds: tuple[float, ...] = RETRY_SECONDS
    late_reason: str = "timeout"
    faults: Mapping[str, Kind] = field(default_factory=lambda: OVER_SOCKETS)
    _sockets: list[Socket] = field(default_factory=list)
    _tickets: dict[str, float] = field(default_factory=dict)
    _waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    _taken_by: dict[str, Socket] = field(default_factory=dict)
    _left_behind: set[str] = field(default_factory=set)
    _closing: set[asyncio.Task[None]] = field(default_factory=set)

    def ticket(self) -> str:
        ticket = secrets.token_urlsafe(16)
        self._tickets[ticket] = time.monotonic()
        return ticket

    def reachable(self) -> bool:
        return bool(self._sockets)

    @property
    def connections(self) -> int:
        return len(self._sockets)

    async def send(self, envelope: Envelope) -> Ack:
        if not self._sockets:
            raise NotReachable
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[envelope.id] = waiting
        begun = time.monotonic()
        try:
            await self._put(envelope)
            payload = await waiting
        finally:
            del self._waiting[envelope.id]
            self._taken_by.pop(envelope.id, None)
        return Ack(payload, (time.monotonic() - begun) * 1000)

    async def _put(self, envelope: Envelope) -> None:
        """To any one of the sockets; one that just broke is left for the next."""
        while self._sockets:
            socket = random.choice(self._sockets)
            try:
                await socket.send(_frame(envelope))
            except GONE:
                self._drop(socket)
            else:
                self._taken_by[envelope.id] = socket
                return
        raise NotReachable

    def left_behind(self, envelope: Envelope) -> bool:
        """Whether the app has hung up the socket that it went over: it cannot know what is under way when it ends."""
        return envelope.id in self._left_behind

    async def suffer(self, kind: str, envelope: Envelope) -> None:
        """The socket that this would take dies, whether the app can notice at once or not."""
        if not self._sockets:
            raise NotReachable
        socket = random.choice(self._sockets)
        self._drop(socket)
        (wire.reset if kind == "socket_reset" else wire.silence)(socket.websocket.scope)
        raise NotAcked("connection_failed", "", f"the socket for {envelope.name} died")

    async def serve(self, websocket: WebSocket) -> None:
        """One socket's life."""
        if not self._valid(websocket.query_params.get("ticket", "")):
            await websocket.close(code=1008)
            return
        await websocket.accept()
        socket = Socket(websocket, self._life(websocket))
        if len(self._sockets) >= MOST_SOCKETS:
            await socket.disconnect("too_many_websockets")
            await websocket.close()
            return
        with contextlib.suppress(*GONE):
            await self._greet(socket)
            self.on_connected()
            ageing = asyncio.create_task(self._age(socket))
            try:
                await self._listen(websocket)
            finally:
                ageing.cancel()
        self._left_behind |= {envelope_id for envelope_id, taker in self._taken_by.items() if taker is socket}
        self._drop(socket)

    async def _listen(self, websocket: WebSocket) -> None:
        while (received := await websocket.receive())["type"] == "websocket.receive":
            self._heard(received.get("text") or "")

    def _life(self, websocket: WebSocket) -> float:
        debug = websocket.query_params.get("debug_reconnects") == "true"
        return self.debug_seconds if debug else self.connection_seconds

    async def _age(self, socket: Socket) -> None:
        """Told in time that it will end, and told again when it does."""
        await asyncio.sleep(max(0, socket.life_seconds - self.notice_seconds))
        with contextlib.suppress(*GONE):
            await socket.disconnect("warning")
            await asyncio.sleep(min(self.notice_seconds, socket.life_seconds))
            await socket.disconnect("refresh_requested")
        await self._hang_up(socket)

    async def _greet(self, socket: Socket) -> None:
        """Nothing overtakes the hello, and an app that has read it is already counted."""
        async with socket.turn:
            hello = self._hello(socket)
            self._sockets.append(socket)
            self.on_counted()
            await socket.websocket.send_text(json.dumps(hello))

    async def disconnect_all(self, reason: str = "refresh_requested", *, close: bool = False) -> None:
        """Ask the app to connect again; `close` hangs up at once, as a failing host would."""
        for socket in tuple(self._sockets):
            with contextlib.suppress(*GONE):
                await socket.disconnect(reason)
            if close:
                await self._hang_up(socket)
            else:
                task = asyncio.create_task(self._hang_up(socket, after=self.notice_seconds))
                self._closing.add(task)
                task.add_done_callback(self._closing.discard)

    async def babble(self) -> None:
        """Frames that are no envelopes: without an id, and without any sense."""
        for socket in tuple(self._sockets):
            with contextlib.suppress(*GONE):
                await socket.send({"type": "slash_commands", "payload": {}})
                await socket.send({"type": "no such type"})

    async def _hang_up(self, socket: Socket, *, after: float = 0) -> None:
        await asyncio.sleep(after)
        if socket in self._sockets:
            self._drop(socket)
            with contextlib.suppress(*GONE):
                await socket.websocket.close()

    def _valid(self, ticket: str) -> bool:
        given = self._tickets.pop(ticket, None)
        return self.on and given is not None and time.monotonic() - given < self.ticket_seconds

    def _hello(self, socket: Socket) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._sockets) + 1,
            "connection_info": {"app_id": self.app_id},
            "debug_info": {
                "host": "sandbox",
                "started": "sandbox",
                "build_number": 1,
                "approximate_connection_time": int(socket.life_seconds),
            },
        }

    def _heard(self, text: str) -> None:
        try:
            frame = parsed(text)
        except ValueError:
            return
        envelope_id = frame.get("envelope_id") if isinstance(frame, dict) else None
        waiting = self._waiting.get(envelope_id) if isinstance(envelope_id, str) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(frame.get("payload"))

    def _drop(self, socket: Socket) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
            self.on_counted()


def _frame(envelope: Envelope) -> Json:
    frame: Json = {
        "envelope_id": envelope.id,
        "type": envelope.type,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.type != "events_api",
    }
    if envelope.type == "events_api":
        frame |= {"retry_attempt": envelope.retry_attempt, "retry_reason": envelope.retry_reason}
    return frame
