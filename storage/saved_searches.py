"""Saved searches: table, mapping and queries. Each is one person's."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Named, Select, Table, TypedColumns, select

from bot.domain.finds import Kind
from bot.domain.ids import TeamId, UserId
from bot.domain.saved_searches import SavedSearch
from storage.counters import next_number
from storage.hooks import TeamSession
from storage.mapping import map_, metadata
from storage.queries import found, locked
from storage.types import UtcDateTime, str_enum, text_id


class SavedSearchColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    number: Named[int] = Column(BigInteger(), primary_key=True, autoincrement=False)
    user_id: Named[UserId] = Column(text_id(UserId), nullable=False)
    name: Named[str]
    kind: Named[Kind] = Column(str_enum(Kind), nullable=False)
    text: Named[str]
    saved_at: Named[datetime] = Column(UtcDateTime(), nullable=False)
    removed_at: Named[datetime | None] = Column(UtcDateTime(), nullable=True)
    version: Named[int] = Column(BigInteger(), nullable=False)


saved_searches = Table("saved_search", metadata, SavedSearchColumns, Index(None, "team_id", "user_id"))
map_(SavedSearch, saved_searches)


class SqlSavedSearches:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def next_number(self) -> int:
        return next_number(self._session, "saved_search")

    def add(self, saved: SavedSearch) -> None:
        self._session.add(saved)

    def of(self, user: UserId) -> Sequence[SavedSearch]:
        """By name."""
        return self._session.scalars(_standing(user).order_by(saved_searches.c.name, saved_searches.c.number)).all()

    def for_change(self, number: int, *, seen_by: UserId) -> SavedSearch:
        """Somebody else's sounds as one that does not exist. Also one that was removed."""
        own = select(SavedSearch).where(saved_searches.c.number == number, saved_searches.c.user_id == seen_by)
        return found(self._session, locked(self._session, own, SavedSearch), f"S-{number}")


def _standing(user: UserId) -> Select[SavedSearch]:
    return select(SavedSearch).where(saved_searches.c.user_id == user, saved_searches.c.removed_at.is_(None))
