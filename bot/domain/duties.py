"""What somebody looks after beside their own work."""

from dataclasses import dataclass

from bot.domain.ids import UserId
from bot.domain.queues import Queue


@dataclass(frozen=True, kw_only=True)
class Duties:
    """`queues` are all of the workspace's, `clients` the names of those that `user` answers for."""

    user: UserId | None = None
    has_workspace: bool = False
    queues: tuple[Queue, ...] = ()
    clients: tuple[str, ...] = ()

    @property
    def leads(self) -> tuple[str, ...]:
        return tuple(queue.name for queue in self.queues if self.user is not None and queue.lead == self.user)

    @property
    def works_in(self) -> tuple[str, ...]:
        return tuple(queue.name for queue in self.queues if self.user in queue.people and queue.lead != self.user)


#: Of somebody of whom nothing more is known than that they are here.
NO_DUTIES = Duties()
