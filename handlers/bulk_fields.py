"""What the forms that change many at once hold, and how they keep which were chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.bulks import BulkAct, BulkVerb
from bot.domain.clients import Client
from bot.domain.errors import FieldRefused
from bot.domain.ids import ClientNumber
from bot.domain.priority import Priority
from bot.domain.request_types import RequestType
from handlers import form_fields
from handlers.due_fields import due_from
from handlers.gestures import Fields
from handlers.ids import BlockId
from handlers.request_forms import cause_of_form
from handlers.values import LARGEST, NotOurs, client_number


@dataclass(frozen=True)
class Offers:
    """What many can be given."""

    queues: Sequence[str]
    clients: Sequence[Client]
    types: Sequence[RequestType]


ITEMS = (BlockId.ITEMS_1, BlockId.ITEMS_2, BlockId.ITEMS_3, BlockId.ITEMS_4, BlockId.ITEMS_5)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def chosen(view: Mapping[str, Any]) -> list[str]:
    """All that the form offers, or those that were picked."""
    fields = Fields(view)
    if fields.chosen(BlockId.ALL):
        return [str(option["value"]) for option in _offered(view)]
    return [label for block in ITEMS for label in fields.chosen(block)]


def act(verb: BulkVerb, fields: Fields, zone: ZoneInfo, now: datetime) -> BulkAct:
    match verb:
        case BulkVerb.ASSIGN:
            return BulkAct(verb=verb, owner=form_fields.owner(fields))
        case BulkVerb.DUE:
            return BulkAct(verb=verb, due=due_from(fields, zone, now), why=form_fields.due_why(fields))
        case BulkVerb.CANCEL:
            cause, why = cause_of_form(fields)
            return BulkAct(verb=verb, cause=cause, why=why)
        case BulkVerb.SNOOZE:
            until = due_from(fields, zone, now)
            if until is None:
                raise FieldRefused(BlockId.DUE_DATE.value, "missing")
            return BulkAct(verb=verb, due=until)
        case _:
            return _act_of_requests(verb, fields)


def _act_of_requests(verb: BulkVerb, fields: Fields) -> BulkAct:
    match verb:
        case BulkVerb.MOVE:
            return BulkAct(verb=verb, queue=fields.text(BlockId.QUEUE))
        case BulkVerb.CLIENT:
            return BulkAct(verb=verb, client=_client(fields.text(BlockId.CLIENT)))
        case BulkVerb.TYPE:
            return BulkAct(verb=verb, type_name=fields.text(BlockId.TYPE) or None)
        case BulkVerb.PRIORITY:
            return BulkAct(verb=verb, priority=form_fields.chosen(fields, BlockId.PRIORITY, Priority))
        case _:
            return BulkAct(verb=verb)


def _client(picked: str) -> ClientNumber | None:
    return client_number(picked) if picked else None


def packed(labels: Sequence[str]) -> str:
    """Hundreds of labels would not fit what a form may keep: of each kind only by how much the next is further."""
    return ";".join(f"{letter}{'.'.join(_steps(labels, letter))}" for letter in "RT" if _numbers(labels, letter))


def unpacked(kept: object) -> list[str]:
    """Raises NotOurs."""
    labels = []
    for part in str(kept or "").split(";"):
        letter, number = part[:1], 0
        for step in part[1:].split("."):
            number += _step(step)
            if letter not in {"R", "T"} or not 0 < number <= LARGEST:
                raise NotOurs("labels")
            labels.append(f"{letter}-{number}")
    return labels


def _offered(view: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    names = {block.value for block in ITEMS}
    for block in view.get("blocks") or ():
        if block.get("block_id") in names:
            yield from block["element"]["options"]


def _numbers(labels: Sequence[str], letter: str) -> list[int]:
    return sorted({int(label[2:]) for label in labels if label.startswith(f"{letter}-")})


def _steps(labels: Sequence[str], letter: str) -> Iterator[str]:
    last = 0
    for number in _numbers(labels, letter):
        yield _in_letters(number - last)
        last = number


def _in_letters(number: int) -> str:
    head, last = divmod(number, len(_DIGITS))
    return (_in_letters(head) if head else "") + _DIGITS[last]


def _step(typed: str) -> int:
    if not typed or len(typed) > 6 or any(sign not in _DIGITS for sign in typed):
        raise NotOurs("labels")
    return int(typed, len(_DIGITS))
