"""Where people are reached: in the direct message with the bot, which is opened when it is first needed."""

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.ids import ChannelId, is_person
from bot.domain.outbox import NotSent, Outcome, Unclear
from handlers.attempts import attempted

OPEN = "conversations.open"


class Conversations:
    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._direct_messages: dict[str, ChannelId] = {}

    def channel(self, to: str) -> ChannelId | Outcome:
        """Of a channel's or a person's id."""
        if not is_person(to):
            return ChannelId(to)
        if to not in self._direct_messages:
            opened = attempted(OPEN, lambda: self._client.api_call(OPEN, json={"users": to}))
            if not isinstance(opened, SlackResponse):
                # Opening posts nothing, so the message itself has certainly not been sent.
                return NotSent(opened.reason) if isinstance(opened, Unclear) else opened
            place = _id(opened.get("channel"))
            if place is None:
                return NotSent("opened without a place")
            self._direct_messages[to] = place
        return self._direct_messages[to]


def _id(channel: object) -> ChannelId | None:
    found = channel.get("id") if isinstance(channel, dict) else None
    return ChannelId(found) if isinstance(found, str) else None
