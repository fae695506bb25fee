"""conversations.*: which channels there are, what is known about them, and opening direct messages."""

from sandbox.directory import app_is_in, dm_of, group_of, open_dm, open_group
from sandbox.errors import Json, SlackError
from sandbox.payloads import channel_object
from sandbox.rates import Tier
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.context import ANY_READ, READ_SCOPES, Api, Method, readable
from sandbox.web_api.paging import Sizes, page
from sandbox.world import Channel, ChannelKind, User, UserKind

TYPES = {
    "public_channel": ChannelKind.PUBLIC,
    "private_channel": ChannelKind.PRIVATE,
    "im": ChannelKind.IM,
    "mpim": ChannelKind.MPIM,
}
OPEN_SCOPES = {ChannelKind.IM: "im:write", ChannelKind.MPIM: "mpim:write"}
MOST_IN_MPIM = 8
CHANNELS = Sizes(usual=100, most=999)
MEMBERS = Sizes(usual=100, most=1000)


def list_(api: Api, arguments: Arguments) -> Json:
    known = [c for c in _of_types(api, arguments) if c.kind is ChannelKind.PUBLIC or app_is_in(api.slack, c)]
    return _listed(api, arguments, known, what="channels", counted=True)


def of_user(api: Api, arguments: Arguments) -> Json:
    """users.conversations: those where the app, or the asked person as far as the app sees, is a member."""
    user_id = arguments.text("user") or api.slack.app.user_id
    api.visible_user(user_id)
    visible = (c for c in _of_types(api, arguments) if c.kind is ChannelKind.PUBLIC or app_is_in(api.slack, c))
    return _listed(api, arguments, [c for c in visible if user_id in c.members], what=f"of-{user_id}", counted=False)


def info(api: Api, arguments: Arguments) -> Json:
    channel, counted = readable(api, arguments, "read"), arguments.flag("include_num_members")
    shape = channel_object(api.slack, channel, for_user=api.slack.app.user_id, counted=counted)
    return {"channel": shape | ({"locale": "en-GB"} if arguments.flag("include_locale") else {})}


def members(api: Api, arguments: Arguments) -> Json:
    channel = readable(api, arguments, "read")
    asked, metadata = page(api.slack, arguments, channel.members, MEMBERS, what=f"members-{channel.id}")
    return {"members": asked, "response_metadata": metadata}


def open_(api: Api, arguments: Arguments) -> Json:
    names = list(dict.fromkeys(arguments.names("users")))
    if not names:
        return _opened(api, arguments, _resumed(api, arguments), already=True)
    if len(names) > MOST_IN_MPIM:
        raise SlackError("too_many_users", detail=str(len(names)))
    api.need("im:write" if len(names) == 1 else "mpim:write")
    people = [_reachable(api, user_id) for user_id in names]
    known = _known(api, people)
    if known is None and arguments.flag("prevent_creation"):
        raise SlackError("channel_not_found", detail=",".join(names))
    if known is not None:
        return _opened(api, arguments, known, already=True)
    made = open_dm(api.slack, people[0]) if len(people) == 1 else open_group(api.slack, _with_app(api, people))
    return _opened(api, arguments, made, already=False)


def _resumed(api: Api, arguments: Arguments) -> Channel:
    if not arguments.text("channel"):
        raise SlackError("users_list_not_supplied", pointer="/users")
    channel = api.channel(arguments.text("channel"))
    if channel.kind not in OPEN_SCOPES:
        raise SlackError("method_not_supported_for_channel_type", detail=channel.id)
    api.need(OPEN_SCOPES[channel.kind])
    return channel


def _reachable(api: Api, user_id: str) -> User:
    user = api.user(user_id)
    if user.deleted:
        raise SlackError("user_disabled", detail=user_id)
    if user.kind is UserKind.EXTERNAL:
        raise SlackError("user_not_visible", detail=user_id)
    if user.kind in {UserKind.BOT, UserKind.APP}:
        raise SlackError("cannot_dm_bot", detail=user_id)
    return user


def _known(api: Api, people: list[User]) -> Channel | None:
    return dm_of(api.slack, people[0].id) if len(people) == 1 else group_of(api.slack, _with_app(api, people))


def _with_app(api: Api, people: list[User]) -> list[User]:
    return [*people, api.slack.world.users[api.slack.app.user_id]]


def _opened(api: Api, arguments: Arguments, channel: Channel, *, already: bool) -> Json:
    whole = arguments.flag("return_im")
    shape = channel_object(api.slack, channel, for_user=api.slack.app.user_id) if whole else {"id": channel.id}
    return {"channel": shape} | ({"no_op": True, "already_open": True} if already else {})


def _of_types(api: Api, arguments: Arguments) -> list[Channel]:
    kinds = set()
    for name in arguments.names("types") or ["public_channel"]:
        if name not in TYPES:
            raise SlackError("invalid_types", detail=name)
        api.need(f"{READ_SCOPES[TYPES[name]]}:read")
        kinds.add(TYPES[name])
    hidden = arguments.flag("exclude_archived")
    return [c for c in api.slack.world.channels.values() if c.kind in kinds and not (hidden and c.is_archived)]


def _listed(api: Api, arguments: Arguments, channels: list[Channel], *, what: str, counted: bool) -> Json:
    asked, metadata = page(api.slack, arguments, channels, CHANNELS, what=what)
    app = api.slack.app.user_id
    shapes = [channel_object(api.slack, channel, for_user=app, counted=counted) for channel in asked]
    return {"channels": shapes, "response_metadata": metadata}


METHODS = {
    "conversations.list": Method(list_, ANY_READ, Tier.T2),
    "conversations.info": Method(info, ANY_READ),
    "conversations.members": Method(members, ANY_READ, Tier.T4),
    "conversations.open": Method(open_, ("im:write", "mpim:write")),
    "users.conversations": Method(of_user, ANY_READ),
}
