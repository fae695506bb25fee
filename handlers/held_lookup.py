"""What may have been posted before an older copy of the database was brought back.

What stands in Slack from then does not change any more: each conversation is read once, however many rows there are,
and a message counts as theirs by the row's id or by its mark, because the copy may have planned it anew.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from slack_sdk.web import SlackResponse

from bot.domain.ids import ChannelId, OutboxId
from bot.domain.outbox import Accepted, Claimed, Dropped, NotSent, NotThere, Outcome, Posted, Throttled
from handlers.history import History, cursor_after, oldest
from handlers.looking import PATIENCE, earliest, unseen

TOLD = Dropped("told with others")


@dataclass
class Scan:
    """As far as a conversation was read: back to `reached`, in seconds of Slack's clock, and on from `cursor`."""

    found: dict[str, Posted] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    cursor: str = ""
    reached: float = float("inf")
    slack_ahead: timedelta = timedelta()

    def outcome(self, row: Claimed) -> Outcome | None:
        """Where it stands, or that another message tells it."""
        place = self.found.get(row.id) or self.found.get(row.mark)
        return Accepted(place) if place else TOLD if row.mark in self.told else None


class HeldLookup:
    def __init__(self, history: History) -> None:
        self._history = history
        self._scans: dict[tuple[ChannelId, str, datetime | None], Scan] = {}

    def look(self, channel: ChannelId, rows: Sequence[Claimed]) -> Mapping[OutboxId, Outcome]:
        """For rows of one conversation."""
        thread = rows[0].thread_ts or ""
        scan = self._scans.setdefault((channel, thread, rows[0].held_since), Scan())
        others = self._read_on(scan, channel, thread, rows)
        return {row.id: scan.outcome(row) or unseen(others) for row in rows}

    def _read_on(self, scan: Scan, channel: ChannelId, thread: str, rows: Sequence[Claimed]) -> Outcome:
        """What is known of those that were not found."""
        until = time.monotonic() + PATIENCE
        while not self._is_far_enough(scan, rows):
            if time.monotonic() > until:
                return NotSent("looking took too long")
            page = self._history.page(channel, thread, scan.cursor)
            if not isinstance(page, SlackResponse):
                # Unless it only has to wait, the next look begins anew: a cursor is not good for ever.
                scan.cursor = scan.cursor if isinstance(page, Throttled) else ""
                return page
            self._take_in(scan, page, channel, is_thread=bool(thread))
        return NotThere()

    def _is_far_enough(self, scan: Scan, rows: Sequence[Claimed]) -> bool:
        since = earliest(rows, self._history.our_now() + scan.slack_ahead)
        return scan.reached < since.timestamp() or all(scan.outcome(row) for row in rows)

    def _take_in(self, scan: Scan, page: SlackResponse, channel: ChannelId, *, is_thread: bool) -> None:
        for ours in self._history.ours(page):
            place = Posted(channel, ours.ts)
            scan.found |= {name: place for name in (ours.id, ours.mark) if name}
            scan.told |= set(ours.tells)
        scan.found |= {mark: Posted(channel, ts) for mark, ts in self._history.files(page)}
        scan.slack_ahead = self._history.slack_now(page) - self._history.our_now()
        scan.cursor = cursor_after(page)
        if not scan.cursor:
            scan.reached = float("-inf")
        elif not is_thread:
            # A thread is read from its beginning, so only its end says that nothing more is there.
            scan.reached = min(scan.reached, oldest(page))
