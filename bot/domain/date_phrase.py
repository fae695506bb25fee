"""What a date as typed consists of, before it is known which moment it means."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.wall_clock import wall_time


@dataclass(frozen=True)
class Span:
    """Months and days follow the calendar, seconds pass. `doubtful`: `5 m` may be minutes or months."""

    months: int = 0
    days: int = 0
    seconds: int = 0
    doubtful: bool = False

    @property
    def names_day(self) -> bool:
        return bool(self.months or self.days)

    @property
    def is_past(self) -> bool:
        return min(self.months, self.days, self.seconds) < 0

    def ago(self) -> "Span":
        return replace(self, months=-self.months, days=-self.days, seconds=-self.seconds)


@dataclass(frozen=True)
class Near:
    """Days from today."""

    days: int


@dataclass(frozen=True)
class Weekday:
    """Monday is 0. `week`: the coming one, this or the next calendar week's, or `weeks` after the coming one."""

    number: int
    week: Literal["coming", "this", "next", "after"] = "coming"
    weeks: int = 1


@dataclass(frozen=True)
class Calendar:
    """`dotted`: 03.04. may also be four minutes past three at the end of a sentence."""

    day: int
    month: int
    year: int | None = None
    dotted: bool = False


@dataclass(frozen=True)
class Slashed:
    """3/4: Britons and Americans read it differently."""

    first: int
    second: int
    year: int | None = None


@dataclass(frozen=True)
class DayOfMonth:
    day: int


@dataclass(frozen=True)
class PeriodEnd:
    """End of the week or month; `ahead` 1 is the next one."""

    unit: Literal["week", "month"]
    ahead: int = 0


@dataclass(frozen=True)
class MonthEnd:
    """The last day of a month by its name."""

    month: int
    year: int | None = None


@dataclass(frozen=True)
class Vague:
    """Names a time too long to be a day, such as a month."""

    suggestions: tuple[str, ...]


Day: TypeAlias = Near | Weekday | Calendar | Slashed | DayOfMonth | PeriodEnd | MonthEnd | Vague | Span


@dataclass(frozen=True)
class Clock:
    """`exact`: as on a 24-hour clock, with four digits, a leading zero or a colon, unless it is early. `digits`: how
    many, of a bare 1600.

    `dotted`: 9.10 may also be the ninth of October. `form`: 4p with a letter, half past 4 as it is spoken, 10 to 12
    which may be a range, 17h in hours that may be a length, the 6 of `fri 6` which may number the day, 4:30 with a
    colon, as people type it in the afternoon.
    """

    hour: int
    minute: int = 0
    second: int = 0
    half: Literal["am", "pm"] | None = None
    exact: bool = False
    digits: int = 0
    dotted: bool = False
    form: Literal["", "letter", "spoken", "range", "hours", "numbered", "colon"] = ""
    text: str = ""

    @property
    def is_loose(self) -> bool:
        """Whether the same signs may as well count, number or name something."""
        return self.digits > 0 or (self.dotted and not self.exact) or self.form in {"letter", "range"}


@dataclass(frozen=True)
class DayEnd:
    """The end of the working day, or of the close of business."""


@dataclass(frozen=True)
class Part:
    """A part of the day. `today`: tonight, this morning."""

    name: str
    today: bool = False


@dataclass(frozen=True)
class Phrase:
    """Tokens `start` to `stop` as a date. `lead` is the word in front that asked for one.

    `shorter` is the same without its last piece, when that piece may as well belong to what follows: the 9 of
    `by fri 9 copies`, the city of `by fri Paris brochure`. `number_first`: it begins with a loose clock, as
    `9 tomorrow` and, where it is not meant, the end of `order 9 tomorrow`.
    """

    start: int
    stop: int
    lead: str = ""
    day: Day | None = None
    weekday: Weekday | None = None
    clock: Clock | DayEnd | None = None
    part: Part | None = None
    zone: str | None = None
    number_first: bool = False
    shorter: "Phrase | None" = None

    @property
    def is_empty(self) -> bool:
        return self.day is None and self.clock is None and self.part is None

    @property
    def is_clock_alone(self) -> bool:
        return self.day is None and self.part is None

    @property
    def is_day_alone(self) -> bool:
        return self.clock is None and self.part is None and self.zone is None and self.weekday is None


@dataclass(frozen=True)
class Around:
    """What a phrase is read against. `default_time` is that of a day without a time."""

    now: datetime
    zone: ZoneInfo
    day_end: time
    morning: time
    default_time: time
    typed: str

    @property
    def wall(self) -> datetime:
        return wall_time(self.now, self.zone)

    @property
    def today(self) -> date:
        return self.wall.date()
