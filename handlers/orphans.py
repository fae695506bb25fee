"""Messages of ours that stand in a conversation since a moment, for whoever knows which of them should."""

import time
from collections.abc import Sequence
from datetime import timedelta

from slack_sdk.web import SlackResponse

from bot.domain.doubles import Copy
from bot.domain.ids import ChannelId
from bot.domain.outbox import Posted, Refused
from handlers.history import History, cursor_after, oldest
from handlers.looking import MARGIN

#: Seconds for one conversation; what could not be read by then is not reported.
PATIENCE = 30.0


class PostedInSlack:
    def __init__(self, history: History) -> None:
        self._history = history

    def posted(self, channel: ChannelId, *, ago: timedelta) -> Sequence[Copy] | None:
        """Without those in threads: which threads there are is not to be had without reading every one."""
        cursor, until = "", time.monotonic() + PATIENCE
        found: list[Copy] = []
        while time.monotonic() < until:
            page = self._history.page(channel, "", cursor)
            if not isinstance(page, SlackResponse):
                return () if isinstance(page, Refused) else None
            # By whichever clock is behind: to look further back than needed finds nothing more.
            now = min(self._history.slack_now(page), self._history.our_now())
            since = (now - ago - MARGIN).timestamp()
            ours = (one for one in self._history.ours(page) if float(one.ts) >= since)
            found += [Copy(one.id, Posted(channel, one.ts)) for one in ours]
            cursor = cursor_after(page)
            if not cursor or oldest(page) < since:
                break
        return found
