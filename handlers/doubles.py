"""Messages of ours that stand in a conversation, each as often as it does; and deleting one."""

import time
from collections.abc import Iterator, Sequence

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.doubles import Copy, Suspect
from bot.domain.outbox import Posted
from handlers.attempts import attempted
from handlers.history import History, cursor_after, oldest
from handlers.looking import MARGIN

DELETE = "chat.delete"
#: Seconds for one conversation: what could not be read by then is read by the next sweep, or never.
PATIENCE = 30.0


class DoublesInSlack:
    def __init__(self, client: WebClient, history: History) -> None:
        self._client = client
        self._history = history

    def copies(self, suspect: Suspect) -> Sequence[Copy]:
        """As far as they can be seen: of a page that is refused nothing is known, and nothing is guessed."""
        thread = suspect.thread_ts or ""
        return [
            Copy(ours.id, Posted(suspect.channel, ours.ts))
            for page in self._pages(suspect, thread)
            for ours in self._history.ours(page)
        ]

    def delete(self, place: Posted) -> bool:
        asked = {"channel": place.channel, "ts": place.ts}
        return isinstance(attempted(DELETE, lambda: self._client.api_call(DELETE, json=asked)), SlackResponse)

    def _pages(self, suspect: Suspect, thread: str) -> Iterator[SlackResponse]:
        cursor, until = "", time.monotonic() + PATIENCE
        while time.monotonic() < until:
            page = self._history.page(suspect.channel, thread, cursor)
            if not isinstance(page, SlackResponse):
                return
            yield page
            cursor = cursor_after(page)
            if not cursor or (not thread and oldest(page) < (suspect.since - MARGIN).timestamp()):
                return
