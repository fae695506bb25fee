"""Where people are reached: in the direct message with the bot, which is opened when it is first needed."""

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.ids import ChannelId
from bot.domain.outbox import SAID, NotSent, Outcome, Unclear
from handlers.attempts import attempted

OPEN = "conversations.open"


class Conversations:
    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._direct_messages: dict[str, ChannelId] = {}

    def channel(self, to: str) -> ChannelId | Outcome:
        """Of a channel's or a person's id."""
        if not to.startswith(("U", "W")):
            return ChannelId(to)
        if to not in self._direct_messages:
            opened = attempted(OPEN, lambda: self._client.api_call(OPEN, json={"users": to}))
            if not isinstance(opened, SlackResponse):
                # Opening posts nothing, so the message itself has certainly not been sent.
                return NotSent(opened.reason.removeprefix(SAID)) if isinstance(opened, Unclear) else opened
            self._direct_messages[to] = ChannelId(_text(opened.get("channel"), "id"))
        return self._direct_messages[to]


def _text(of: object, key: str) -> str:
    return str(of.get(key)) if isinstance(of, dict) else ""
