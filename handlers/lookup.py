"""Whether a message that may have arrived did: looked up by the random id in its metadata (reliability.md 3.2)."""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from slack_sdk.web import SlackResponse

from bot.domain.ids import ChannelId, OutboxId
from bot.domain.outbox import SAID, UNCLEAR, Accepted, Claimed, NotSent, NotThere, Outcome, Posted, Refused, Unclear
from handlers.conversations import Conversations
from handlers.history import History, cursor_after, oldest

#: As much earlier than the first try as Slack's clock and ours may differ within it.
MARGIN = timedelta(minutes=5)
#: Seconds for one look, within the lease; the next goes on where it ended.
PATIENCE = 15.0

#: Where one looks, and for what: a channel, a thread in it, and the ids.
_Search = tuple[ChannelId, str, frozenset[OutboxId]]


class Lookup:
    def __init__(self, history: History, conversations: Conversations) -> None:
        self._history = history
        self._conversations = conversations
        #: Of an app that may ask once a minute the second page is only to be had by the next look.
        self._cursors: dict[_Search, str] = {}

    def look(self, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        """For rows of one conversation."""
        channel = self._conversations.channel(rows[0].to)
        if not isinstance(channel, str):
            return {row.id: _unseen(channel) for row in rows}
        found, others = self._searched(channel, rows)
        return {row.id: Accepted(found[row.id]) if row.id in found else _unseen(others) for row in rows}

    def _searched(self, channel: ChannelId, rows: Sequence[Claimed]) -> tuple[Mapping[OutboxId, Posted], Outcome]:
        """Those that stand there, and what is known of the others."""
        thread, wanted = rows[0].thread_ts or "", frozenset(row.id for row in rows)
        cursor, until = self._cursors.pop((channel, thread, wanted), ""), time.monotonic() + PATIENCE
        found: dict[OutboxId, Posted] = {}
        while True:
            page = self._history.page(channel, thread, cursor)
            if not isinstance(page, SlackResponse):
                why = page
                break
            found |= self._ours(page, channel, wanted)
            cursor = cursor_after(page)
            if wanted <= found.keys() or self._is_last(page, rows):
                return found, NotThere()
            if time.monotonic() > until:
                why = NotSent("looking took too long")
                break
        self._cursors[channel, thread, wanted.difference(found)] = cursor
        return found, why

    def _ours(self, page: SlackResponse, channel: ChannelId, wanted: frozenset[OutboxId]) -> dict[OutboxId, Posted]:
        named = dict(self._history.ours(page))
        return {id_: Posted(channel, named[id_]) for id_ in wanted & named.keys()}

    def _is_last(self, page: SlackResponse, rows: Sequence[Claimed]) -> bool:
        if not cursor_after(page):
            return True
        if rows[0].thread_ts:
            return False
        return oldest(page) < self._since(page, rows).timestamp()

    def _since(self, page: SlackResponse, rows: Sequence[Claimed]) -> datetime:
        """By Slack's clock. None was tried before it was due by ours, which only matters while that one jumps."""
        ago = max((row.tried_ago for row in rows if row.tried_ago is not None), default=timedelta())
        return min(self._history.slack_now(page) - ago, *(row.due_at for row in rows)) - MARGIN


def _unseen(why: Outcome) -> Outcome:
    match why:
        case Refused():
            # Not allowed to look, not in the channel any more, the thread is gone: only people can see it.
            return Refused(UNCLEAR)
        case Unclear(reason):
            return NotSent(reason.removeprefix(SAID))
        case _:
            return why
