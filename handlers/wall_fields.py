"""A date and a time beside each other on a form, as somebody reads them on a wall clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.errors import FieldRefused
from bot.domain.moments import Note
from bot.domain.wall_clock import instant_of
from handlers.blocks import Block, date_field, field_block, time_field
from handlers.gestures import Fields
from handlers.ids import BlockId
from handlers.text import Plain

T = TypeVar("T")


@dataclass(frozen=True)
class WallFields:
    """A date without a time means `else_at`; a time without a date is refused."""

    day: BlockId
    hour: BlockId
    else_at: time

    def blocks(self, shown: datetime | None, labels: tuple[Plain, Plain], hint: Plain) -> list[Block]:
        """Filled with `shown`, which is in the zone of whoever fills it in."""
        on, at = labels
        return [
            field_block(self.day, on, date_field(shown), optional=True),
            field_block(self.hour, at, time_field(shown), optional=True, hint=hint),
        ]

    def read(self, fields: Fields) -> datetime | None:
        """Without a zone. Raises FieldRefused."""
        typed_day, typed_hour = fields.text(self.day), fields.text(self.hour)
        if typed_day:
            day = self._understood(self.day, typed_day, date.fromisoformat)
            hour = self._understood(self.hour, typed_hour, time.fromisoformat) if typed_hour else self.else_at
            return datetime.combine(day, hour.replace(second=0, microsecond=0, tzinfo=None))
        if typed_hour:
            raise FieldRefused(self.day.value, "missing")
        return None

    def is_new(self, fields: Fields, standing: datetime | None, zone: ZoneInfo) -> bool:
        """Whether anything but `standing`, which the form was filled with, stands in the fields."""
        local = self.read(fields)
        return local is not None and (standing is None or _minute(standing.astimezone(zone)) != local)

    def notes(self, fields: Fields, standing: datetime | None, zone: ZoneInfo) -> tuple[Note, ...]:
        """Why the moment is not quite the one that was picked: on a day when the clocks change."""
        local = self.read(fields)
        if local is None or not self.is_new(fields, standing, zone):
            return ()
        change = instant_of(local, zone).change
        return (change,) if change is not None else ()

    @staticmethod
    def _understood(field: BlockId, typed: str, read: Callable[[str], T]) -> T:
        try:
            return read(typed)
        except ValueError:
            raise FieldRefused(field.value, "unknown", typed) from None


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0, tzinfo=None, fold=0)
