"""The audit: who changed what, from what, to what. Its rows are written by hooks.py and never changed."""

import secrets
import time
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import JSON, Column, Index, Named, String, Table, TypedColumns, inspect
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.orm.attributes import History

from bot.domain.checklists import Check
from bot.domain.ids import TeamId, UserId
from storage.checklists import plain
from storage.mapping import AUDITED, metadata
from storage.types import UtcDateTime, text_id


class AuditColumns(TypedColumns):
    """`what` is the key without the team; `before` and `after` hold the changed fields only. `batch` is the label of
    the change of many that it was part of.
    """

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    id: Named[str] = Column(String(32), primary_key=True)
    at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    actor: Named[UserId] = Column(text_id(UserId), nullable=False)
    entity: Named[str]
    what: Named[str]
    action: Named[str] = Column(String(20), nullable=False)
    before: Named[Any] = Column(JSON(none_as_null=True), nullable=True)
    after: Named[Any] = Column(JSON(none_as_null=True), nullable=True)
    batch: Named[str | None] = Column(String(20), nullable=True)


#: Letters of an id.
_TRANSACTION = 12

audit = Table("audit", metadata, AuditColumns, Index(None, "team_id", "entity", "what", "id"))


def row_ids() -> Iterator[str]:
    """Of one transaction: sorted by their moment, and alike in what `transaction_of` reads."""
    transaction = secrets.token_hex(_TRANSACTION // 2)
    for step in count():
        yield f"{time.time_ns():016x}{transaction}{step % 0x10000:04x}"


def transaction_of(row_id: str) -> str:
    return row_id[16 : 16 + _TRANSACTION]


def changes_of(session: Session, by: Mapping[str, Any], ids: Iterator[str]) -> list[dict[str, Any]]:
    """A row for each entity that the coming flush adds, changes or removes. `by` says where, who and when."""
    return [
        {
            **by,
            "id": next(ids),
            "entity": table.name,
            "what": "/".join(str(value) for value in mapper.primary_key_from_instance(entity)[1:]),
            "action": action,
            "before": before,
            "after": after,
        }
        for entity, mapper, action, before, after in _changes(session)
        if isinstance(table := mapper.local_table, Table) and table.info.get(AUDITED)
    ]


_Values = dict[str, Any] | None


def _changes(session: Session) -> Iterator[tuple[object, Mapper[Any], str, _Values, _Values]]:
    for entity in session.new:
        yield entity, _mapper(entity), "added", None, _values(entity)
    for entity in session.dirty:
        changed = dict(_changed(entity))
        if changed:
            before = {name: _plain(history.deleted) for name, history in changed.items()}
            after = {name: _plain(history.added) for name, history in changed.items()}
            yield entity, _mapper(entity), "changed", before, after
    for entity in session.deleted:
        yield entity, _mapper(entity), "removed", _values(entity), None


def _mapper(entity: object) -> Mapper[Any]:
    mapper: Mapper[Any] = inspect(entity, raiseerr=True).mapper
    return mapper


def _names(entity: object) -> Iterator[str]:
    mapper = _mapper(entity)
    for attribute in mapper.column_attrs:
        if attribute.columns[0] is not mapper.version_id_col:
            yield attribute.key


def _changed(entity: object) -> Iterator[tuple[str, History]]:
    state = inspect(entity, raiseerr=True)
    for name in _names(entity):
        history = state.attrs[name].history
        if history.has_changes():
            yield name, history


def _values(entity: object) -> dict[str, Any]:
    return {name: _plain([getattr(entity, name)]) for name in _names(entity)}


def _plain(values: Any) -> Any:
    """What JSON can hold of an attribute's only value."""
    value = values[0] if values else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple) and all(isinstance(one, Check) for one in value):
        return plain(value)
    return list(value) if isinstance(value, tuple) else value
