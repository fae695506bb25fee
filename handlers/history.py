"""What stands in a conversation, read page by page, and which of it is ours by the random id in its metadata."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.clock import Clock
from bot.domain.ids import ChannelId, MessageTs, OutboxId
from bot.domain.outbox import Outcome
from handlers.attempts import attempted
from handlers.installation import Installation
from handlers.sender import METADATA_TYPE

HISTORY, REPLIES = "conversations.history", "conversations.replies"


class History:
    """`client` must not retry: whoever asks too often is told so, and comes back later."""

    def __init__(self, client: WebClient, installation: Installation, clock: Clock) -> None:
        self._client = client
        self._installation = installation
        self._clock = clock

    def page(self, channel: ChannelId, thread: str, cursor: str) -> SlackResponse | Outcome:
        """The history begins with the newest, a thread with its first message."""
        method = REPLIES if thread else HISTORY
        given = {"channel": channel, "ts": thread, "cursor": cursor, "include_all_metadata": "true", "limit": "200"}
        asked = {name: value for name, value in given.items() if value}
        return attempted(method, lambda: self._client.api_call(method, params=asked))

    def ours(self, page: SlackResponse) -> Iterator[tuple[OutboxId, MessageTs]]:
        """Others may use the same type of metadata, so it must be from us."""
        we = self._installation.identity
        assert we is not None, "nothing is sent before we know who we are"
        for message in messages(page):
            id_ = _id_in(message)
            if id_ is not None and we.user_id == message.get("user"):
                yield id_, MessageTs(message["ts"])

    def slack_now(self, page: SlackResponse) -> datetime:
        said = next((value for name, value in page.headers.items() if name.lower() == "date"), "")
        try:
            return parsedate_to_datetime(said).astimezone(UTC)
        except ValueError:
            return self._clock.now()


def messages(page: SlackResponse) -> Iterator[dict[str, Any]]:
    found = page.get("messages")
    return (message for message in (found if isinstance(found, list) else []) if isinstance(message, dict))


def oldest(page: SlackResponse) -> float:
    return min((float(message["ts"]) for message in messages(page)), default=float("inf"))


def cursor_after(page: SlackResponse) -> str:
    more = page.get("response_metadata")
    return str(more.get("next_cursor") or "") if isinstance(more, dict) else ""


def _id_in(message: Mapping[str, Any]) -> OutboxId | None:
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != METADATA_TYPE:
        return None
    payload = metadata.get("event_payload")
    return OutboxId(str(payload.get("id"))) if isinstance(payload, dict) else None
