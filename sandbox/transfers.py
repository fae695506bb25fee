"""The bytes of files: those that the app sends to an upload's address, and those that it or a person reads."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox import files
from sandbox.core import Core
from sandbox.directory import acting
from sandbox.errors import DriverMistake
from sandbox.faults.answers import answered
from sandbox.http_asked import asked
from sandbox.multipart import parts
from sandbox.traffic import Call
from sandbox.world import File

# What a browser shows by itself; nothing that could run as a page of this origin.
SHOWN = frozenset({"image/gif", "image/jpeg", "image/png", "image/webp", "text/plain", "application/pdf"})
SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox", "Cache-Control": "no-store"}
SIGN_IN = "<!doctype html><title>Sign in | Slack</title><p>Sign in to see this file."


def routes(core: Core) -> list[Route]:
    transfers = Transfers(core)
    return [
        Route("/upload/v1/{token}", transfers.upload, methods=["POST"]),
        Route("/files-pri/{place}/{name:path}", transfers.download, methods=["GET"]),
    ]


class Transfers:
    def __init__(self, core: Core) -> None:
        self._slack = core.slack

    async def upload(self, request: Request) -> Response:
        """Raw bytes, or a multipart form whose first part is the file."""
        call = self._slack.traffic.began(self._slack.clock.now(), "app", "upload", {})
        with self._slack.activity.of("upload"):
            body = await request.body()
            call.request = {"bytes": len(body)}
            response = await answered(self._slack, call, request, lambda: self._heard(request, body, call))
        self._slack.changed()
        return response

    def _heard(self, request: Request, body: bytes, call: Call) -> Response:
        status, said = self._taken(request, body)
        call.response = {"status": status, "body": said}
        return PlainTextResponse(said, status)

    def _taken(self, request: Request, body: bytes) -> tuple[int, str]:
        ticket = self._slack.tickets.by_token.get(request.path_params["token"])
        if ticket is None or ticket.arrived:
            return 404, "there is no such upload"
        try:
            content = _content(request.headers.get("content-type", ""), body)
        except ValueError as trouble:
            return 400, str(trouble)
        if len(content) != ticket.length:
            return 400, f"{ticket.length} bytes were announced, {len(content)} came"
        ticket.file.content, ticket.arrived = content, True
        return 200, f"OK - {len(content)}"

    async def download(self, request: Request) -> Response:
        """Whoever is not let in gets a page for signing in, with status 200, as in Slack."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        file = self._slack.world.files.get(request.path_params["place"].rpartition("-")[2])
        if token != self._slack.app.bot_token or self._slack.token_fault:
            return HTMLResponse(SIGN_IN)
        if "files:read" not in self._slack.manifest.scopes:
            return HTMLResponse(SIGN_IN)
        if file is None or not files.seen_by_app(self._slack, file):
            return HTMLResponse(SIGN_IN, 404)
        return _served(file)


async def for_person(core: Core, request: Request) -> Response:
    user = acting(core.slack, asked(request, "user"))
    file = core.slack.world.files.get(asked(request, "id"))
    if file is None or not files.seen_by(core.slack, user, file):
        raise DriverMistake("file_not_found", f"{user.name} sees no such file")
    return _served(file)


def _content(content_type: str, body: bytes) -> bytes:
    if not content_type.lower().startswith("multipart/form-data"):
        return body
    first = next(parts(content_type, body), None)
    return first.content if first else b""


def _served(file: File) -> Response:
    shown = "inline" if file.mimetype in SHOWN else "attachment"
    disposition = f"{shown}; filename*=UTF-8''{quote(file.name, safe='')}"
    return Response(file.content, media_type=file.mimetype, headers={**SAFE, "Content-Disposition": disposition})
