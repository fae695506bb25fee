"""Lists as people ask for them, a slice at a time."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Which(StrEnum):
    """The lists that people ask for: everything open that they may see, or what is theirs."""

    OPEN = "open"
    MINE = "mine"


@dataclass(frozen=True)
class Page(Generic[T]):
    """A slice of a list, and where it stands in the whole. `offset` counts from 0."""

    items: tuple[T, ...]
    offset: int
    total: int


def within(offset: int, total: int, size: int) -> int:
    """Where a page begins that was asked for at some time: the last one when the list has become shorter since."""
    return max(offset, 0) if offset < total else max(total - 1, 0) // size * size
