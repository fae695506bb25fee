"""The driver over HTTP, under /_sandbox/: gestures, time, what is on a screen, and what went over the wire."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sandbox import http_faults, http_ways, installation, screen, transfers
from sandbox.core import Core
from sandbox.delivery import Delivery
from sandbox.directory import person, place
from sandbox.errors import DriverMistake, Json, NotSettled
from sandbox.gestures import profiles
from sandbox.gestures.fields import flag, needed, optional, whole_numbers
from sandbox.gestures.verbs import VERBS
from sandbox.http_asked import asked, body_of, wants_quiet, whole_number
from sandbox.truth import as_json

# A burst of cards in one channel is posted at one a second.
SETTLE_SECONDS = 60.0
QUIET_SECONDS = 0.03  # many changes in a row are told once

Handler = Callable[[Request], Awaitable[Response]]


def routes(core: Core) -> list[Route]:
    face = HttpDriver(core)
    reading: dict[str, Handler] = {
        "screen": face.screen,
        "window": face.window,
        "calls": face.calls,
        "violations": face.violations,
        "people": face.people,
        "channels": face.channels,
        "usergroups": face.usergroups,
        "app": face.app,
        "truth": face.truth,
        "stream": face.stream,
        "faults": partial(http_faults.read, core),
        "file": partial(transfers.for_person, core),
    }
    doing: dict[str, Handler] = {
        **dict.fromkeys(VERBS, face.gesture),
        "join": face.join,
        "clock": face.clock,
        "rates": face.rates,
        "pages": face.pages,
        "reset": face.reset,
        "faults": partial(http_faults.add, core),
        "faults/clear": partial(http_faults.clear, core),
        "transport": partial(http_ways.transport, core),
        "disconnect": partial(http_ways.disconnect, core),
        "ssl_check": partial(http_ways.ssl_check, core),
        "uninstall": face.installation(installation.uninstall),
        "revoke": face.installation(installation.revoke),
        "reinstall": face.installation(installation.reinstall),
    }
    return [Route("/_sandbox/{name:path}", Addresses({"GET": reading, "POST": doing}))]


class Addresses:
    """An address for each verb, whatever the method: a mistake is answered in JSON too."""

    def __init__(self, handlers: Mapping[str, Mapping[str, Handler]]) -> None:
        self._handlers = handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            return await self._handler(request)(request)
        except DriverMistake as mistake:
            return JSONResponse({"error": mistake.error, "hint": mistake.hint}, 400)
        except NotSettled as trouble:
            return JSONResponse({"error": "not_settled", "hint": str(trouble)}, 504)

    def _handler(self, request: Request) -> Handler:
        verb = verb_of(request)
        method = "GET" if request.method == "HEAD" else request.method
        known = {name: handlers[verb] for name, handlers in self._handlers.items() if verb in handlers}
        if method in known:
            return known[method]
        if known:
            use = " or ".join(known)
            raise DriverMistake("wrong_method", f"use {use} for /_sandbox/{verb}, not {request.method:.20}")
        there = ", ".join(
            f"{known} /_sandbox/{name}"
            for known, handlers in self._handlers.items()
            for name in handlers
            if method == known or method not in self._handlers
        )
        raise DriverMistake("unknown_verb", f"{request.method:.20} /_sandbox/{verb:.100} is not there; try {there}")


def verb_of(request: Request) -> str:
    name: str = request.path_params["name"]
    return name.strip("/")


class HttpDriver:
    def __init__(self, core: Core) -> None:
        self._core = core
        self._slack = core.slack
        self._starting_over = asyncio.Lock()

    async def gesture(self, request: Request) -> Response:
        body = await self._body(request)
        user = person(self._slack, needed(body, "user"))
        since = len(self._slack.truth)
        outcome = await VERBS[verb_of(request)](self._core.delivery, body)
        if outcome.told:
            outcome = replace(outcome, acked_ms=await self._core.delivery.acked(outcome.told))
        await self._settled(request)
        return JSONResponse(screen.answer(self._slack, user.id, since, outcome))

    async def join(self, request: Request) -> Response:
        body = await self._body(request)
        zone = optional(body, "tz") or self._slack.world.team.tz
        user = profiles.join(self._core.delivery, needed(body, "name"), zone, optional(body, "kind"))
        await self._settled(request)
        return JSONResponse({"id": user.id, "name": user.name})

    def installation(self, change: Callable[[Delivery], None]) -> Handler:
        async def changed(request: Request) -> Response:
            await self._body(request)
            change(self._core.delivery)
            await self._settled(request)
            return JSONResponse({"token_fault": self._slack.token_fault})

        return changed

    async def clock(self, request: Request) -> Response:
        body = await self._body(request)
        try:
            # What is woken by a jump may call the Web API, which is served by this very thread.
            await asyncio.to_thread(self._jump, body)
        except (ValueError, OverflowError) as trouble:
            raise DriverMistake("bad_time", str(trouble)) from trouble
        await self._settled(request)
        return JSONResponse({"clock": self._slack.clock.now().isoformat()})

    async def rates(self, request: Request) -> Response:
        body = await self._body(request)
        wanted, distributed = flag(body, "on"), bool(flag(body, "distributed"))
        if wanted is None:
            raise DriverMistake("missing_field", "on is needed: true or false")
        self._slack.rates.set(on=wanted, distributed=distributed)
        self._slack.changed()
        await self._settled(request)
        return JSONResponse({"on": wanted} | ({"distributed": True} if distributed else {}))

    async def pages(self, request: Request) -> Response:
        sizes = whole_numbers(await self._body(request), "sizes")
        try:
            self._slack.pages.limit(*sizes)
        except ValueError as trouble:
            raise DriverMistake("bad_field", str(trouble)) from trouble
        self._slack.changed()
        return JSONResponse({"sizes": sizes})

    async def reset(self, request: Request) -> Response:
        async with self._starting_over:
            if self._core.start_over is None:
                self._core.reset()
            else:
                await asyncio.to_thread(self._core.start_over)
        await self._settled(request)
        return JSONResponse({"clock": self._slack.clock.now().isoformat()})

    async def screen(self, request: Request) -> Response:
        await self._settled(request)
        user = person(self._slack, asked(request, "user"))
        only = place(self._slack, user, asked(request, "channel")) if "channel" in request.query_params else None
        return JSONResponse(screen.screen(self._slack, user, whole_number(request, "limit"), only))

    async def window(self, request: Request) -> Response:
        """All that the page shows, in one answer: a question costs a browser more than what is asked for."""
        limit = whole_number(request, "limit")
        user = person(self._slack, asked(request, "user")) if "user" in request.query_params else None
        seen = {
            "changes": self._slack.changes,
            "screen": None if user is None else screen.screen(self._slack, user, limit),
            "people": screen.people(self._slack),
            "channels": screen.channels(self._slack),
            "usergroups": screen.usergroups(self._slack),
            "violations": screen.violations(self._slack),
            "app": self._app(),
        }
        return JSONResponse(seen)

    async def calls(self, request: Request) -> Response:
        await self._settled(request)
        calls = self._slack.traffic.after(whole_number(request, "after") or 0)
        return JSONResponse([call.as_json() for call in calls])

    async def truth(self, request: Request) -> Response:
        await self._settled(request)
        after = whole_number(request, "after") or 0
        return JSONResponse(as_json(self._slack.truth[after:]))

    async def violations(self, request: Request) -> Response:
        await self._settled(request)
        return JSONResponse(screen.violations(self._slack))

    async def people(self, request: Request) -> Response:
        await self._settled(request)
        return JSONResponse(screen.people(self._slack))

    async def channels(self, request: Request) -> Response:
        await self._settled(request)
        return JSONResponse(screen.channels(self._slack))

    async def usergroups(self, request: Request) -> Response:
        await self._settled(request)
        return JSONResponse(screen.usergroups(self._slack))

    async def app(self, request: Request) -> Response:
        await self._settled(request)
        return JSONResponse(self._app())

    def _app(self) -> Json:
        return screen.app(self._slack) | http_ways.described(self._core)

    async def stream(self, request: Request) -> Response:
        person(self._slack, asked(request, "user"))
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(self._changes(), media_type="text/event-stream", headers=headers)

    async def _changes(self) -> AsyncIterator[str]:
        changed = asyncio.Event()
        self._slack.watchers.add(changed)
        try:
            # Whoever read before it listened sees by the number whether that was the newest.
            yield self._number()
            while not self._slack.closing:
                await changed.wait()
                await asyncio.sleep(QUIET_SECONDS)
                changed.clear()
                yield self._number()
        finally:
            self._slack.watchers.discard(changed)

    def _number(self) -> str:
        return f"event: changed\ndata: {self._slack.changes}\n\n"

    async def _body(self, request: Request) -> Json:
        body = await body_of(request)
        await self._begun()
        return body

    async def _settled(self, request: Request) -> None:
        if wants_quiet(request):
            await self._begun()
            await self._slack.activity.settled(SETTLE_SECONDS)

    async def _begun(self) -> None:
        """Whoever comes while everything is forgotten waits for the new beginning."""
        async with self._starting_over:
            pass

    def _jump(self, body: Json) -> None:
        match {name: body[name] for name in ("advance", "to") if body.get(name) is not None}:
            case {"advance": _, "to": _}:
                raise DriverMistake("bad_time", "say either advance or to, not both")
            case {"advance": int() | float() as seconds} if not isinstance(seconds, bool):
                self._slack.clock.advance(seconds)
            case {"to": str(to)}:
                moment = datetime.fromisoformat(to)
                zone = ZoneInfo(self._slack.world.team.tz)
                self._slack.clock.to(moment if moment.tzinfo else moment.replace(tzinfo=zone))
            case _:
                raise DriverMistake("bad_time", "say advance in seconds, or to as ISO time")
