"""A quick line that names a type of requests: what the type adds to it, and what it still asks for."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.dates import understand
from bot.domain.moments import DateRefused, Moment
from bot.domain.priority import Priority
from bot.domain.quick_results import QuickRequest, TypeAsks, UnknownType
from bot.domain.request_types import RequestType, TypeSet


def resolved(quick: QuickRequest, types: TypeSet, now: datetime, zone: ZoneInfo) -> QuickRequest:
    """The form opens for what is not known, and for what a type needs."""
    quick = replace(quick, types_version=types.version)
    if quick.type_words is None:
        return quick
    meant = types.meant_by(quick.type_words)
    if meant is None:
        near = types.near(quick.type_words)
        asked = UnknownType(quick.type_words, near.name if near else None, tuple(one.name for one in types.types))
        return replace(_put_forward(quick, near, now, zone), ambiguities=(*quick.ambiguities, asked))
    needed = tuple(one.label for one in meant.needed_first({}))
    asks = (TypeAsks(meant.label, needed),) if needed else ()
    return replace(_put_forward(quick, meant, now, zone), ambiguities=(*quick.ambiguities, *asks))


def default_due(one: RequestType, now: datetime, zone: ZoneInfo) -> Moment | None:
    """What the type's words mean now; they may name a day that has passed since."""
    try:
        return understand(one.due, now=now, zone=zone) if one.due else None
    except DateRefused:
        return None


def _put_forward(quick: QuickRequest, meant: RequestType | None, now: datetime, zone: ZoneInfo) -> QuickRequest:
    """What was said in the line stands."""
    if meant is None:
        return quick
    is_silent_on_due = quick.due is None and quick.due_refused is None
    return replace(
        quick,
        of_type=meant,
        due=default_due(meant, now, zone) if is_silent_on_due else quick.due,
        priority=meant.priority or quick.priority if quick.priority is Priority.NORMAL else quick.priority,
    )
