"""The vocabulary in which the tables say what JSON Slack takes, and the walker that compares a value with it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sandbox.validation.problem import Problem

Law: TypeAlias = Callable[[dict[str, Any], str], Iterator[Problem]]


@dataclass(frozen=True)
class String:
    at_least: int = 1
    at_most: int | None = None
    one_of: frozenset[str] = frozenset()
    form: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Whole:
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class Number:
    pass


@dataclass(frozen=True)
class Boolean:
    pass


@dataclass(frozen=True)
class Anything:
    pass


@dataclass(frozen=True)
class Nullable:
    of: "Shape"


@dataclass(frozen=True)
class Many:
    of: "Shape"
    at_most: int | None = None
    at_least: int = 1


@dataclass(frozen=True)
class Record:
    """`laws` speak about fields together, so they are asked only when every field is right by itself."""

    needs: Mapping[str, "Shape"] = field(default_factory=dict)
    may: Mapping[str, "Shape"] = field(default_factory=dict)
    laws: tuple[Law, ...] = ()
    open: bool = False


@dataclass(frozen=True)
class ByType:
    """An object whose `type` says which record it must be."""

    kinds: Mapping[str, Record]


Shape: TypeAlias = String | Whole | Number | Boolean | Anything | Nullable | Many | Record | ByType


def shape_problems(shape: Shape, value: object, pointer: str) -> Iterator[Problem]:
    match shape:
        case String():
            yield from _string(shape, value, pointer)
        case Whole():
            yield from _whole(shape, value, pointer)
        case Number() if isinstance(value, bool) or not isinstance(value, int | float):
            yield _wrong_type(pointer, "a number")
        case Boolean() if not isinstance(value, bool):
            yield _wrong_type(pointer, "a boolean")
        case Nullable() if value is not None:
            yield from shape_problems(shape.of, value, pointer)
        case Many():
            yield from _many(shape, value, pointer)
        case Record():
            yield from _record(shape, value, pointer)
        case ByType():
            yield from _by_type(shape, value, pointer)


def _wrong_type(pointer: str, wanted: str) -> Problem:
    return Problem(pointer, "invalid_type", f"must provide {wanted}")


def _string(shape: String, value: object, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield _wrong_type(pointer, "a string")
    elif len(value) < shape.at_least:
        yield Problem(pointer, "too_short", f"must be more than {shape.at_least - 1} characters")
    elif shape.at_most is not None and len(value) > shape.at_most:
        yield Problem(pointer, "too_long", f"must be less than {shape.at_most + 1} characters")
    elif shape.one_of and value not in shape.one_of:
        yield Problem(pointer, "invalid_value", f"must be one of: {', '.join(sorted(shape.one_of))}")
    elif shape.form is not None and not shape.form.fullmatch(value):
        yield Problem(pointer, "invalid_format", f"does not match {shape.form.pattern}")


def _whole(shape: Whole, value: object, pointer: str) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield _wrong_type(pointer, "an integer")
    elif shape.at_least is not None and value < shape.at_least:
        yield Problem(pointer, "too_small", f"must be greater than {shape.at_least - 1}")
    elif shape.at_most is not None and value > shape.at_most:
        yield Problem(pointer, "too_large", f"must be less than {shape.at_most + 1}")


def _many(shape: Many, value: object, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield _wrong_type(pointer, "an array")
        return
    if len(value) < shape.at_least:
        yield Problem(pointer, "too_few", f"no fewer than {shape.at_least} items allowed")
    if shape.at_most is not None and len(value) > shape.at_most:
        yield Problem(pointer, "too_many", f"no more than {shape.at_most} items allowed")
    for index, item in enumerate(value):
        yield from shape_problems(shape.of, item, f"{pointer}/{index}")


def _record(shape: Record, value: object, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _wrong_type(pointer, "an object")
        return
    wrong = [*_fields(shape, value, pointer)]
    yield from wrong
    if not wrong:
        for law in shape.laws:
            yield from law(value, pointer)


def _fields(shape: Record, value: dict[str, Any], pointer: str) -> Iterator[Problem]:
    for name in shape.needs:
        if name not in value:
            yield Problem(pointer, "missing_field", f"missing required field: {name}")
    for name, item in value.items():
        known = shape.needs.get(name) or shape.may.get(name)
        if known is not None:
            yield from shape_problems(known, item, f"{pointer}/{name}")
        elif not shape.open:
            yield Problem(pointer, "unknown_field", f"invalid additional property: {name}")


def _by_type(shape: ByType, value: object, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _wrong_type(pointer, "an object")
    elif "type" not in value:
        yield Problem(pointer, "missing_field", "missing required field: type")
    elif not isinstance(value["type"], str):
        yield _wrong_type(f"{pointer}/type", "a string")
    elif value["type"] not in shape.kinds:
        yield Problem(f"{pointer}/type", "unsupported_type", f"unsupported type: {value['type']}")
    else:
        rest = {name: item for name, item in value.items() if name != "type"}
        yield from _record(shape.kinds[value["type"]], rest, pointer)
