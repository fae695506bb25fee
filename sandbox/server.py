"""The web server around a core: its routes, and its life on a thread of its own."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from sandbox import http_driver, pages, responses, transfers
from sandbox.core import Core
from sandbox.faults import wire
from sandbox.gate import Gate
from sandbox.web_api import dispatch

START_SECONDS = 10.0
HEARTBEAT_SECONDS = 1.0

T = TypeVar("T")


def bind(host: str, port: int) -> socket.socket:
    """Taken before anything starts, so that a taken port is known at once and nobody else gets it."""
    # With its protocol named, asyncio sets TCP_NODELAY: without it each answer on an open connection waits 40 ms.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(1024)
    except OSError:
        bound.close()
        raise
    return bound


def application(core: Core) -> Starlette:
    async def api(request: Request) -> Response:
        return await dispatch.handle(core.api, request)

    async def response_url(request: Request) -> Response:
        return await responses.handle(core.delivery, request)

    return Starlette(
        routes=[
            Route("/api/{method:path}", api, methods=["GET", "POST"]),
            Route("/response/{token}", response_url, methods=["POST"]),
            WebSocketRoute("/socket", core.socket_mode.serve),
            *transfers.routes(core),
            *http_driver.routes(core),
            *pages.routes(),
        ],
        exception_handlers={ClientDisconnect: _nobody, Exception: _defect},
    )


def _nobody(_: Request, __: Exception) -> Response:
    """Who asked was gone before all of it had come, as an app that was killed is."""
    return Response(status_code=400)


def _defect(request: Request, defect: Exception) -> Response:
    """The console gets the traceback, whoever asked only its name."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"ok": False, "error": "internal_error"}, 500)
    hint = f"a defect of the sandbox ({type(defect).__name__}); its console says more"
    return JSONResponse({"error": "internal", "hint": hint}, 500)


class _Uvicorn(uvicorn.Server):
    """Tells when it is up, and stops at once instead of at the next tick."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()
        self.stopping = asyncio.Event()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        self.up.set()
        await self.stopping.wait()


class Server:
    def __init__(self, core: Core, bound: socket.socket, *, shown: bool) -> None:
        self._core = core
        self._bound = bound
        self.shown = shown
        app = application(core)
        config = uvicorn.Config(
            Gate(app, lambda: self.shown),
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            date_header=False,
            server_header=False,
            proxy_headers=False,  # a connection is known by where it comes from
            timeout_graceful_shutdown=1,
        )
        self._uvicorn = _Uvicorn(config)
        wire.attach(app, self._uvicorn.server_state.connections)
        self._thread = threading.Thread(target=self._serve, name="sandbox", daemon=True)

    def start(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread.start()
        if not self._uvicorn.up.wait(START_SECONDS):
            raise TimeoutError("the sandbox did not start")
        self._core.slack.clock.subscribe(self._jumped)

    def stop(self) -> None:
        if self._thread.is_alive():
            self.call(self._hang_up)
            self._thread.join()
        self._bound.close()
        if self._core.slack.journal:
            self._core.slack.journal.close()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run this on the server's thread and wait for it."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def call(self, work: Callable[[], T]) -> T:
        async def once() -> T:
            return work()

        return self.run(once())

    def _serve(self) -> None:
        with contextlib.closing(self._loop), asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._live())

    async def _live(self) -> None:
        self._core.slack.running_time.watch()
        heartbeat = asyncio.create_task(self._heartbeat())
        await self._uvicorn.serve(sockets=[self._bound])
        heartbeat.cancel()

    async def _heartbeat(self) -> None:
        """Virtual time runs on between changes; a killed demo must not wake up in its own past."""
        slack = self._core.slack
        while slack.journal:
            slack.journal.clock(slack.clock.now())
            await asyncio.sleep(HEARTBEAT_SECONDS)

    def _jumped(self) -> None:
        """On the thread that made the clock jump."""
        slack = self._core.slack
        if slack.closing:
            return
        if slack.journal:
            slack.journal.clock(slack.clock.now())
        self._loop.call_soon_threadsafe(slack.changed)

    def _hang_up(self) -> None:
        slack = self._core.slack
        slack.closing = True
        slack.changed()
        if slack.journal:
            slack.journal.clock(slack.clock.now())
        self._uvicorn.stopping.set()
