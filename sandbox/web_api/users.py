"""users.*: the people of the workspace."""

from sandbox.errors import Json
from sandbox.payloads import user_object
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.context import Api, Method, page


def info(api: Api, arguments: Arguments) -> Json:
    return {"user": user_object(api.slack, api.user(arguments.required("user")))}


def list_(api: Api, arguments: Arguments) -> Json:
    everybody = list(api.slack.world.users.values())
    asked, metadata = page(everybody, arguments, limit=200, most=1000)
    return {
        "members": [user_object(api.slack, user) for user in asked],
        "cache_ts": int(api.slack.clock.now().timestamp()),
        "response_metadata": metadata,
    }


READ = ("users:read",)

METHODS = {"users.info": Method(info, READ), "users.list": Method(list_, READ)}
