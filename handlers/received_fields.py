"""When and how a client's word came in, as a form shows and reads it: a moment that is over, and the way."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Received
from bot.domain.dates import MORNING
from bot.domain.errors import FieldRefused
from bot.domain.moments import Note, NotYet, TooLongAgo
from bot.domain.past_meaning import picked_past
from bot.domain.quick_results import Source
from handlers import blocks
from handlers.blocks import Block
from handlers.gestures import Fields
from handlers.ids import BlockId
from handlers.moments import city
from handlers.text import plainly
from handlers.views.called import SOURCE, alone
from handlers.wall_fields import WallFields

RECEIVED = WallFields(BlockId.RECEIVED_DATE, BlockId.RECEIVED_TIME, MORNING)


def source_block(source: str | None) -> Block:
    options = [blocks.option(alone.source(one), one.value) for one in SOURCE]
    return blocks.field_block(BlockId.SOURCE, plainly("Came in by"), blocks.select(options, source), optional=True)


def received_blocks(received: Received | None, zone: ZoneInfo) -> list[Block]:
    local = received.at.astimezone(zone) if received else None
    hint = plainly(
        "{city} time. If it was not just now; a date without a time means {at}.",
        city=city(zone),
        at=f"{MORNING:%H:%M}",
    )
    return RECEIVED.blocks(local, (plainly("Received on"), plainly("Received at")), hint)


def source_from(fields: Fields, standing: str | None = None) -> str | None:
    """`standing` may be of another release: it stays as long as nothing is picked."""
    picked = fields.text(BlockId.SOURCE)
    if not picked:
        return standing if standing not in set(Source) else None
    if picked not in set(Source):
        raise FieldRefused(BlockId.SOURCE.value, "unknown", picked)
    return picked


def received_from(fields: Fields, zone: ZoneInfo, now: datetime, standing: Received | None = None) -> Received | None:
    """Raises FieldRefused. `standing` is the moment that the form showed: it may stay however long ago it was."""
    local = RECEIVED.read(fields)
    if local is None:
        return None
    if not RECEIVED.is_new(fields, standing.at if standing else None, zone):
        return standing
    try:
        return Received(picked_past(local, zone, now), zone.key)
    except NotYet:
        raise FieldRefused(BlockId.RECEIVED_DATE.value, "not_yet") from None
    except TooLongAgo as long_ago:
        raise FieldRefused(BlockId.RECEIVED_DATE.value, "too_long_ago", str(long_ago.years)) from None


def received_notes(fields: Fields, zone: ZoneInfo, standing: Received | None = None) -> tuple[Note, ...]:
    return RECEIVED.notes(fields, standing.at if standing else None, zone)
