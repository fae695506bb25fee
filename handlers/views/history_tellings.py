"""To whom a history is told, and what every line of it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.histories import Change
from bot.domain.text import clipped
from handlers.moments import wall
from handlers.text import Mrkdwn

#: Letters of a title or a name in a line.
WORDS = 120


@dataclass(frozen=True)
class Telling:
    """To whom, when, and what clients are called."""

    zone: ZoneInfo
    now: datetime
    clients: Mapping[int, str]

    def at(self, moment: Any) -> str:
        return wall(datetime.fromisoformat(str(moment)), self.zone, self.now)


Phrase: TypeAlias = Callable[[Change, Telling], Mrkdwn | None]


def in_short(words: object) -> str:
    return clipped(str(words or ""), WORDS)
