"""Which messages of a channel answer which, found in one pass where many are shown."""

from collections import defaultdict
from itertools import takewhile

from sandbox.world import Channel, Message


class Threads:
    def __init__(self, channel: Channel) -> None:
        self._messages = {message.ts: message for message in channel.messages}
        self._replies: defaultdict[str, list[Message]] = defaultdict(list)
        for message in channel.messages:
            if message.thread_ts and message.only_for is None:
                self._replies[message.thread_ts].append(message)

    def parent(self, message: Message) -> Message | None:
        return self._messages.get(message.thread_ts or "")

    def replies(self, message: Message) -> list[Message]:
        return self._replies.get(message.ts, [])


class ThreadOfOne:
    """For one message, mostly a new one: nobody answers before there is something to answer."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def parent(self, message: Message) -> Message | None:
        return self._channel.message(message.thread_ts or "")

    def replies(self, message: Message) -> list[Message]:
        later = takewhile(lambda other: other is not message, reversed(self._channel.messages))
        return [m for m in later if m.thread_ts == message.ts and m.only_for is None][::-1]
