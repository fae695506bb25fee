"""users.*: the people of the workspace."""

from sandbox.errors import Json, SlackError
from sandbox.payloads import email_of, user_object
from sandbox.rates import Tier
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.context import Api, Method
from sandbox.web_api.paging import Sizes, page
from sandbox.world import User

USERS = Sizes(usual=200, most=1000)


def info(api: Api, arguments: Arguments) -> Json:
    return {"user": _shown(api, arguments, api.visible_user(arguments.required("user")))}


def list_(api: Api, arguments: Arguments) -> Json:
    everybody = list(filter(api.sees, api.slack.world.users.values()))
    if len(everybody) > USERS.most and not arguments.text("limit"):
        raise SlackError("limit_required", detail=f"{len(everybody)} people", pointer="/limit")
    asked, metadata = page(api.slack, arguments, everybody, USERS, what="users")
    return {
        "members": [_shown(api, arguments, user) for user in asked],
        "cache_ts": int(api.slack.clock.now().timestamp()),
        "response_metadata": metadata,
    }


def lookup_by_email(api: Api, arguments: Arguments) -> Json:
    """Whoever was deactivated is not found."""
    wanted = arguments.required("email").strip().lower()
    for user in api.slack.world.users.values():
        if not user.deleted and email_of(api.slack, user).lower() == wanted:
            return {"user": _shown(api, arguments, user)}
    raise SlackError("users_not_found", detail=wanted)


def _shown(api: Api, arguments: Arguments, user: User) -> Json:
    return user_object(api.slack, user) | ({"locale": "en-GB"} if arguments.flag("include_locale") else {})


READ = ("users:read",)

METHODS = {
    "users.info": Method(info, READ, Tier.T4),
    "users.list": Method(list_, READ, Tier.T2),
    "users.lookupByEmail": Method(lookup_by_email, ("users:read.email",)),
}
