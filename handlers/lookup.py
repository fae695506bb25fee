"""Whether a message that may have arrived did: looked up by the random id in its metadata (reliability.md 3.2)."""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime

from slack_sdk.web import SlackResponse

from bot.domain.ids import ChannelId, MessageTs, OutboxId
from bot.domain.outbox import Accepted, Claimed, NotSent, NotThere, Outcome, Posted, Throttled
from handlers.conversations import Conversations
from handlers.held_lookup import HeldLookup
from handlers.history import History, cursor_after, oldest
from handlers.looking import PATIENCE, earliest, unseen

#: Where one looks: a channel, and a thread in it.
_Conversation = tuple[ChannelId, str]


class Lookup:
    def __init__(self, history: History, conversations: Conversations) -> None:
        self._history = history
        self._conversations = conversations
        self._held = HeldLookup(history)
        #: What the last look there still wanted when it had to stop, and where that was: of an app that may ask once a
        #: minute the second page is only to be had by the next look.
        self._stopped: dict[_Conversation, tuple[frozenset[OutboxId], str]] = {}

    def look(self, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        """For rows of one conversation."""
        channel = self._conversations.channel(rows[0].to)
        if not isinstance(channel, str):
            return {row.id: unseen(channel) for row in rows}
        held = [row for row in rows if row.held_since is not None]
        tried = [row for row in rows if row.held_since is None]
        return {
            **(self._posted_by_us(channel, tried) if tried else {}),
            **(self._held.look(channel, held) if held else {}),
        }

    def _posted_by_us(self, channel: ChannelId, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        found, others = self._searched(channel, rows)
        return {row.id: Accepted(found[row.id]) if row.id in found else unseen(others) for row in rows}

    def _searched(self, channel: ChannelId, rows: Sequence[Claimed]) -> tuple[Mapping[OutboxId, Posted], Outcome]:
        """Those that stand there, and what is known of the others."""
        thread, wanted = rows[0].thread_ts or "", frozenset(row.id for row in rows)
        sought, stopped_at = self._stopped.pop((channel, thread), (wanted, ""))
        cursor, until = stopped_at if sought == wanted else "", time.monotonic() + PATIENCE
        found: dict[OutboxId, Posted] = {}
        while True:
            page = self._history.page(channel, thread, cursor)
            if not isinstance(page, SlackResponse):
                why = page
                break
            found |= self._ours(page, channel, rows)
            cursor = cursor_after(page)
            if wanted <= found.keys() or self._is_last(page, rows):
                return found, NotThere()
            if time.monotonic() > until:
                why = NotSent("looking took too long")
                break
        if isinstance(why, Throttled | NotSent):
            self._stopped[channel, thread] = wanted.difference(found), cursor
        return found, why

    def _ours(self, page: SlackResponse, channel: ChannelId, rows: Sequence[Claimed]) -> dict[OutboxId, Posted]:
        named: dict[str, MessageTs] = {ours.id: ours.ts for ours in self._history.ours(page)}
        sent = dict(self._history.files(page))
        stands = {row.id: named.get(row.id) or sent.get(row.mark) for row in rows}
        return {id_: Posted(channel, ts) for id_, ts in stands.items() if ts is not None}

    def _is_last(self, page: SlackResponse, rows: Sequence[Claimed]) -> bool:
        if not cursor_after(page):
            return True
        if rows[0].thread_ts:
            return False
        return oldest(page) < self._since(page, rows).timestamp()

    def _since(self, page: SlackResponse, rows: Sequence[Claimed]) -> datetime:
        """By Slack's clock. None was tried before it was due by ours, which only matters while that one jumps."""
        return earliest(rows, self._history.slack_now(page))
