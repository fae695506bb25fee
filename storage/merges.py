"""Which request was merged into which, and what went over: table, mapping and queries."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Dialect,
    ForeignKeyConstraint,
    Index,
    Named,
    Select,
    Table,
    TypedColumns,
    UniqueConstraint,
    or_,
    select,
)
from sqlalchemy.types import TypeDecorator

from bot.domain.ids import OutboxId, RequestNumber, TeamId, UserId
from bot.domain.merges import Apart, Merge, Piece, PieceKind
from bot.domain.outbox import Posted
from bot.domain.request_states import RequestStatus
from storage.hooks import TeamSession, core
from storage.kept import kept
from storage.mapping import map_, metadata
from storage.outbox import outbox
from storage.queries import added, asked, held
from storage.types import UtcDateTime, number_id, str_enum, text_id


class PieceTuple(TypeDecorator[tuple[Piece, ...]]):
    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Piece, ...] | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return [list(piece) for piece in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Piece, ...]:  # noqa: ARG002
        return tuple(Piece(PieceKind(kind), what, stood) for kind, what, stood in value or ())


class MergeColumns(TypedColumns):
    """A request is in one other at most. The order of the key lets the audit of the one that stays be found."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    into_number: Named[RequestNumber] = Column(number_id(RequestNumber), primary_key=True, autoincrement=False)
    number: Named[RequestNumber] = Column(number_id(RequestNumber), primary_key=True, autoincrement=False)
    merged_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    merged_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    pieces: Named[tuple[Piece, ...]] = Column(PieceTuple(), nullable=False)
    status: Named[RequestStatus] = Column(str_enum(RequestStatus), nullable=False)
    why: Named[str]
    paused_until: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    paused_zone: Named[str | None]
    version: Named[int] = Column(BigInteger(), nullable=False)


merges = Table(
    "request_merge",
    metadata,
    MergeColumns,
    ForeignKeyConstraint(["team_id", "into_number"], ["client_request.team_id", "client_request.number"]),
    ForeignKeyConstraint(["team_id", "number"], ["client_request.team_id", "client_request.number"]),
    UniqueConstraint("team_id", "number"),
)
map_(Merge, merges)


class ApartColumns(TypedColumns):
    """Two that are not the same, the lower number first. Nothing refers to them: it says something of two titles."""

    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[RequestNumber] = Column(number_id(RequestNumber), primary_key=True, autoincrement=False)
    other: Named[RequestNumber] = Column(number_id(RequestNumber), primary_key=True, autoincrement=False)
    said_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    said_at: Named[datetime] = Column(UtcDateTime(), nullable=False)


aparts = Table("request_apart", metadata, ApartColumns, Index(None, "team_id", "other"))
map_(Apart, aparts)


class SqlMerges:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def add(self, merge: Merge) -> None:
        """As Tasks.add."""
        self._session.flush()
        self._session.add(merge)

    def of(self, number: RequestNumber) -> Merge | None:
        return held(self._session, _of(number), Merge).one_or_none()

    def stands_in(self, number: RequestNumber) -> RequestNumber:
        return asked(self._session, _stands_in(number)).one_or_none() or number

    def into(self, number: RequestNumber) -> Sequence[Merge]:
        of_it = select(Merge).where(merges.c.into_number == number).order_by(merges.c.number)
        return self._session.scalars(of_it).all()

    def tell_apart(self, apart: Apart) -> bool:
        return added(self._session, apart)

    def told_apart(self, number: RequestNumber) -> Collection[RequestNumber]:
        said = _said_of(number)
        found = self._session.execute(said.statement, said.given)
        return {one for pair in found for one in pair} - {number}

    def end(self, number: RequestNumber) -> None:
        merge = self.of(number)
        if merge is not None:
            self._session.delete(merge)

    def posted(self, message: OutboxId) -> Posted | None:
        this = select(outbox.c.posted_channel, outbox.c.posted_ts).where(
            outbox.c.team_id == self._session.team_id, outbox.c.id == message, outbox.c.posted_ts.is_not(None)
        )
        row = core(self._session).execute(this).one_or_none()
        return Posted(row.posted_channel, row.posted_ts) if row is not None else None


@kept
def _of(number: RequestNumber) -> Select[Merge]:
    return select(Merge).where(merges.c.number == number)


@kept
def _stands_in(number: RequestNumber) -> Select[RequestNumber]:
    return select(merges.c.into_number).select_from(Merge).where(merges.c.number == number)


@kept
def _said_of(number: RequestNumber) -> Select[RequestNumber, RequestNumber]:
    either = or_(aparts.c.number == number, aparts.c.other == number)
    return select(aparts.c.number, aparts.c.other).select_from(Apart).where(either)
