"""A refusal as the message at the field of a form that caused it. Slack shows it as plain text."""

from collections.abc import Mapping
from typing import Any

from bot.domain.durations import DurationRefused
from bot.domain.errors import (
    AlreadyMerged,
    ClientExists,
    DomainError,
    FieldRefused,
    HasMerged,
    NoPartsOfParts,
    NotAMember,
    NotItself,
    OtherClient,
    ShowsMore,
    SnoozeTooLong,
)
from bot.domain.hours import NeverOpen
from bot.domain.milestones import NotAStep, NoTemplateName, TooManySteps
from bot.domain.moments import DateRefused
from bot.domain.schedules import ScheduleRefused
from bot.domain.series import NotDueIn
from bot.domain.text import unescape_once
from handlers.text import Plain, capitalised, plainly, theirs
from handlers.views import refusals

#: What a field is called where it is compared → the blocks that may hold it, the likeliest first.
BLOCKS = {
    "due": ("due_date", "due_time", "when"),
    "received": ("received_date",),
    "items": ("items_1",),
    "client": ("client", "new_client"),
}
MOMENTS = ("when", "due_date", "due_time")
PEOPLE = ("owner", "target")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b*`"))


def of(refused: DomainError, view: Mapping[str, Any]) -> dict[str, str]:
    """Empty when it is about no field of this form."""
    inputs = [block["block_id"] for block in view.get("blocks") or [] if block.get("type") == "input"]
    block = next((block for block in _blocks_of(refused, view) if block in inputs), None)
    return {block: plain(refused)} if block else {}


def _blocks_of(refused: DomainError, view: Mapping[str, Any]) -> tuple[str, ...]:
    match refused:
        case FieldRefused(field=field):
            return BLOCKS.get(field, (field,))
        case ClientExists() | NoTemplateName():
            return ("name", "new_client")
        case DateRefused() | DurationRefused() | ScheduleRefused() | SnoozeTooLong():
            return MOMENTS
        case (
            NotItself()
            | AlreadyMerged()
            | HasMerged()
            | OtherClient()
            | ShowsMore()
            | NoPartsOfParts()
            | NeverOpen()
            | NotDueIn()
            | NotAStep()
            | TooManySteps()
        ):
            return ("request", "quiet", "due_in", "steps")
        case NotAMember(user_id=user):
            return tuple(block for block in PEOPLE if _holds(view, block, user))
        case _:
            return ()


def _holds(view: Mapping[str, Any], block: str, user: str) -> bool:
    entries = ((view.get("state") or {}).get("values") or {}).get(block) or {}
    return any(user in entry.values() for entry in entries.values())


def plain(refused: DomainError) -> Plain:
    """No markup; a person cannot be mentioned there."""
    if isinstance(refused, NotAMember):
        words = refusals.WHO_MAY_ACT.get(refused.kind, refusals.WHO_MAY_ACT["unknown"])
        return capitalised(plainly(words, who=plainly("this person")))
    return theirs(unescape_once(refusals.words(refused).translate(_INVISIBLE)))
