"""A form's field for a moment in words: read, asked about where it has two readings, refused at its place."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.dates import Ambiguous, DateRefused
from bot.domain.errors import DomainError, FieldRefused
from bot.domain.text import clean
from handlers.ids import BlockId
from handlers.views import nudge_forms as forms


def answered(view: dict[str, Any], act: Callable[[str], dict[str, Any]], *, needed: bool = True) -> dict[str, Any]:
    """What to answer the form with, of which `act` is given the moment as it was typed; perhaps none is `needed`."""
    block_id, typed = _typed(view)
    if needed and not clean(typed):
        return _at(block_id, FieldRefused(BlockId.WHEN.value, "missing"))
    try:
        return act(clean(typed) and typed)
    except Ambiguous as doubt:
        return {"response_action": "update", "view": forms.asking(view, doubt)}
    except DateRefused as refused:
        return _at(block_id, refused)


def _typed(view: dict[str, Any]) -> tuple[str, str]:
    """The block that holds the date now, and what was typed there."""
    held: Mapping[str, Any] = (view.get("state") or {}).get("values") or {}
    block_id = next((name for name in held if forms.is_when(name)), BlockId.WHEN.value)
    entry: Mapping[str, Any] = next(iter((held.get(block_id) or {}).values()), {})
    return block_id, str(entry.get("value") or "")


def _at(block_id: str, refused: DomainError) -> dict[str, Any]:
    return {"response_action": "errors", "errors": forms.errors_at(refused, block_id)}
