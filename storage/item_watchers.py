"""Who watches which request or task: table, mapping and queries."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Column, Named, Select, String, Table, TypedColumns, select

from bot.domain.ids import TeamId, UserId
from bot.domain.item_watchers import ItemWatcher
from storage.hooks import TeamSession
from storage.kept import kept
from storage.mapping import map_, metadata
from storage.queries import added, asked, held
from storage.types import UtcDateTime, text_id


class ItemWatcherColumns(TypedColumns):
    team_id: Named[TeamId] = Column(text_id(TeamId), primary_key=True)
    label: Named[str] = Column(String(20), primary_key=True)
    user_id: Named[UserId] = Column(text_id(UserId), primary_key=True)
    added_by: Named[UserId] = Column(text_id(UserId), nullable=False)
    added_at: Named[datetime] = Column(UtcDateTime(), nullable=False)


watchers = Table("item_watcher", metadata, ItemWatcherColumns)
map_(ItemWatcher, watchers)


class SqlItemWatchers:
    def __init__(self, session: TeamSession) -> None:
        self._session = session

    def of(self, label: str) -> Sequence[ItemWatcher]:
        return asked(self._session, _of(label)).all()

    def of_several(self, labels: Sequence[str]) -> Sequence[ItemWatcher]:
        of_them = select(ItemWatcher).where(watchers.c.label.in_(labels))
        return self._session.scalars(of_them.order_by(watchers.c.added_at, watchers.c.user_id)).all()

    def add(self, watcher: ItemWatcher) -> bool:
        return added(self._session, watcher)

    def add_each(self, watchers: Sequence[ItemWatcher]) -> None:
        there = {(one.label, one.user_id) for one in self.of_several([*{one.label for one in watchers}])}
        self._session.add_all(one for one in watchers if (one.label, one.user_id) not in there)

    def remove_each(self, label: str, users: Collection[UserId]) -> None:
        these = select(ItemWatcher).where(watchers.c.label == label, watchers.c.user_id.in_(users))
        for one in held(self._session, these.order_by(watchers.c.user_id), ItemWatcher):
            self._session.delete(one)

    def remove(self, label: str, user: UserId) -> None:
        this = select(ItemWatcher).where(watchers.c.label == label, watchers.c.user_id == user)
        watcher = held(self._session, this, ItemWatcher).one_or_none()
        if watcher is not None:
            self._session.delete(watcher)


@kept
def _of(label: str) -> Select[ItemWatcher]:
    of_it = select(ItemWatcher).where(watchers.c.label == label)
    return of_it.order_by(watchers.c.added_at, watchers.c.user_id)
