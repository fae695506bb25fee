"""The driver over HTTP: what shall go wrong."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.core import Core
from sandbox.errors import Json
from sandbox.faults import asking
from sandbox.http_asked import body_of
from sandbox.web_api.dispatch import NAMES


async def read(core: Core, _: Request) -> Response:
    return JSONResponse(_waiting(core) | {"kinds": asking.kinds()})


async def add(core: Core, request: Request) -> Response:
    core.slack.faults.add(asking.fault_of(await body_of(request), NAMES))
    core.slack.changed()
    return JSONResponse(_waiting(core))


async def clear(core: Core, _: Request) -> Response:
    core.slack.faults.clear()
    core.slack.changed()
    return JSONResponse(_waiting(core))


def _waiting(core: Core) -> Json:
    return {"faults": [fault.as_json() for fault in core.slack.faults.waiting]}
