"""The driver over HTTP, under /_sandbox/: gestures, time, what is on a screen, and what went over the wire."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox import screen
from sandbox.bodies import parsed
from sandbox.core import Core
from sandbox.directory import person
from sandbox.errors import DriverMistake, Json, NotSettled
from sandbox.gestures import profiles
from sandbox.gestures.verbs import VERBS, needed
from sandbox.truth import as_json

SETTLE_SECONDS = 10.0
QUIET_SECONDS = 0.03  # many changes in a row are told once

Handler = Callable[[Request], Awaitable[Response]]


def routes(core: Core) -> list[Route]:
    face = HttpDriver(core)
    reading = {
        "screen": face.screen,
        "calls": face.calls,
        "violations": face.violations,
        "people": face.people,
        "channels": face.channels,
        "app": face.app,
        "truth": face.truth,
        "stream": face.stream,
    }
    doing = {
        **dict.fromkeys(VERBS, face.gesture),
        "join": face.join,
        "clock": face.clock,
        "rates": face.rates,
        "reset": face.reset,
    }
    return [
        *(Route(f"/_sandbox/{name}", _mended(run), methods=["GET"]) for name, run in reading.items()),
        *(Route(f"/_sandbox/{name}", _mended(run), methods=["POST"]) for name, run in doing.items()),
        Route("/_sandbox/{name:path}", _unknown, methods=["GET", "POST"]),
    ]


class HttpDriver:
    def __init__(self, core: Core) -> None:
        self._core = core
        self._slack = core.slack

    async def gesture(self, request: Request) -> Response:
        body, verb = await _body(request), request.url.path.rpartition("/")[2]
        user = person(self._slack, needed(body, "user"))
        since = len(self._slack.truth)
        outcome = await VERBS[verb](self._core.delivery, body)
        await self._settled(request)
        return JSONResponse(screen.answer(self._slack, user.id, since, outcome))

    async def join(self, request: Request) -> Response:
        body = await _body(request)
        user = profiles.join(self._core.delivery, needed(body, "name"), body.get("tz") or self._slack.world.team.tz)
        await self._settled(request)
        return JSONResponse({"id": user.id, "name": user.name})

    async def clock(self, request: Request) -> Response:
        body = await _body(request)
        try:
            # What is woken by a jump may call the Web API, which is served by this very thread.
            await asyncio.to_thread(self._jump, body)
        except ValueError as trouble:
            raise DriverMistake("bad_time", str(trouble)) from trouble
        await self._settled(request)
        return JSONResponse({"clock": self._slack.clock.now().isoformat()})

    async def rates(self, request: Request) -> Response:
        wanted = (await _body(request)).get("on")
        if not isinstance(wanted, bool):
            raise DriverMistake("bad_field", "on must be true or false")
        self._slack.pace.on = wanted
        return JSONResponse({"on": wanted})

    async def reset(self, _: Request) -> Response:
        if self._core.start_over is None:
            self._core.reset()
        else:
            await asyncio.to_thread(self._core.start_over)
        return JSONResponse({"clock": self._slack.clock.now().isoformat()})

    async def screen(self, request: Request) -> Response:
        user = person(self._slack, _asked(request, "user"))
        return JSONResponse(screen.screen(self._slack, user, _whole_number(request, "limit")))

    async def calls(self, request: Request) -> Response:
        calls = self._slack.traffic.after(_whole_number(request, "after") or 0)
        return JSONResponse([call.as_json() for call in calls])

    async def truth(self, request: Request) -> Response:
        after = _whole_number(request, "after") or 0
        return JSONResponse(as_json(self._slack.truth[after:]))

    async def violations(self, _: Request) -> Response:
        return JSONResponse(screen.violations(self._slack))

    async def people(self, _: Request) -> Response:
        return JSONResponse(screen.people(self._slack))

    async def channels(self, _: Request) -> Response:
        return JSONResponse(screen.channels(self._slack))

    async def app(self, _: Request) -> Response:
        return JSONResponse(screen.app(self._slack) | {"connections": self._core.socket_mode.connections})

    async def stream(self, request: Request) -> Response:
        person(self._slack, _asked(request, "user"))
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(self._changes(), media_type="text/event-stream", headers=headers)

    async def _changes(self) -> AsyncIterator[str]:
        changed = asyncio.Event()
        self._slack.watchers.add(changed)
        try:
            yield ": listening\n\n"
            while not self._slack.closing:
                await changed.wait()
                await asyncio.sleep(QUIET_SECONDS)
                changed.clear()
                yield f"event: changed\ndata: {len(self._slack.truth)}\n\n"
        finally:
            self._slack.watchers.discard(changed)

    async def _settled(self, request: Request) -> None:
        if request.query_params.get("settle") in {"1", "true"}:
            await self._slack.activity.settled(SETTLE_SECONDS)

    def _jump(self, body: Json) -> None:
        match body:
            case {"advance": int() | float() as seconds} if not isinstance(seconds, bool):
                self._slack.clock.advance(seconds)
            case {"to": str(to)}:
                moment = datetime.fromisoformat(to)
                zone = ZoneInfo(self._slack.world.team.tz)
                self._slack.clock.to(moment if moment.tzinfo else moment.replace(tzinfo=zone))
            case _:
                raise DriverMistake("bad_time", "say advance in seconds, or to as ISO time")


async def _unknown(request: Request) -> Response:
    asked = f"{request.method} {request.url.path}"
    return JSONResponse(
        {"error": "unknown_verb", "hint": f"{asked} is not there; sandbox/README.md lists what is"}, 404
    )


def _mended(run: Handler) -> Handler:
    """Mistakes of the driver become 400 with a hint."""

    async def answered(request: Request) -> Response:
        try:
            return await run(request)
        except DriverMistake as mistake:
            return JSONResponse({"error": mistake.error, "hint": mistake.hint}, 400)
        except NotSettled as trouble:
            return JSONResponse({"error": "not_settled", "hint": str(trouble)}, 504)

    return answered


async def _body(request: Request) -> Json:
    try:
        body: Any = parsed(await request.body() or b"{}")
    except ValueError as trouble:
        raise DriverMistake("invalid_json", str(trouble)) from trouble
    if not isinstance(body, dict):
        raise DriverMistake("invalid_json", "the body must be a JSON object")
    return body


def _asked(request: Request, name: str) -> str:
    value = request.query_params.get(name, "")
    if not value:
        raise DriverMistake("missing_field", f"?{name}= is needed")
    return value


def _whole_number(request: Request, name: str) -> int | None:
    value = request.query_params.get(name)
    if value is None:
        return None
    if not value.isdecimal():
        raise DriverMistake("bad_field", f"{name} must be a whole number, not {value!r}")
    return int(value)
