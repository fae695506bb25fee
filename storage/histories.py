"""The audit as people read it: what happened to one item."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select

from bot.domain.histories import UNDO, Change
from bot.domain.ids import RequestNumber
from storage.audit import audit, transaction_of
from storage.hooks import TeamSession, core
from storage.item_questions import questions
from storage.merges import merges


class SqlHistories:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def of(self, entity: str, what: str, *, label: str | None = None, most: int) -> Sequence[Change]:
        """Oldest first, the newest `most` of them; of the item called `label` also what was asked about it."""
        itself = and_(audit.c.entity == entity, audit.c.what == what)
        asked = and_(audit.c.entity == questions.name, audit.c.what.startswith(f"{label}/", autoescape=True))
        return self._newest(itself if label is None else or_(itself, asked), most)

    def merges(self, number: RequestNumber, *, most: int) -> Sequence[Change]:
        of_it = audit.c.what.startswith(f"{number}/", autoescape=True)
        return self._newest(and_(audit.c.entity == merges.name, of_it), most)

    def mark_undo(self) -> None:
        self._session.batch = UNDO

    def _newest(self, which: ColumnElement[bool], most: int) -> Sequence[Change]:
        its = select(audit).where(audit.c.team_id == self._session.team_id, which)
        self._session.flush()
        rows = core(self._session).execute(its.order_by(audit.c.id.desc()).limit(most)).all()
        return [_change(row) for row in reversed(rows)]


def _change(row: Row[Any]) -> Change:
    return Change(
        at=row.at,
        by=row.actor,
        action=row.action,
        before=row.before or {},
        after=row.after or {},
        transaction=transaction_of(row.id),
        batch=row.batch or "",
    )
