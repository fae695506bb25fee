"""When something is due, as a form shows and reads it: a date and a time, in the zone of whoever fills it in."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Due
from bot.domain.date_meaning import picked
from bot.domain.dates import DAY_END
from bot.domain.errors import FieldRefused
from bot.domain.moments import InThePast, Note, TooFar
from bot.domain.wall_clock import instant_of
from handlers.blocks import Block, date_field, field_block, text_field, time_field
from handlers.gestures import Fields
from handlers.ids import BlockId
from handlers.moments import city
from handlers.text import Plain, plainly

#: As of other reasons.
WHY_LIMIT = 300


def due_blocks(due: Due | None, zone: ZoneInfo, labels: tuple[Plain, Plain] | None = None) -> list[Block]:
    local = due.at.astimezone(zone) if due else None
    hint = plainly("{city} time. A date without a time means {at}.", city=city(zone), at=f"{DAY_END:%H:%M}")
    on, at = labels or (plainly("Due date"), plainly("Due time"))
    return [
        field_block(BlockId.DUE_DATE, on, date_field(local), optional=True),
        field_block(BlockId.DUE_TIME, at, time_field(local), optional=True, hint=hint),
    ]


def with_why(found: list[Block], standing: Due | None, names: Sequence[str] = ()) -> list[Block]:
    """The fields with the one that asks why the due date is moved, where one stands. Alone on a form with the date
    (`names`) it must be filled in.
    """
    place = next((n for n, block in enumerate(found) if block.get("block_id") == BlockId.DUE_TIME), None)
    if standing is None or place is None:
        return found
    return [*found[: place + 1], why_block(optional=tuple(names) != ("due",)), *found[place + 1 :]]


def with_why_asked(found: list[Block]) -> list[Block]:
    """Of a form that was opened before there was a due date to be moved."""
    place = next((n for n, block in enumerate(found) if block.get("block_id") == BlockId.DUE_TIME), len(found) - 1)
    return [*found[: place + 1], why_block(optional=False), *found[place + 1 :]]


def why_block(*, optional: bool) -> Block:
    field = text_field(limit=WHY_LIMIT, placeholder=plainly("The client sends the logo on Thursday"))
    reads = plainly("Whoever has it reads this.")
    hint = plainly("Only if you move the due date. {reads}", reads=reads) if optional else reads
    return field_block(BlockId.DUE_WHY, plainly("Why does the due date change?"), field, optional=optional, hint=hint)


def due_from(fields: Fields, zone: ZoneInfo, now: datetime, standing: Due | None = None) -> Due | None:
    """`standing` is the due moment that the form was filled with: it may stay though it has passed."""
    local = _local(fields)
    if local is None:
        return None
    if standing is not None and _minute(standing.at.astimezone(zone)) == local:
        return standing
    return Due(_checked(local, zone, now), zone.key)


def due_notes(fields: Fields, zone: ZoneInfo, standing: Due | None = None) -> tuple[Note, ...]:
    """Why the moment is not quite the one that was picked: on a day when the clocks change."""
    local = _local(fields)
    if local is None or (standing is not None and _minute(standing.at.astimezone(zone)) == local):
        return ()
    change = instant_of(local, zone).change
    return (change,) if change is not None else ()


def _local(fields: Fields) -> datetime | None:
    typed_date, typed_time = fields.text(BlockId.DUE_DATE), fields.text(BlockId.DUE_TIME)
    if not typed_date:
        if typed_time:
            raise FieldRefused(BlockId.DUE_DATE.value, "missing")
        return None
    return datetime.combine(_date(typed_date), _time(typed_time))


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0, tzinfo=None, fold=0)


def _date(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise FieldRefused(BlockId.DUE_DATE.value, "unknown", typed) from None


def _time(typed: str) -> time:
    if not typed:
        return DAY_END
    try:
        return time.fromisoformat(typed).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise FieldRefused(BlockId.DUE_TIME.value, "unknown", typed) from None


def _checked(local: datetime, zone: ZoneInfo, now: datetime) -> datetime:
    try:
        return picked(local, zone, now)
    except InThePast:
        raise FieldRefused(BlockId.DUE_DATE.value, "past") from None
    except TooFar as far:
        raise FieldRefused(BlockId.DUE_DATE.value, "too_far", str(far.years)) from None
