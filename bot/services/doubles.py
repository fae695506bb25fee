"""What was seen twice after all, found within hours and mended: the later copy is deleted (reliability.md 3.5)."""

import logging
from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.clock import Clock
from bot.domain.doubles import Copy, Double, Doubled, Suspect, doubles
from bot.domain.ids import OutboxId, TeamId, UserId
from bot.domain.origins import OwnWork
from bot.domain.outbox import Message, MessageKind, Posted
from bot.services.ports import Store, Teams, Transaction

log = logging.getLogger(__name__)


class Sweep(Protocol):
    def suspects(self, teams: Collection[TeamId]) -> Sequence[Suspect]:
        """Where something was tried more than once and came to an end in the last hours."""
        ...

    def keep(self, team: TeamId, message: OutboxId, place: Posted) -> Doubled | None:
        """From now on the row's message is the one there; None for a row that is not known or was not sent."""
        ...


class Looking(Protocol):
    def copies(self, suspect: Suspect) -> Sequence[Copy]:
        """Of messages of ours, as far as they can be seen."""
        ...

    def delete(self, place: Posted) -> bool: ...


class DoublesService:
    def __init__(self, store: Store[Transaction], sweep: Sweep, looking: Looking, clock: Clock, teams: Teams) -> None:
        self._store = store
        self._sweep = sweep
        self._looking = looking
        self._clock = clock
        self._teams = teams

    def mend(self) -> int:
        """Says how many copies were deleted. Safe any number of times, by any number of processes."""
        deleted = 0
        for suspect in self._sweep.suspects(self._teams()):
            for double in doubles(self._looking.copies(suspect)):
                deleted += self._mend(suspect.team_id, double)
        if deleted:
            log.error("messages that stood twice: %d copies deleted", deleted)
        return deleted

    def _mend(self, team: TeamId, double: Double) -> int:
        """The row is pointed to the copy that stays before the others go, so that its card can always be changed."""
        doubled = self._sweep.keep(team, double.id, double.stays)
        if doubled is None:
            log.warning("outbox %s stands twice, and is not known", double.id)
            return 0
        deleted = sum(self._looking.delete(place) for place in double.extra)
        log.warning("outbox %s kind=%s stood twice: %d deleted", double.id, doubled.kind.value, deleted)
        if deleted and doubled.fallback is not None:
            with self._store.begin(OwnWork(team_id=team)) as tx:
                tx.outbox.add(self._notice(double.id, doubled, doubled.fallback))
        return deleted

    def _notice(self, message: OutboxId, doubled: Doubled, to: UserId) -> Message:
        return Message(
            kind=MessageKind.NOTICE,
            about=doubled.about,
            to=to,
            key=f"doubled:{message}",
            due_at=self._clock.now(),
            alert=f"{to}:{doubled.to}:doubled",
            facts={**doubled.facts, "what": "doubled", "to": doubled.to, "kind": doubled.kind.value},
        )
