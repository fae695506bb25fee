"""How a limit is written down and tried."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.sandbox.validation.payloads import Payload

Fill = Callable[[int], object]


@dataclass(frozen=True)
class Limit:
    """`least` 0 means that nothing lies below."""

    payload: Payload
    pointer: str
    most: int
    least: int
    fill: Fill
    codes: tuple[str, str]


def chars(payload: Payload, pointer: str, most: int, least: int = 1, *, start: str = "") -> Limit:
    return Limit(payload, pointer, most, least, lambda n: start + "x" * (n - len(start)), ("too_short", "too_long"))


def items(payload: Payload, pointer: str, most: int, item: object, least: int = 1) -> Limit:
    return Limit(payload, pointer, most, least, lambda n: [item] * n, ("too_few", "too_many"))


def whole(payload: Payload, pointer: str, most: int, least: int) -> Limit:
    return Limit(payload, pointer, most, least, lambda n: n, ("too_small", "too_large"))
