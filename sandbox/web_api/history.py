"""conversations.history and conversations.replies: what was said in a channel."""

from bisect import bisect_left

from sandbox.directory import app_is_in
from sandbox.errors import Json, SlackError
from sandbox.payloads import message_object
from sandbox.threads import Threads
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.context import ANY_HISTORY, Api, Method, readable
from sandbox.web_api.paging import Sizes, asked_cursor, asked_size, cursor
from sandbox.world import Channel, Message

HISTORY = Sizes(usual=100, most=999)
REPLIES = Sizes(usual=1000, most=1000)


def history(api: Api, arguments: Arguments) -> Json:
    """Newest first; answers in threads are not part of it, unless they were sent to the channel as well."""
    channel = _joined(api, arguments)
    said = [m for m in _within(api, channel, arguments) if m.thread_ts in {None, m.ts} or m.broadcast]
    return _page(api, arguments, channel, said[::-1], HISTORY, newest_first=True) | {"pin_count": 0}


def replies(api: Api, arguments: Arguments) -> Json:
    channel = _joined(api, arguments)
    ts = arguments.required("ts")
    parent = channel.message(ts)
    if parent is None or parent.only_for or not _arrived(api, parent):
        raise SlackError("thread_not_found", detail=ts)
    said = [parent, *(m for m in _within(api, channel, arguments) if m.thread_ts == ts and m is not parent)]
    return _page(api, arguments, channel, said, REPLIES, newest_first=False)


def micros(ts: str) -> int:
    seconds, _, rest = ts.partition(".")
    return int(seconds) * 1_000_000 + int(rest or 0)


def _joined(api: Api, arguments: Arguments) -> Channel:
    channel = readable(api, arguments, "history")
    if not app_is_in(api.slack, channel):
        raise SlackError("not_in_channel", detail=channel.id)
    return channel


def _within(api: Api, channel: Channel, arguments: Arguments) -> list[Message]:
    """Everybody's messages of the asked time, oldest first."""
    oldest, latest = arguments.moment("oldest"), arguments.moment("latest")
    beyond = 0 if arguments.flag("inclusive") else 1

    def asked(message: Message) -> bool:
        at = micros(message.ts)
        after = oldest is None or at >= oldest + beyond
        return message.only_for is None and after and (latest is None or at <= latest - beyond)

    there = (message for message in channel.messages if _arrived(api, message))
    return sorted(filter(asked, there), key=lambda message: micros(message.ts))


def _arrived(api: Api, message: Message) -> bool:
    """History may lag behind."""
    return api.slack.horizon is None or float(message.ts) <= api.slack.horizon


def _page(
    api: Api, arguments: Arguments, channel: Channel, said: list[Message], sizes: Sizes, *, newest_first: bool
) -> Json:
    """The cursor is the time of the next message, so that nothing shifts when something is said between two pages."""
    what, sign = f"next_ts-{channel.id}", -1 if newest_first else 1
    room = api.slack.pages.room(api.slack.rates.page(asked_size(arguments, sizes)))
    given = asked_cursor(arguments, what)
    start = bisect_left([sign * micros(message.ts) for message in said], sign * int(given)) if given else 0
    following = said[start + room :]
    whole, threads = arguments.flag("include_all_metadata"), Threads(channel)
    shown = said[start : start + room]
    return {
        "messages": [message_object(api.slack, m, channel, metadata=whole, threads=threads) for m in shown],
        "has_more": bool(following),
        "response_metadata": {"next_cursor": cursor(what, micros(following[0].ts)) if following else ""},
    }


METHODS = {
    "conversations.history": Method(history, ANY_HISTORY),
    "conversations.replies": Method(replies, ANY_HISTORY),
}
