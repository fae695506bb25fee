"""Changes of many items at once: table, mapping and queries. Each is one person's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Dialect, Index, Named, Table, TypedColumns, select
from sqlalchemy.types import TypeDecorator

from bot.domain.bulks import Bulk, BulkTold, BulkVerb, Item, Left, Picked
from bot.domain.ids import ClientNumber, OutboxId, TeamId, UserId
from bot.domain.priority import Priority
from bot.domain.request_states import Cause
from storage.counters import next_number
from storage.hooks import TeamSession
from storage.mapping import map_, metadata
from storage.queries import found, locked
from storage.types import UtcDateTime, number_id, str_enum, text_id


class PickedTuple(TypeDecorator[tuple[Picked, ...]]):
    """As NumberTuple."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Picked, ...] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return [list(one) for one in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Picked, ...]:  # noqa: ARG002
        return tuple(_picked(*one) for one in value or ())


def _picked(label: str, version: int, hindrance: str, was: Mapping[str, Any] | None, *rest: Any) -> Picked:
    """An earlier release wrote only whether it was left, and nothing of what went along."""
    left, along = rest if len(rest) > 1 else (*rest, None)
    why = left if isinstance(left, str) else Left.CHANGED.value if left else ""
    return Picked(label, version, hindrance, was, why, along)


class ToldTuple(TypeDecorator[tuple[BulkTold, ...]]):
    """As NumberTuple."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[BulkTold, ...] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return [list(one) for one in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[BulkTold, ...]:  # noqa: ARG002
        return tuple(BulkTold(UserId(user), OutboxId(message), tuple(labels)) for user, message, labels in value or ())


class BulkColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[int] = Column(BigInteger(), primary_key=True, autoincrement=False)
    made_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    made_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    verb: Named[BulkVerb] = Column(str_enum(BulkVerb), nullable=False)
    owner: Named[UserId | None] = Column(text_id(UserId), nullable=True)
    due_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    due_zone: Named[str | None]
    cause: Named[Cause | None] = Column(str_enum(Cause), nullable=True)
    why: Named[str]
    queue: Named[str | None]
    client_number: Named[ClientNumber | None] = Column(number_id(ClientNumber), nullable=True)
    type_name: Named[str | None]
    priority: Named[Priority | None] = Column(str_enum(Priority), nullable=True)
    picked: Named[tuple[Picked, ...]] = Column(PickedTuple(), nullable=False)
    told: Named[tuple[BulkTold, ...]] = Column(ToldTuple(), nullable=False)
    applied_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    undone_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    version: Named[int] = Column(BigInteger(), nullable=False)


bulks = Table("bulk", metadata, BulkColumns, Index(None, "team_id", "made_by", "applied_at"))
map_(Bulk, bulks)


class SqlBulks:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def next_number(self) -> int:
        return next_number(self._session, "bulk")

    def add(self, bulk: Bulk) -> None:
        self._session.add(bulk)

    def for_change(self, number: int, *, seen_by: UserId) -> Bulk:
        """Somebody else's sounds as one that does not exist."""
        own = select(Bulk).where(bulks.c.number == number, bulks.c.made_by == seen_by)
        return found(self._session, locked(self._session, own, Bulk), f"B-{number}")

    def last_applied(self, *, seen_by: UserId) -> Bulk | None:
        own = select(Bulk).where(bulks.c.made_by == seen_by, bulks.c.applied_at.is_not(None))
        return self._session.scalars(own.order_by(bulks.c.applied_at.desc(), bulks.c.number.desc()).limit(1)).first()

    def known(self, number: int) -> Bulk | None:
        return self._session.scalars(select(Bulk).where(bulks.c.number == number)).one_or_none()

    def mark(self, label: str) -> None:
        self._session.batch = label

    def versions(self, changed: Sequence[Item]) -> Sequence[int]:
        self._session.flush()
        return [item.version for item in changed]
