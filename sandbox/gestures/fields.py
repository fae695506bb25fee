"""Reading the fields of a driver's body."""

from typing import Any

from sandbox.errors import DriverMistake, Json


def needed(body: Json, name: str) -> str:
    value = optional(body, name)
    if value is None:
        raise DriverMistake("missing_field", f"{name} is needed")
    return value


def optional(body: Json, name: str) -> str | None:
    return _text(body, name) or None


def written(body: Json, name: str) -> str:
    """Needed, but it may be empty, as for what is taken away again."""
    value = _text(body, name)
    if value is None:
        raise DriverMistake("missing_field", f"{name} is needed")
    return value


def _text(body: Json, name: str) -> str | None:
    value: Any = body.get(name)
    if value is not None and not isinstance(value, str):
        raise DriverMistake("bad_field", f"{name} must be text, not {value!r:.100}")
    return value


def flag(body: Json, name: str) -> bool | None:
    value: Any = body.get(name)
    if value is not None and not isinstance(value, bool):
        raise DriverMistake("bad_field", f"{name} must be true or false, not {value!r:.100}")
    return value


def mapping(body: Json, name: str) -> Json:
    value: Any = body.get(name) or {}
    if not isinstance(value, dict):
        raise DriverMistake("bad_field", f"{name} must be an object of fields and what to fill in, not {value!r:.100}")
    return value


def names(body: Json, name: str) -> tuple[str, ...] | None:
    value: Any = body.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or any(not isinstance(item, str) for item in value):
        raise DriverMistake("bad_field", f"{name} must be a list of names, not {value!r:.100}")
    return tuple(value)


def whole_numbers(body: Json, name: str) -> list[int]:
    value: Any = body.get(name)
    if not isinstance(value, list) or any(type(item) is not int for item in value):
        raise DriverMistake("bad_field", f"{name} must be a list of whole numbers, not {value!r:.100}")
    return value
