"""conversations.join and conversations.invite: who comes into a channel through the app."""

from sandbox.admission import admit
from sandbox.directory import app_is_in
from sandbox.errors import Json, SlackError
from sandbox.payloads import channel_object
from sandbox.web_api.arguments import Arguments, invalid
from sandbox.web_api.context import Api, Method
from sandbox.world import Channel, ChannelKind, UserKind

INVITE_SCOPES = {
    ChannelKind.PUBLIC: ("channels:manage", "channels:write.invites"),
    ChannelKind.PRIVATE: ("groups:write", "groups:write.invites"),
}
ANY_INVITE_SCOPE = tuple(scope for scopes in INVITE_SCOPES.values() for scope in scopes)
MOST_INVITED = 100


def join(api: Api, arguments: Arguments) -> Json:
    channel = api.channel(arguments.required("channel"))
    if channel.kind is not ChannelKind.PUBLIC:
        raise SlackError("method_not_supported_for_channel_type", detail=channel.id)
    if channel.is_archived:
        raise SlackError("is_archived", detail=channel.id)
    if app_is_in(api.slack, channel):
        warned = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return _shown(api, channel) | warned
    admit(api.delivery, channel, api.user(api.slack.app.user_id), inviter=None)
    return _shown(api, channel)


def invite(api: Api, arguments: Arguments) -> Json:
    """All or, without `force`, nobody."""
    channel = _inviting(api, arguments)
    names = list(dict.fromkeys(arguments.names("users")))
    if not names:
        raise SlackError("no_user", pointer="/users")
    if len(names) > MOST_INVITED:
        raise invalid("users", f"no more than {MOST_INVITED} users allowed")
    refusals = {name: code for name in names if (code := _refusal(api, channel, name))}
    errors = [{"user": name, "ok": False, "error": code} for name, code in refusals.items()]
    if refusals and (not arguments.flag("force") or len(refusals) == len(names)):
        raise SlackError(next(iter(refusals.values())), {"errors": errors}, ", ".join(refusals))
    for name in names:
        if name not in refusals:
            admit(api.delivery, channel, api.user(name), inviter=api.user(api.slack.app.user_id))
    return _shown(api, channel) | ({"errors": errors} if errors else {})


def _inviting(api: Api, arguments: Arguments) -> Channel:
    channel = api.channel(arguments.required("channel"))
    if channel.kind not in INVITE_SCOPES:
        raise SlackError("method_not_supported_for_channel_type", detail=channel.id)
    api.need(*INVITE_SCOPES[channel.kind])
    if not app_is_in(api.slack, channel):
        raise SlackError("not_in_channel", detail=channel.id)
    if channel.is_archived:
        raise SlackError("is_archived", detail=channel.id)
    return channel


def _refusal(api: Api, channel: Channel, name: str) -> str:
    """Why Slack would not let this person in, empty if it would."""
    user = api.slack.world.users.get(name)
    if user is None:
        return "user_not_found"
    if user.kind is UserKind.APP:
        return "cant_invite_self"
    if user.id in channel.members:
        return "already_in_channel"
    if user.deleted:
        return "cant_invite"
    outside = {UserKind.GUEST: "user_is_restricted", UserKind.EXTERNAL: "no_external_invite_permission"}
    return outside.get(user.kind, "")


def _shown(api: Api, channel: Channel) -> Json:
    return {"channel": channel_object(api.slack, channel, for_user=api.slack.app.user_id)}


METHODS = {
    "conversations.join": Method(join, ("channels:join",)),
    "conversations.invite": Method(invite, ANY_INVITE_SCOPE),
}
