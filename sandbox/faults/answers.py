"""Faults of the app's calls: each decides whether what was asked is done, and what comes back of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from sandbox.faults import wire
from sandbox.faults.kinds import AFTER, API, BEFORE, DONE_ALL_THE_SAME, ERRORS, RETRY_AFTER, STATUSES
from sandbox.faults.plan import Fault
from sandbox.traffic import Call
from sandbox.workspace import Workspace

PAGE = "<!DOCTYPE html><title>Sorry</title><p>Something went wrong between you and Slack."


@dataclass(frozen=True)
class Asked:
    """A call that is about to meet a fault; `carry_out` does what it asks and gives Slack's answer."""

    slack: Workspace
    call: Call
    request: Request
    carry_out: Callable[[], Response]
    fault: Fault


Way = Callable[[Asked], Awaitable[Response]]


async def answered(slack: Workspace, call: Call, request: Request, carry_out: Callable[[], Response]) -> Response:
    """Slack's answer, or what a fault makes of it. The whole body of the request has been read."""
    fault = slack.faults.take("api", {call.name}, API)
    if fault is None:
        return carry_out()
    call.fault = fault.kind
    begun = time.monotonic()
    response = await WAYS[fault.kind](Asked(slack, call, request, carry_out, fault))
    if call.response is None:  # nothing was done, so nothing was answered by Slack itself
        call.response, call.ms = {}, (time.monotonic() - begun) * 1000
    return response


async def _reset(_: Asked) -> Response:
    return wire.Cut(wire.reset)


async def _close(_: Asked) -> Response:
    return wire.Cut(wire.close)


async def _hang(asked: Asked) -> Response:
    """Until the app gives up or the time is over."""
    given_up = asyncio.Event()

    async def listen() -> None:
        await wire.gone(asked.request.receive)
        given_up.set()

    listening = asyncio.create_task(listen())
    await asked.slack.faults.hold(asked.fault.seconds, given_up)
    listening.cancel()
    return wire.Cut(wire.close)


async def _empty(_: Asked) -> Response:
    return Response()


def _page(status: int) -> Way:
    async def way(_: Asked) -> Response:
        return HTMLResponse(PAGE, status)

    return way


def _error(code: str) -> Way:
    async def way(_: Asked) -> Response:
        return JSONResponse({"ok": False, "error": code})

    return way


async def _half(asked: Asked) -> Response:
    return wire.Half(asked.carry_out())


async def _drip(asked: Asked) -> Response:
    return wire.dripping(asked.carry_out(), asked.fault.seconds, asked.slack.activity)


async def _late(asked: Asked) -> Response:
    may_still = await asked.slack.faults.hold(asked.fault.seconds, asyncio.Event())
    return asked.carry_out() if may_still else wire.Cut(wire.close)


async def _lagging(asked: Asked) -> Response:
    with _seen_until(asked.slack, asked.slack.clock.now().timestamp() - asked.fault.seconds):
        return asked.carry_out()


@contextmanager
def _seen_until(slack: Workspace, horizon: float) -> Iterator[None]:
    """Nothing else runs meanwhile: a call is carried out in one piece."""
    slack.horizon = horizon
    try:
        yield
    finally:
        slack.horizon = None


async def _limited(asked: Asked) -> Response:
    rates, seconds = asked.slack.rates, asked.fault.seconds
    if rates.is_shut(asked.call.name):
        return asked.carry_out()  # who was told to wait and does not gets the ordinary refusal, and a violation
    if asked.fault.kind == "ratelimited":
        rates.shut(asked.call.name, seconds)
    form = RETRY_AFTER[asked.fault.kind]
    date = formatdate(time.time() + seconds, usegmt=True)
    headers = {} if form is None else {"Retry-After": form.format(seconds=seconds, date=date)}
    return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers)


def _done_first(way: Way) -> Way:
    async def after(asked: Asked) -> Response:
        asked.carry_out()
        return await way(asked)

    return after


BREAKING: dict[str, Way] = {
    "reset": _reset,
    "close": _close,
    "hang": _hang,
    "empty": _empty,
    **{name: _page(status) for name, status in STATUSES.items()},
}
WAYS: dict[str, Way] = {
    **{f"{name}{BEFORE}": way for name, way in BREAKING.items()},
    **{f"{name}{AFTER}": _done_first(way) for name, way in BREAKING.items()},
    "half_body": _half,
    "drip": _drip,
    "late": _late,
    "lagging": _lagging,
    **dict.fromkeys(RETRY_AFTER, _limited),
    **{code: _error(code) for code in ERRORS},
    **{code: _done_first(_error(code.removesuffix(AFTER))) for code in DONE_ALL_THE_SAME},
}
