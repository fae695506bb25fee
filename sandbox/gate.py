"""Keeps the page from people until all that stands behind it is ready."""

from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Gate:
    """Only the page waits: the app that is still starting needs all the rest."""

    def __init__(self, app: ASGIApp, is_open: Callable[[], bool]) -> None:
        self._app = app
        self._is_open = is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_page = scope["type"] == "http" and scope["path"] == "/"
        waiting = PlainTextResponse(
            "starting\n", 503, {"Retry-After": "1", "Refresh": "1", "Cache-Control": "no-store"}
        )
        await (waiting if is_page and not self._is_open() else self._app)(scope, receive, send)
