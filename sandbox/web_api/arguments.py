"""A call's arguments, whether they came as a form, as JSON, or as JSON inside a form."""

from typing import Any, TypeVar
from urllib.parse import parse_qsl

from starlette.requests import Request

from sandbox.bodies import parsed
from sandbox.errors import Json, SlackError

T = TypeVar("T")


class Arguments:
    def __init__(self, values: Json) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, otherwise: str = "") -> str:
        value = self._values.get(name, otherwise)
        if isinstance(value, (dict, list)):
            raise invalid(name, "must be a string")
        return str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise SlackError(
                "invalid_arguments", _messages(f"[ERROR] missing required field: {name}"), name, f"/{name}"
            )
        return value

    def flag(self, name: str) -> bool:
        return str(self._values.get(name, "")).lower() in {"true", "1"}

    def number(self, name: str, otherwise: int, *, most: int) -> int:
        value = self._values.get(name, otherwise)
        try:
            number = int(value)
        except (TypeError, ValueError) as trouble:
            raise SlackError("invalid_limit" if name == "limit" else "invalid_arguments", detail=name) from trouble
        if not 0 <= number <= most:
            raise SlackError("invalid_limit" if name == "limit" else "invalid_arguments", detail=f"{name}={number}")
        return number

    def names(self, name: str) -> list[str]:
        value = self._values.get(name, [])
        given = value if isinstance(value, list) else str(value).split(",")
        return [str(item).strip() for item in given if str(item).strip()]

    def structure(self, name: str, kind: type[T], error: str) -> T | None:
        """A list or object; text is read as JSON first."""
        value: Any = self._values.get(name)
        if isinstance(value, str) and value:
            try:
                value = parsed(value)
            except ValueError as trouble:
                raise SlackError(error, detail=f"{name} is not JSON: {trouble}", pointer=f"/{name}") from trouble
        if value is None or value == "":
            return None
        if not isinstance(value, kind):
            raise SlackError(error, detail=f"{name} must be a {kind.__name__}", pointer=f"/{name}")
        return value

    def shown(self) -> Json:
        """For the traffic: structures readable, tokens left out."""
        return {name: _readable(value) for name, value in self._values.items() if name != "token"}


def invalid(name: str, reason: str) -> SlackError:
    return SlackError("invalid_arguments", _messages(f"[ERROR] {reason} [json-pointer:/{name}]"), reason, f"/{name}")


async def arguments_of(request: Request) -> Arguments:
    values: Json = dict(request.query_params)
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        return Arguments(values | _object(body))
    try:
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    except UnicodeDecodeError as trouble:
        raise SlackError("invalid_charset", detail=str(trouble)) from trouble
    return Arguments(values | form)


def _object(body: bytes) -> Json:
    try:
        sent = parsed(body or b"{}")
    except ValueError as trouble:
        raise SlackError("invalid_json", detail=str(trouble)) from trouble
    if not isinstance(sent, dict):
        raise SlackError("json_not_object")
    return sent


def _messages(*messages: str) -> Json:
    return {"response_metadata": {"messages": list(messages)}}


def _readable(value: object) -> object:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return parsed(value)
        except ValueError:
            return value
    return value
