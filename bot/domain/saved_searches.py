"""Searches that somebody has kept under a name, for themselves."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import FieldRefused
from bot.domain.finds import Kind
from bot.domain.ids import UserId
from bot.domain.teams import OfTeam
from bot.domain.text import one_line

#: Of one person; more would no longer be a short list.
MOST, LONGEST = 20, 60


@dataclass(eq=False, kw_only=True)
class SavedSearch(OfTeam):
    """`text` is the line as it was sent, so that `me` and `since monday` are read anew each time."""

    number: int
    user_id: UserId
    name: str
    kind: Kind
    text: str
    saved_at: datetime
    removed_at: datetime | None = None
    version: int = 1

    def rename(self, name: str) -> None:
        self.name = name

    def remove(self, at: datetime) -> None:
        self.removed_at = self.removed_at or at

    def restore(self) -> None:
        self.removed_at = None


def name_of(typed: str) -> str:
    name = one_line(typed)
    if not name:
        raise FieldRefused("name", "missing")
    if len(name) > LONGEST:
        raise FieldRefused("name", "too_long", f"{len(name):,}", LONGEST)
    return name
