"""A question about a request or task, from whoever was given it to whoever gave it, and its answer."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import AlreadyAnswered
from bot.domain.ids import OutboxId, UserId
from bot.domain.teams import OfTeam


@dataclass(eq=False, kw_only=True)
class ItemQuestion(OfTeam):
    """`number` counts those of one item, whose label is `label`. `message` is the one that asks."""

    label: str
    number: int
    asked_by: UserId
    asked_of: UserId
    words: str
    asked_at: datetime
    message: OutboxId | None = None
    answer: str = ""
    answered_at: datetime | None = None
    version: int = 1

    @property
    def reference(self) -> str:
        return f"{self.label}.{self.number}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    def must_be_for(self, user: UserId) -> None:
        """Whoever it is not for learns nothing of it."""
        if user != self.asked_of or self.is_answered:
            raise AlreadyAnswered

    def reply(self, words: str, *, by: UserId, at: datetime) -> None:
        self.must_be_for(by)
        self.answer, self.answered_at = words, at
