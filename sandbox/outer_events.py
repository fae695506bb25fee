"""What events are sent in, and what comes instead of them when there were too many."""

from sandbox.errors import Json
from sandbox.payloads import VERIFICATION_TOKEN
from sandbox.workspace import Workspace


def rate_limited(slack: Workspace) -> Json:
    """What comes instead of events in a minute: it stands outside, where other payloads have their `event`."""
    minute = int(slack.clock.now().timestamp()) // 60 * 60
    ids = {"team_id": slack.world.team.id, "api_app_id": slack.app.app_id}
    return {"token": VERIFICATION_TOKEN, "type": "app_rate_limited", **ids, "minute_rate_limited": minute}


def outer_event(slack: Workspace, event: Json, *, shared: bool) -> Json:
    team_id = slack.world.team.id
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team_id,
        "context_team_id": team_id,
        "context_enterprise_id": None,
        "api_app_id": slack.app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": slack.number("Ev"),
        "event_time": int(slack.clock.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team_id,
                "user_id": slack.app.user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": slack.number("4-"),
    }
