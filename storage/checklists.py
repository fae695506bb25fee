"""How checklists are kept: in the row of the item that they are of, so that each change of one is a change of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from bot.domain.checklists import Check, Checklist
from bot.domain.ids import UserId


class ChecklistType(TypeDecorator[Checklist]):
    """None in the database is an empty one."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Checklist | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return plain(value) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> Checklist:  # noqa: ARG002
        return tuple(map(_check, value or ()))


def plain(list_: Checklist) -> list[dict[str, str]]:
    """As JSON holds it, also in the audit."""
    return [{"text": check.text, **_ticked(check)} for check in list_]


def _ticked(check: Check) -> dict[str, str]:
    return {"by": check.by, "at": check.at.isoformat()} if check.by and check.at else {}


def _check(kept: dict[str, str]) -> Check:
    if "by" not in kept:
        return Check(kept["text"])
    return Check(kept["text"], UserId(kept["by"]), datetime.fromisoformat(kept["at"]))
