"""auth.*, apps.*, bots.* and team.*: who the app is and how it connects."""

from sandbox.authors import BOTS, bot_id_of, bot_profile
from sandbox.errors import Json, SlackError
from sandbox.rates import Tier
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.context import Api, Method


def test(api: Api, _: Arguments) -> Json:
    slack = api.slack
    return {
        "url": f"{slack.url}/",
        "team": slack.world.team.name,
        "user": slack.app.handle,
        "team_id": slack.world.team.id,
        "user_id": slack.app.user_id,
        "bot_id": slack.app.bot_id,
        "is_enterprise_install": False,
    }


def api_test(_: Api, arguments: Arguments) -> Json:
    return {"args": arguments.shown()}


def connections_open(api: Api, _: Arguments) -> Json:
    if not api.socket_mode.on:
        if not api.slack.manifest.socket_mode:
            said = "the manifest does not switch Socket Mode on"
            api.slack.violate("socket_mode_disabled", said, "apps.connections.open")
        raise SlackError("socket_mode_disabled")
    address = api.slack.url.replace("http://", "ws://", 1)
    return {"url": f"{address}/socket?ticket={api.socket_mode.ticket()}&app_id={api.slack.app.app_id}"}


def bots_info(api: Api, arguments: Arguments) -> Json:
    wanted = arguments.text("bot", api.slack.app.bot_id)
    bots = (user for user in api.slack.world.users.values() if user.kind in BOTS)
    user = next((user for user in bots if bot_id_of(api.slack, user) == wanted), None)
    if user is None:
        raise SlackError("bot_not_found", detail=wanted)
    icons = dict.fromkeys(("image_36", "image_48", "image_72"), f"{api.slack.url}/page/icon.svg")
    bot = {**bot_profile(api.slack, user), "user_id": user.id, "updated": 0, "icons": icons}
    return {"bot": bot}


def team_info(api: Api, arguments: Arguments) -> Json:
    team = api.slack.world.team
    if arguments.text("team", team.id) != team.id:
        raise SlackError("team_not_found", detail=arguments.text("team"))
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "", "icon": {}}}


METHODS = {
    "api.test": Method(api_test, tier=Tier.T4),
    "auth.test": Method(test, tier=Tier.HUNDREDS),
    "apps.connections.open": Method(connections_open, app_token=True),
    "bots.info": Method(bots_info, ("users:read",)),
    "team.info": Method(team_info, ("team:read",)),
}
