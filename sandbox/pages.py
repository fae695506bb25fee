"""The page for people: index.html at / and its files under /page/, read from disk at each request."""

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

FOLDER = Path(__file__).parent / "page"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
#: No way out of the folder, and nothing that a file system does not take.
NAME = re.compile(r"(?:[a-z]{1,20}/){0,3}[\w-]{1,60}\.[a-z0-9]{2,5}", re.ASCII)
UNKEPT = {"Cache-Control": "no-store"}
#: Its address changes with any of the files, so that a page that was open before need not ask again.
KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}


def routes() -> list[Route]:
    return [
        Route("/", _index),
        Route("/page/@{version}/{path:path}", _kept),
        Route("/page/{path:path}", _file),
        Route("/favicon.ico", _icon),
    ]


async def _index(_: Request) -> Response:
    page = (FOLDER / "index.html").read_text(encoding="utf-8")
    return Response(page.replace("/page/", f"/page/@{_version()}/"), media_type=TYPES[".html"], headers=UNKEPT)


def _version() -> str:
    newest = max(path.stat().st_mtime_ns for path in FOLDER.rglob("*") if path.is_file())
    return f"{newest:x}"


async def _icon(_: Request) -> Response:
    return _served("icon.svg", UNKEPT)


async def _file(request: Request) -> Response:
    return _served(request.path_params["path"], UNKEPT)


async def _kept(request: Request) -> Response:
    return _served(request.path_params["path"], KEPT)


def _served(name: str, headers: dict[str, str]) -> Response:
    path = FOLDER / name if NAME.fullmatch(name) else FOLDER
    kind = TYPES.get(path.suffix)
    if kind is None or not path.is_file():
        return _missing()
    # At once: handing each of some fifty small files to a thread takes longer than reading it.
    return Response(path.read_bytes(), media_type=kind, headers=headers)


def _missing() -> Response:
    return PlainTextResponse("there is nothing here", 404)
