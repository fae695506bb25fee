"""The page for people: index.html at / and its files under /page/, read from disk at each request."""

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
UNKEPT = {"Cache-Control": "no-store"}


def routes() -> list[Route]:
    return [Route("/", _index), Route("/page/{path:path}", _file), Route("/favicon.ico", _icon)]


async def _index(_: Request) -> Response:
    return _served(FOLDER / "index.html")


async def _icon(_: Request) -> Response:
    return _served(FOLDER / "icon.svg")


async def _file(request: Request) -> Response:
    path = (FOLDER / request.path_params["path"]).resolve()
    return _served(path) if path.is_relative_to(FOLDER.resolve()) else _missing()


def _served(path: Path) -> Response:
    kind = TYPES.get(path.suffix)
    if kind is None or not path.is_file():
        return _missing()
    # At once: handing each of some fifty small files to a thread takes longer than reading it.
    return Response(path.read_bytes(), media_type=kind, headers=UNKEPT)


def _missing() -> Response:
    return PlainTextResponse("there is nothing here", 404)
