"""What the fields of several forms have in common, checked here because a payload may pass by Slack's own limits."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from bot.domain.errors import FieldRefused
from bot.domain.ids import UserId
from bot.domain.sub_tasks import DEPARTMENT_LIMIT
from bot.domain.text import clean, one_line
from handlers.gestures import Fields
from handlers.ids import BlockId
from handlers.views.request_states import WHY_LIMIT

Choice = TypeVar("Choice", bound=StrEnum)


def text(fields: Fields, block: BlockId, limit: int) -> str:
    """Empty when nothing, or nothing that is seen, was typed."""
    typed = clean(fields.text(block)).strip()
    if len(typed) > limit:
        raise FieldRefused(block.value, "too_long", f"{len(typed):,}", limit)
    return typed


def title(fields: Fields, limit: int) -> str:
    typed = one_line(text(fields, BlockId.TITLE, limit))
    if not typed:
        raise FieldRefused(BlockId.TITLE.value, "missing")
    return typed


def chosen(fields: Fields, block: BlockId, offered: Iterable[Choice]) -> Choice:
    """Of a select of values. One of another release is not guessed at."""
    picked = fields.text(block)
    found = next((one for one in offered if one.value == picked), None)
    if found is None:
        raise FieldRefused(block.value, "unknown" if picked else "missing", picked)
    return found


def person(fields: Fields, block: BlockId) -> UserId | None:
    picked = fields.text(block)
    return UserId(picked) if picked else None


def reason(fields: Fields) -> str:
    """Where one must be given."""
    said = one_line(text(fields, BlockId.REASON, WHY_LIMIT))
    if not said:
        raise FieldRefused(BlockId.REASON.value, "missing")
    return said


def due_why(fields: Fields) -> str:
    """Why a due date is moved; empty where the form does not ask."""
    return one_line(text(fields, BlockId.DUE_WHY, WHY_LIMIT)) if fields.has(BlockId.DUE_WHY) else ""


def department(fields: Fields) -> str:
    return one_line(text(fields, BlockId.DEPARTMENT, DEPARTMENT_LIMIT))


def note(fields: Fields) -> str:
    return one_line(text(fields, BlockId.NOTE, WHY_LIMIT))


def owner(fields: Fields) -> UserId:
    """Where there must be one."""
    picked = person(fields, BlockId.OWNER)
    if picked is None:
        raise FieldRefused(BlockId.OWNER.value, "missing")
    return picked
