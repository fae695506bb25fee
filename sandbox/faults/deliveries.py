"""Faults of deliveries: late, out of order, twice or never; each makes of a payload what becomes of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sandbox.faults.plan import Fault, Faults
from sandbox.transport import Ack, Envelope, NotAcked, Transport


@dataclass(frozen=True)
class Sending:
    """A payload that is about to meet a fault.

    `send` makes the attempt, `again` makes another that nobody waits for; what stands in `line` waits for the next.
    """

    envelope: Envelope
    fault: Fault
    faults: Faults
    transport: Transport
    send: Callable[[], Awaitable[Ack]]
    again: Callable[[], Awaitable[None]]
    line: list[asyncio.Event]


async def spoilt(sending: Sending) -> Ack:
    """Raises NotReachable or NotAcked, as an attempt does."""
    return await WAYS.get(sending.fault.kind, _of_its_way)(sending)


async def _late(sending: Sending) -> Ack:
    return await _after(sending, asyncio.Event())


async def _reordered(sending: Sending) -> Ack:
    overtaken = asyncio.Event()
    sending.line.append(overtaken)
    return await _after(sending, overtaken)


async def _after(sending: Sending, let_go: asyncio.Event) -> Ack:
    if await sending.faults.hold(sending.fault.seconds, let_go):
        return await sending.send()
    raise NotAcked("connection_failed", "", "all was forgotten meanwhile", final=True)


async def _duplicated(sending: Sending) -> Ack:
    """Whichever is answered first, the gesture goes by the answer to the one that it was made for."""
    ack, twin = await asyncio.gather(sending.send(), sending.again(), return_exceptions=True)
    if isinstance(twin, BaseException):
        raise twin
    if isinstance(ack, BaseException):
        raise ack
    return ack


async def _repeated(sending: Sending) -> Ack:
    ack = await sending.send()
    await sending.again()
    return ack


async def _ack_lost(sending: Sending) -> Ack:
    await sending.send()
    raise NotAcked(sending.transport.late_reason, "", "its ack was lost on the way")


async def _lost(sending: Sending) -> Ack:
    raise NotAcked(sending.transport.late_reason, "", "it was lost on the way", final=True)


async def _unreachable(_: Sending) -> Ack:
    raise NotAcked("connection_failed", "", "the way to the app was interrupted")


async def _of_its_way(sending: Sending) -> Ack:
    await sending.transport.suffer(sending.fault.kind, sending.envelope)
    return await sending.send()


WAYS: dict[str, Callable[[Sending], Awaitable[Ack]]] = {
    "late": _late,
    "reordered": _reordered,
    "duplicated": _duplicated,
    "repeated": _repeated,
    "ack_lost": _ack_lost,
    "lost": _lost,
    "unreachable": _unreachable,
}
