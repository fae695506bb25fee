"""conversations.*: channels, their members and what was said in them."""

from sandbox.directory import app_is_in, open_dm
from sandbox.errors import Json, SlackError
from sandbox.payloads import channel_object, message_object
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.context import READ_SCOPES, Api, Method, page
from sandbox.world import Channel, ChannelKind, Message, User, UserKind

TYPES = {
    "public_channel": ChannelKind.PUBLIC,
    "private_channel": ChannelKind.PRIVATE,
    "im": ChannelKind.IM,
    "mpim": ChannelKind.MPIM,
}
MOST_IN_MPIM = 8


def list_(api: Api, arguments: Arguments) -> Json:
    known = [c for c in _of_types(api, arguments) if c.kind is ChannelKind.PUBLIC or app_is_in(api.slack, c)]
    return _listed(api, arguments, known)


def of_user(api: Api, arguments: Arguments) -> Json:
    """users.conversations: those where the app, or the asked person as far as the app sees, is a member."""
    user_id = arguments.text("user", api.slack.app.user_id)
    api.user(user_id)
    visible = (c for c in _of_types(api, arguments) if c.kind is ChannelKind.PUBLIC or app_is_in(api.slack, c))
    return _listed(api, arguments, [c for c in visible if user_id in c.members])


def info(api: Api, arguments: Arguments) -> Json:
    return {"channel": channel_object(api.slack, _readable(api, arguments, "read"), for_user=api.slack.app.user_id)}


def members(api: Api, arguments: Arguments) -> Json:
    channel = _readable(api, arguments, "read")
    asked, metadata = page(channel.members, arguments, limit=100, most=1000)
    return {"members": asked, "response_metadata": metadata}


def history(api: Api, arguments: Arguments) -> Json:
    channel = _readable(api, arguments, "history")
    if not app_is_in(api.slack, channel):
        raise SlackError("not_in_channel", detail=channel.id)
    said = [m for m in _within(channel, arguments) if m.thread_ts in {None, m.ts} or m.broadcast]
    asked, metadata = page(said[::-1], arguments, limit=100, most=999)
    shapes = _shapes(api, arguments, channel, asked)
    return {"messages": shapes, "has_more": bool(metadata["next_cursor"]), "response_metadata": metadata}


def replies(api: Api, arguments: Arguments) -> Json:
    channel = _readable(api, arguments, "history")
    if not app_is_in(api.slack, channel):
        raise SlackError("not_in_channel", detail=channel.id)
    ts = arguments.required("ts")
    parent = channel.message(ts)
    if parent is None or parent.only_for:
        raise SlackError("thread_not_found", detail=ts)
    said = [parent, *(m for m in _within(channel, arguments) if m.thread_ts == ts and m is not parent)]
    asked, metadata = page(said, arguments, limit=1000, most=1000)
    shapes = _shapes(api, arguments, channel, asked)
    return {"messages": shapes, "has_more": bool(metadata["next_cursor"]), "response_metadata": metadata}


def open_(api: Api, arguments: Arguments) -> Json:
    names = arguments.names("users")
    if not names:
        channel = api.channel(arguments.required("channel"))
        return _opened(api, arguments, channel, already=True)
    people = [_reachable(api, user_id) for user_id in names]
    if len(people) > MOST_IN_MPIM:
        raise SlackError("too_many_users", detail=str(len(people)))
    api.need("im:write" if len(people) == 1 else "mpim:write")
    before = len(api.slack.world.channels)
    channel = open_dm(api.slack, people[0]) if len(people) == 1 else _open_group(api, people)
    return _opened(api, arguments, channel, already=len(api.slack.world.channels) == before)


def _reachable(api: Api, user_id: str) -> User:
    user = api.user(user_id)
    if user.deleted:
        raise SlackError("user_disabled", detail=user_id)
    if user.kind is UserKind.EXTERNAL:
        raise SlackError("user_not_visible", detail=user_id)
    if user.kind in {UserKind.BOT, UserKind.APP}:
        raise SlackError("cannot_dm_bot", detail=user_id)
    return user


def _open_group(api: Api, people: list[User]) -> Channel:
    wanted = [*(user.id for user in people), api.slack.app.user_id]
    for channel in api.slack.world.channels.values():
        if channel.kind is ChannelKind.MPIM and set(channel.members) == set(wanted):
            return channel
    name = "mpdm-" + "--".join(user.name for user in people) + "-1"
    channel = Channel(id=api.slack.number("C"), name=name, kind=ChannelKind.MPIM, members=wanted)
    api.slack.world.add_channel(channel)
    api.slack.save_channel(channel)
    return channel


def _opened(api: Api, arguments: Arguments, channel: Channel, *, already: bool) -> Json:
    whole = arguments.flag("return_im")
    shape = channel_object(api.slack, channel, for_user=api.slack.app.user_id) if whole else {"id": channel.id}
    return {"channel": shape} | ({"no_op": True, "already_open": True} if already else {})


def _readable(api: Api, arguments: Arguments, right: str) -> Channel:
    channel = api.channel(arguments.required("channel"))
    api.need(f"{READ_SCOPES[channel.kind]}:{right}")
    return channel


def _of_types(api: Api, arguments: Arguments) -> list[Channel]:
    kinds = set()
    for name in arguments.names("types") or ["public_channel"]:
        if name not in TYPES:
            raise SlackError("invalid_types", detail=name)
        api.need(f"{READ_SCOPES[TYPES[name]]}:read")
        kinds.add(TYPES[name])
    hidden = arguments.flag("exclude_archived")
    return [c for c in api.slack.world.channels.values() if c.kind in kinds and not (hidden and c.is_archived)]


def _listed(api: Api, arguments: Arguments, channels: list[Channel]) -> Json:
    asked, metadata = page(channels, arguments, limit=100, most=1000)
    app = api.slack.app.user_id
    shapes = [channel_object(api.slack, channel, for_user=app) for channel in asked]
    return {"channels": shapes, "response_metadata": metadata}


def _within(channel: Channel, arguments: Arguments) -> list[Message]:
    """Everybody's messages of the asked time, oldest first."""
    oldest, latest = arguments.text("oldest", "0"), arguments.text("latest") or "99999999999"
    inclusive = arguments.flag("inclusive")

    def asked(message: Message) -> bool:
        ts = float(message.ts)
        inside = float(oldest) < ts < float(latest)
        return message.only_for is None and (inside or (inclusive and ts in {float(oldest), float(latest)}))

    return sorted(filter(asked, channel.messages), key=lambda message: float(message.ts))


def _shapes(api: Api, arguments: Arguments, channel: Channel, asked: list[Message]) -> list[Json]:
    metadata = arguments.flag("include_all_metadata")
    return [message_object(api.slack, message, channel, metadata=metadata) for message in asked]


METHODS = {
    "conversations.list": Method(list_),
    "conversations.info": Method(info),
    "conversations.members": Method(members),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "conversations.open": Method(open_, ("im:write", "mpim:write")),
    "users.conversations": Method(of_user),
}
