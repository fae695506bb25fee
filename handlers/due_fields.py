"""When something is due, as a form shows and reads it: a date and a time, in the zone of whoever fills it in."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Due
from bot.domain.date_meaning import picked
from bot.domain.dates import DAY_END
from bot.domain.edits import fingerprint
from bot.domain.errors import FieldRefused
from bot.domain.moments import InThePast, Note, TooFar
from bot.domain.wall_clock import instant_of
from bot.services.edits import text_of
from handlers.blocks import Block, field_block, text_field
from handlers.gestures import Fields
from handlers.ids import BlockId
from handlers.moments import city
from handlers.text import Plain, plainly
from handlers.wall_fields import WallFields

DUE = WallFields(BlockId.DUE_DATE, BlockId.DUE_TIME, DAY_END)
#: As of other reasons.
WHY_LIMIT = 300


def due_blocks(due: Due | None, zone: ZoneInfo, labels: tuple[Plain, Plain] | None = None) -> list[Block]:
    local = due.at.astimezone(zone) if due else None
    hint = plainly("{city} time. A date without a time means {at}.", city=city(zone), at=f"{DAY_END:%H:%M}")
    return DUE.blocks(local, labels or (plainly("Due date"), plainly("Due time")), hint)


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


def due_from(
    fields: Fields, zone: ZoneInfo, now: datetime, standing: Due | None = None, *, shown: str = ""
) -> Due | None:
    """`standing` is the due moment of now: it may stay though it has passed. So may one that was `shown`, which is its
    fingerprint: where another stands by now, nobody has wished for it.
    """
    local = DUE.read(fields)
    if local is None:
        return None
    if not DUE.is_new(fields, standing.at if standing else None, zone):
        return standing
    return _as_shown(local, zone, shown) or Due(_checked(local, zone, now), zone.key)


def due_notes(fields: Fields, zone: ZoneInfo, standing: Due | None = None) -> tuple[Note, ...]:
    return DUE.notes(fields, standing.at if standing else None, zone)


def _as_shown(local: datetime, zone: ZoneInfo, shown: str) -> Due | None:
    try:
        due = Due(instant_of(local, zone).at, zone.key)
    except OverflowError:
        return None  # The ends of the calendar have no instant in every zone.
    return due if fingerprint(text_of(due)) == shown else None


def _checked(local: datetime, zone: ZoneInfo, now: datetime) -> datetime:
    try:
        return picked(local, zone, now)
    except InThePast:
        raise FieldRefused(BlockId.DUE_DATE.value, "past") from None
    except TooFar as far:
        raise FieldRefused(BlockId.DUE_DATE.value, "too_far", str(far.years)) from None
