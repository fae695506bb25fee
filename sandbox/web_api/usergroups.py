"""usergroups.*: people who are mentioned together."""

from sandbox.errors import Json, SlackError
from sandbox.payloads import usergroup_object
from sandbox.rates import Tier
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.context import Api, Method
from sandbox.world import UserGroup


def list_(api: Api, arguments: Arguments) -> Json:
    with_users, with_count = arguments.flag("include_users"), arguments.flag("include_count")
    groups = _known(api, arguments)
    return {"usergroups": [usergroup_object(api.slack, g, users=with_users, count=with_count) for g in groups]}


def users_list(api: Api, arguments: Arguments) -> Json:
    wanted = arguments.required("usergroup")
    group = next((group for group in _known(api, arguments) if group.id == wanted), None)
    if group is None:
        raise SlackError("no_such_subteam", detail=wanted)
    return {"users": group.users}


def _known(api: Api, arguments: Arguments) -> list[UserGroup]:
    if api.slack.world.team.is_free:
        raise SlackError("plan_upgrade_required")
    disabled_too = arguments.flag("include_disabled")
    return [group for group in api.slack.world.usergroups.values() if disabled_too or not group.disabled]


READ = ("usergroups:read",)

METHODS = {"usergroups.list": Method(list_, READ, Tier.T2), "usergroups.users.list": Method(users_list, READ, Tier.T2)}
