"""A message that somebody pressed a button of though it has been answered is drawn once more: their copy was old."""

from bot.domain.clock import Clock
from bot.domain.ids import ChannelId, MessageTs, TeamId
from bot.domain.origins import OwnWork
from bot.services.ports import Store, Transaction


class RedrawService:
    def __init__(self, store: Store[Transaction], clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def redraw(self, team: TeamId, channel: ChannelId, ts: MessageTs) -> None:
        with self._store.begin(OwnWork(team_id=team)) as tx:
            change = tx.pings.last_change(channel, ts, now=self._clock.now())
            if change is not None:
                tx.outbox.add(change)
