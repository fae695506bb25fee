"""The manifest of the specimen app that these tests connect, with a little of everything."""

from copy import deepcopy
from typing import Any

SPECIMEN: dict[str, Any] = {
    "_metadata": {"major_version": 2, "minor_version": 1},
    "display_information": {"name": "Specimen"},
    "features": {
        "bot_user": {"display_name": "Specimen", "always_online": True},
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "slash_commands": [
            {"command": "/log", "description": "Logs", "usage_hint": "something", "should_escape": True},
            {"command": "/plain", "description": "As typed"},
        ],
        "unfurl_domains": ["acme.test", "drive.brightside.test"],
        "shortcuts": [
            {"name": "Log this", "type": "message", "callback_id": "log_message", "description": "Logs a message"},
            {"name": "Log", "type": "global", "callback_id": "log_anything", "description": "Logs anything"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:join",
                "channels:manage",
                "channels:history",
                "channels:read",
                "chat:write",
                "commands",
                "files:read",
                "files:write",
                "groups:history",
                "groups:read",
                "groups:write",
                "im:history",
                "im:read",
                "im:write",
                "links:read",
                "links:write",
                "mpim:read",
                "mpim:write",
                "reactions:read",
                "reactions:write",
                "team:read",
                "usergroups:read",
                "users:read",
                "users:read.email",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "channel_left",
                "group_left",
                "member_joined_channel",
                "member_left_channel",
                "message.im",
                "team_join",
                "user_change",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def specimen(*, without_scopes: tuple[str, ...] = (), events: tuple[str, ...] | None = None) -> dict[str, Any]:
    changed = deepcopy(SPECIMEN)
    bot = changed["oauth_config"]["scopes"]
    bot["bot"] = [scope for scope in bot["bot"] if scope not in without_scopes]
    if events is not None:
        changed["settings"]["event_subscriptions"]["bot_events"] = list(events)
    return changed
