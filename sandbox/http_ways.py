"""The driver over HTTP: how the app is reached, and the ends of its connections."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.core import Core
from sandbox.errors import DriverMistake, Json
from sandbox.gestures.fields import flag, optional
from sandbox.http_asked import body_of


def described(core: Core) -> Json:
    """For `/_sandbox/app`: which way is on, where requests go, and how many sockets are open."""
    return {
        "transport": core.ways.on,
        "request_urls": list(core.http.addresses.every) if core.ways.on == "http" else [],
        "connections": core.socket_mode.connections,
        "events_disabled": core.delivery.hour.given_up,
    }


async def transport(core: Core, request: Request) -> Response:
    body = await body_of(request)
    url, options_url, sockets = optional(body, "request_url"), optional(body, "options_url"), flag(body, "socket_mode")
    if (url is None) == (sockets is None):
        raise DriverMistake("missing_field", "say either request_url, or socket_mode: true or false")
    if url is not None:
        await core.ways.to_requests(url, options_url)
    else:
        await (core.ways.to_sockets() if sockets else core.ways.off())
    return JSONResponse(described(core))


async def disconnect(core: Core, request: Request) -> Response:
    body = await body_of(request)
    reason = optional(body, "reason") or "refresh_requested"
    await core.ways.disconnect(reason, close=bool(flag(body, "close")))
    return JSONResponse(described(core))


async def ssl_check(core: Core, _: Request) -> Response:
    await core.ways.check_certificates()
    return JSONResponse(described(core))
