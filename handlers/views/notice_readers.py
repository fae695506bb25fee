"""To whom a notice is told, and what it is told of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from handlers.moments import wall

Facts: TypeAlias = Mapping[str, str]


@dataclass(frozen=True)
class Reader:
    """To whom it is told, on which clock, and when; which reminders come again, each by its label, and when next."""

    user: str
    zone: ZoneInfo
    now: datetime
    coming: Mapping[str, datetime] = field(default_factory=dict)


COMMANDS = {"R": "/request", "T": "/task"}


def when(due: str, reader: Reader) -> str:
    return at_wall(datetime.fromisoformat(due), reader)


def at_wall(moment: datetime, reader: Reader) -> str:
    return wall(moment, reader.zone, reader.now)
