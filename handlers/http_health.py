"""What a load balancer asks: `/healthz` whether the process lives, `/readyz` whether it can take work."""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from handlers.web_server import plain


def health(faults: Callable[[], Iterable[str]]) -> Mapping[str, WSGIApplication]:
    def healthz(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return _told(environ, start_response, [])

    def readyz(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return _told(environ, start_response, list(faults()))

    return {"/healthz": healthz, "/readyz": readyz}


def _told(environ: WSGIEnvironment, start_response: StartResponse, faults: list[str]) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return plain(start_response, HTTPStatus.METHOD_NOT_ALLOWED, Allow="GET, HEAD")
    if faults:
        return plain(start_response, HTTPStatus.SERVICE_UNAVAILABLE, "\n".join(faults))
    return plain(start_response, HTTPStatus.OK, "ok")
