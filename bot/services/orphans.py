"""Messages that stand in Slack, and of which a database that was brought back to an earlier state knows nothing: they
are reported once, where they stand and in the log, and left alone.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.clock import Clock
from bot.domain.doubles import Copy
from bot.domain.holds import Search
from bot.domain.ids import ChannelId, TeamId
from bot.domain.origins import OwnWork
from bot.domain.outbox import Message, MessageKind
from bot.services.ports import Store, Teams, Transaction

log = logging.getLogger(__name__)

#: By then what was missed is planned anew and found, so that it is not taken for lost.
AFTER = timedelta(minutes=10)


class Sweep(Protocol):
    def searches(self, teams: Collection[TeamId], until: datetime) -> Sequence[Search]:
        """Of the copies that were brought back before `until`: those of which everything that waits was looked for."""
        ...

    def places(self, team: TeamId) -> Sequence[ChannelId]:
        """Where Liaison has posted, or may have."""
        ...

    def unknown(self, team: TeamId, copies: Sequence[Copy]) -> Sequence[Copy]:
        """Those of no row, whether it posted them itself or was found to stand there."""
        ...

    def conclude(self, search: Search) -> None: ...


class Looking(Protocol):
    def posted(self, channel: ChannelId, *, ago: timedelta) -> Sequence[Copy] | None:
        """Messages of ours since then; none where one may not look, and None when it has to be asked later."""
        ...


class OrphanService:
    def __init__(self, store: Store[Transaction], sweep: Sweep, looking: Looking, clock: Clock, teams: Teams) -> None:
        self._store = store
        self._sweep = sweep
        self._looking = looking
        self._clock = clock
        self._teams = teams
        #: Slack may let us read one conversation a minute: the next turn goes on after these.
        self._done: set[tuple[Search, ChannelId]] = set()

    def report(self) -> int:
        """Says how many were found. Safe any number of times, by any number of processes."""
        searches = self._sweep.searches(self._teams(), self._clock.now() - AFTER)
        return sum(self._report(search) for search in searches)

    def _report(self, search: Search) -> int:
        count = 0
        for channel in self._sweep.places(search.team_id):
            if (search, channel) in self._done:
                continue
            posted = self._looking.posted(channel, ago=search.ago)
            if posted is None:
                return count
            count += self._tell(search, channel, self._sweep.unknown(search.team_id, posted))
            self._done.add((search, channel))
        self._sweep.conclude(search)
        return count

    def _tell(self, search: Search, channel: ChannelId, orphans: Sequence[Copy]) -> int:
        for orphan in orphans:
            log.warning("orphan in Slack: outbox %s at %s in %s is not known", orphan.id, orphan.posted.ts, channel)
        if orphans:
            with self._store.begin(OwnWork(team_id=search.team_id)) as tx:
                tx.outbox.add(self._notice(search, channel, orphans))
        return len(orphans)

    def _notice(self, search: Search, channel: ChannelId, orphans: Sequence[Copy]) -> Message:
        first = min(float(orphan.posted.ts) for orphan in orphans)
        return Message(
            kind=MessageKind.NOTICE,
            about="restored",
            to=channel,
            key=f"orphans:{channel}:{search.until:%Y-%m-%dT%H:%M:%S}",
            due_at=self._clock.now(),
            facts={"what": "orphans", "count": str(len(orphans)), "first": f"{first:.6f}"},
        )
