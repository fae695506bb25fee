"""What the fields of several forms have in common, checked here because a payload may pass by Slack's own limits."""

from bot.domain.errors import FieldRefused
from bot.domain.ids import UserId
from bot.domain.text import clean, one_line
from handlers.gestures import Fields
from handlers.ids import BlockId


def text(fields: Fields, block: BlockId, limit: int) -> str:
    """Empty when nothing, or nothing that is seen, was typed."""
    typed = clean(fields.text(block)).strip()
    if len(typed) > limit:
        raise FieldRefused(block.value, "too_long", f"{len(typed):,} of {limit:,} characters")
    return typed


def title(fields: Fields, limit: int) -> str:
    typed = one_line(text(fields, BlockId.TITLE, limit))
    if not typed:
        raise FieldRefused(BlockId.TITLE.value, "missing")
    return typed


def person(fields: Fields, block: BlockId) -> UserId | None:
    picked = fields.text(block)
    return UserId(picked) if picked else None


def owner(fields: Fields) -> UserId:
    """Where there must be one."""
    picked = person(fields, BlockId.OWNER)
    if picked is None:
        raise FieldRefused(BlockId.OWNER.value, "missing")
    return picked
