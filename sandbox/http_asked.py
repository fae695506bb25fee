"""What a request to the HTTP driver asks for: its body, its query, and whether to wait for quiet."""

from typing import Any

from starlette.requests import Request

from sandbox.bodies import parsed
from sandbox.errors import DriverMistake, Json

MOST_DIGITS = 15
NO = frozenset({"", "0", "false", "no", "off"})


async def body_of(request: Request) -> Json:
    try:
        body: Any = parsed(await request.body() or b"{}")
    except ValueError as trouble:
        raise _no_object(str(trouble)) from trouble
    if not isinstance(body, dict):
        raise _no_object(f"this is a {type(body).__name__}")
    return body


def asked(request: Request, name: str) -> str:
    value = request.query_params.get(name, "").strip()
    if not value:
        raise DriverMistake("missing_field", f"?{name}= is needed")
    return value


def whole_number(request: Request, name: str) -> int | None:
    value = request.query_params.get(name)
    if value is None:
        return None
    if not value.isdecimal() or len(value) > MOST_DIGITS:
        raise DriverMistake("bad_field", f"{name} must be a whole number, not {value!r:.100}")
    return int(value)


def wants_quiet(request: Request) -> bool:
    return request.query_params.get("settle", "").lower() not in NO


def _no_object(trouble: str) -> DriverMistake:
    return DriverMistake("invalid_json", f'the body must be a JSON object such as {{"user": "ana"}}: {trouble}')
