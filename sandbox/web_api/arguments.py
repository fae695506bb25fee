"""A call's arguments, whether they came as a form, as JSON, or as JSON inside a form."""

import re
from typing import Any, TypeVar

from sandbox.bodies import parsed
from sandbox.errors import Json, SlackError

T = TypeVar("T")

NUMBER = re.compile(r"-?[0-9]{1,15}")
TIMESTAMP = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,6})[0-9]*)?")
FLAGS = {"true": True, "1": True, "false": False, "0": False, "": False}


class Arguments:
    def __init__(self, values: Json) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, otherwise: str = "") -> str:
        value = self._values.get(name, otherwise)
        if isinstance(value, (dict, list)):
            raise invalid(name, "must be a string")
        return str(value).lower() if isinstance(value, bool) else str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise missing(name)
        return value

    def flag(self, name: str) -> bool:
        """A form has 1 and 0 for what JSON has as true and false."""
        flag = FLAGS.get(self.text(name).lower())
        if flag is None:
            raise invalid(name, "must be a boolean")
        return flag

    def number(self, name: str, otherwise: int, *, most: int) -> int:
        written = self.text(name, str(otherwise)).strip()
        if not NUMBER.fullmatch(written) or not 0 <= int(written) <= most:
            code = "invalid_limit" if name == "limit" else "invalid_arguments"
            raise SlackError(code, detail=f"{name}={written:.100}", pointer=f"/{name}")
        return int(written)

    def moment(self, name: str) -> int | None:
        """A timestamp in microseconds, as messages are named by one."""
        written = self.text(name).strip()
        if not written:
            return None
        stamp = TIMESTAMP.fullmatch(written)
        if stamp is None:
            raise SlackError(f"invalid_ts_{name}", detail=f"{name}={written:.100}", pointer=f"/{name}")
        return int(stamp[1]) * 1_000_000 + int((stamp[2] or "").ljust(6, "0"))

    def names(self, name: str) -> list[str]:
        """Separated by commas, or a list."""
        value = self._values.get(name, [])
        if isinstance(value, str) and value.startswith("["):
            value = self.structure(name, list, "invalid_arguments")
        given = value if isinstance(value, list) else self.text(name).split(",")
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


def missing(name: str) -> SlackError:
    return SlackError("invalid_arguments", _messages(f"[ERROR] missing required field: {name}"), name, f"/{name}")


def _messages(*messages: str) -> Json:
    return {"response_metadata": {"messages": list(messages)}}


def _readable(value: object) -> object:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return parsed(value)
        except ValueError:
            return value
    return value
