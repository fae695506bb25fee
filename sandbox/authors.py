"""Who wrote a message, as the app is told of it."""

from sandbox.errors import Json
from sandbox.workspace import Workspace
from sandbox.world import Message, User, UserKind

BOTS = frozenset({UserKind.BOT, UserKind.APP})


def author(slack: Workspace, message: Message, *, shared: bool) -> Json:
    """Modern bots have a `bot_id` and no subtype; where another company is in the channel, each names its own team."""
    user = slack.world.users.get(message.user)
    team = user.team_id if user and user.kind is UserKind.EXTERNAL else slack.world.team.id
    shape: Json = {"team": team}
    if user is not None and user.kind in BOTS:
        profile = bot_profile(slack, user)
        shape |= {"bot_id": profile["id"], "app_id": profile["app_id"], "bot_profile": profile}
    return shape | ({"user_team": team, "source_team": team} if shared else {})


def bot_profile(slack: Workspace, user: User) -> Json:
    named = {"id": bot_id_of(slack, user), "app_id": app_id_of(slack, user), "name": user.real_name}
    return {**named, "team_id": slack.world.team.id, "deleted": user.deleted}


def bot_id_of(slack: Workspace, user: User) -> str:
    return slack.app.bot_id if user.id == slack.app.user_id else f"B{user.id[1:]}"


def app_id_of(slack: Workspace, user: User) -> str:
    return slack.app.app_id if user.id == slack.app.user_id else f"A{user.id[1:]}"
