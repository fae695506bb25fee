"""Whether a message that may have arrived did: looked up by the random id in its metadata (reliability.md 3.2)."""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.clock import Clock
from bot.domain.ids import ChannelId, MessageTs, OutboxId
from bot.domain.outbox import SAID, UNCLEAR, Accepted, Claimed, NotSent, NotThere, Outcome, Posted, Refused, Unclear
from handlers.attempts import attempted
from handlers.conversations import Conversations
from handlers.installation import Installation
from handlers.sender import METADATA_TYPE

HISTORY, REPLIES = "conversations.history", "conversations.replies"
#: As much earlier than the first try as Slack's clock and ours may differ within it.
MARGIN = timedelta(minutes=5)
#: Seconds for one look, within the lease; the next goes on where it ended.
PATIENCE = 15.0

#: Where one looks, and for what: a channel, a thread in it, and the ids.
_Search = tuple[ChannelId, str, frozenset[OutboxId]]


class Lookup:
    """`client` must not retry: whoever is asked too often says so, and the rows wait."""

    def __init__(
        self, client: WebClient, conversations: Conversations, installation: Installation, clock: Clock
    ) -> None:
        self._client = client
        self._conversations = conversations
        self._installation = installation
        self._clock = clock
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
            page = self._page(channel, thread, cursor)
            if not isinstance(page, SlackResponse):
                why = page
                break
            found |= self._ours(page, channel, wanted)
            cursor = _cursor(page)
            if wanted <= found.keys() or self._is_last(page, rows):
                return found, NotThere()
            if time.monotonic() > until:
                why = NotSent("looking took too long")
                break
        self._cursors[channel, thread, wanted.difference(found)] = cursor
        return found, why

    def _page(self, channel: ChannelId, thread: str, cursor: str) -> SlackResponse | Outcome:
        method = REPLIES if thread else HISTORY
        given = {"channel": channel, "ts": thread, "cursor": cursor, "include_all_metadata": "true", "limit": "200"}
        asked = {name: value for name, value in given.items() if value}
        return attempted(method, lambda: self._client.api_call(method, params=asked))

    def _ours(self, page: SlackResponse, channel: ChannelId, wanted: frozenset[OutboxId]) -> dict[OutboxId, Posted]:
        """Others may use the same type of metadata, so it must be from us."""
        we = self._installation.identity
        assert we is not None, "nothing is sent before we know who we are"
        ours = (message for message in _messages(page) if we.user_id == message.get("user"))
        named = {_id_in(message): message["ts"] for message in ours}
        return {id_: Posted(channel, MessageTs(named[id_])) for id_ in wanted & named.keys()}

    def _is_last(self, page: SlackResponse, rows: Sequence[Claimed]) -> bool:
        """The history begins with the newest, a thread with its first message."""
        if not _cursor(page):
            return True
        if rows[0].thread_ts:
            return False
        oldest = min((float(message["ts"]) for message in _messages(page)), default=float("inf"))
        return oldest < self._since(page, rows).timestamp()

    def _since(self, page: SlackResponse, rows: Sequence[Claimed]) -> datetime:
        """By Slack's clock. None was tried before it was due by ours, which only matters while that one jumps."""
        ago = max((row.tried_ago for row in rows if row.tried_ago is not None), default=timedelta())
        return min(self._slack_now(page) - ago, *(row.due_at for row in rows)) - MARGIN

    def _slack_now(self, page: SlackResponse) -> datetime:
        said = next((value for name, value in page.headers.items() if name.lower() == "date"), "")
        try:
            return parsedate_to_datetime(said).astimezone(UTC)
        except ValueError:
            return self._clock.now()


def _unseen(why: Outcome) -> Outcome:
    match why:
        case Refused():
            # Not allowed to look, not in the channel any more, the thread is gone: only people can see it.
            return Refused(UNCLEAR)
        case Unclear(reason):
            return NotSent(reason.removeprefix(SAID))
        case _:
            return why


def _messages(page: SlackResponse) -> Iterator[dict[str, Any]]:
    messages = page.get("messages")
    return (message for message in (messages if isinstance(messages, list) else []) if isinstance(message, dict))


def _id_in(message: Mapping[str, Any]) -> OutboxId | None:
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != METADATA_TYPE:
        return None
    payload = metadata.get("event_payload")
    return OutboxId(str(payload.get("id"))) if isinstance(payload, dict) else None


def _cursor(page: SlackResponse) -> str:
    more = page.get("response_metadata")
    return str(more.get("next_cursor") or "") if isinstance(more, dict) else ""
