"""What stands in a conversation, read page by page, and which of it is ours by what its metadata says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.clock import Clock
from bot.domain.holds import MARK
from bot.domain.ids import ChannelId, MessageTs, OutboxId
from bot.domain.outbox import Outcome
from handlers.attempts import attempted
from handlers.installation import Installation
from handlers.sender import METADATA_TYPE
from handlers.uploads import mark_in

HISTORY, REPLIES = "conversations.history", "conversations.replies"


@dataclass(frozen=True)
class Ours:
    """A message of ours: which, by its random id and by its mark, where, and the marks of what it tells besides."""

    id: OutboxId
    ts: MessageTs
    mark: str
    tells: tuple[str, ...]


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

    def ours(self, page: SlackResponse) -> Iterator[Ours]:
        """Others may use the same type of metadata, so it must be from us."""
        we = self._installation.identity
        assert we is not None, "nothing is sent before we know who we are"
        for message in messages(page):
            payload = _payload_of(message)
            if payload is not None and we.user_id == message.get("user"):
                yield _ours(payload, MessageTs(message["ts"]))

    def files(self, page: SlackResponse) -> Iterator[tuple[str, MessageTs]]:
        """The marks of the rows that files of ours were sent for, each with its message."""
        we = self._installation.identity
        assert we is not None, "nothing is sent before we know who we are"
        for message in messages(page):
            files = message.get("files") if message.get("user") == we.user_id else None
            for file in files if isinstance(files, list) else []:
                mark = mark_in(str(file.get("name") or "")) if isinstance(file, dict) else None
                if mark is not None:
                    yield mark, MessageTs(message["ts"])

    def our_now(self) -> datetime:
        return self._clock.now()

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


def _payload_of(message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != METADATA_TYPE:
        return None
    payload = metadata.get("event_payload")
    return payload if isinstance(payload, dict) else None


def _ours(payload: Mapping[str, Any], ts: MessageTs) -> Ours:
    """Messages of earlier releases have no mark."""
    tells = str(payload.get("tells") or "")
    told = tuple(tells[start : start + MARK] for start in range(0, len(tells), MARK))
    return Ours(OutboxId(str(payload.get("id"))), ts, str(payload.get("mark") or ""), told)
