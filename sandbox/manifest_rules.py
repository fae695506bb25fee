"""Slack's rules for a manifest, as a table of places and what may stand there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sandbox.errors import BadManifest, Json
from sandbox.manifest_names import BOT_SCOPES, EVENTS, MAPPINGS, ROOT

UNFURL_DOMAINS_MOST, SCOPES_MOST, EVENTS_MOST, REDIRECTS_MOST = 5, 255, 100, 1000
DOMAIN = re.compile(r"([a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+")
ANYTHING = re.compile(r".{1,2500}")
SCOPE = re.compile(r"[a-z_-]+([.:][a-z_-]+)*")

# What an event needs among the scopes; events that are not here need none.
EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_left": ("channels:read",),
    "channel_archive": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_created": ("channels:read",),
    "group_left": ("groups:read",),
    "group_archive": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_deleted": ("groups:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unshared": ("channels:read", "groups:read"),
    "file_shared": ("files:read",),
    "link_shared": ("links:read",),
    # Whatever kind of channel it is about, as for members: one scope lets an app subscribe.
    "channel_id_changed": ("channels:read", "groups:read"),
    "subteam_created": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "assistant_thread_started": ("assistant:write",),
    "assistant_thread_context_changed": ("assistant:write",),
    "message_metadata_posted": ("metadata.message:read",),
    "message_metadata_updated": ("metadata.message:read",),
    "message_metadata_deleted": ("metadata.message:read",),
}


@dataclass(frozen=True)
class Text:
    least: int
    most: int
    needed: bool = True
    form: str = ""

    def trouble(self, value: Any) -> str | None:
        if value is None:
            return "is missing" if self.needed else None
        if not isinstance(value, str):
            return f"must be text, not {type(value).__name__}"
        if not self.least <= len(value) <= self.most:
            return f"must have {self.least} to {self.most} characters, has {len(value)}"
        if self.form and not re.fullmatch(self.form, value):
            return f"must look like {self.form}, not {value!r}"
        return None


@dataclass(frozen=True)
class Flag:
    def trouble(self, value: Any) -> str | None:
        return None if value is None or isinstance(value, bool) else f"must be true or false, not {value!r}"


Rule = Text | Flag

ADDRESS = Text(1, 3000, needed=False, form=r"https?://[^\s/?#]\S*")

INFORMATION: dict[str, Rule] = {
    "name": Text(1, 35),
    "description": Text(1, 140, needed=False),
    "long_description": Text(175, 4000, needed=False),
    "background_color": Text(4, 7, needed=False, form="#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"),
}
COMMAND: dict[str, Rule] = {
    "command": Text(2, 32, form=r"/\S+"),
    "description": Text(1, 2000),
    "usage_hint": Text(1, 1000, needed=False),
    "should_escape": Flag(),
    "url": ADDRESS,
}
SHORTCUT: dict[str, Rule] = {
    "name": Text(1, 24),
    "type": Text(1, 7, form="global|message"),
    "callback_id": Text(1, 255),
    "description": Text(1, 150),
}
BOT_USER: dict[str, Rule] = {"display_name": Text(1, 80), "always_online": Flag()}
APP_HOME: dict[str, Rule] = {
    "home_tab_enabled": Flag(),
    "messages_tab_enabled": Flag(),
    "messages_tab_read_only_enabled": Flag(),
}

# Slack takes https only; the app that a sandbox talks to may stand on this machine.
ADDRESSES = (
    ("event_subscriptions", "request_url"),
    ("interactivity", "request_url"),
    ("interactivity", "message_menu_options_url"),
)
SWITCHES = ("socket_mode_enabled", "org_deploy_enabled", "token_rotation_enabled")


def check(content: Json) -> None:
    """Raise BadManifest for the first thing that Slack would not accept."""
    for part in (_root, _mappings, _features, _scopes, _events, _settings):
        for pointer, reason in part(content):
            raise BadManifest(pointer, reason)


Findings = Iterator[tuple[str, str]]


def _root(content: Json) -> Findings:
    for name in content:
        if name not in ROOT:
            yield f"/{name}", "is not part of a manifest"
    yield from _object("/display_information", content.get("display_information"), INFORMATION, needed=True)


def _mappings(content: Json) -> Findings:
    for path, known in MAPPINGS.items():
        pointer = "/" + "/".join(path)
        mapping: Any = _at(content, *path)
        if not isinstance(mapping, dict):
            yield pointer, "must be a mapping"
            continue
        for name in mapping:
            if name not in known:
                yield f"{pointer}/{name}", "is not known here"


def _features(content: Json) -> Findings:
    features = content.get("features", {})
    needs_user = bool(_at(content, "oauth_config", "scopes").get("bot"))
    yield from _object("/features/bot_user", features.get("bot_user"), BOT_USER, needed=needs_user)
    yield from _object("/features/app_home", features.get("app_home"), APP_HOME)
    yield from _list("/features/slash_commands", features.get("slash_commands"), COMMAND, most=50, key="command")
    yield from _list("/features/shortcuts", features.get("shortcuts"), SHORTCUT, most=10, key="callback_id")
    yield from _domains("/features/unfurl_domains", features.get("unfurl_domains"))


def _domains(pointer: str, value: Any) -> Findings:
    yield from _names(pointer, value, DOMAIN, "is no domain", most=UNFURL_DOMAINS_MOST)
    if value == []:
        yield pointer, f"must be a list of 1 to {UNFURL_DOMAINS_MOST}"


def _scopes(content: Json) -> Findings:
    scopes = _at(content, "oauth_config", "scopes")
    for owner in ("bot", "user"):
        pointer, asked = f"/oauth_config/scopes/{owner}", scopes.get(owner)
        yield from _names(pointer, asked, SCOPE, "is no scope", most=SCOPES_MOST)
        yield from _optional(f"{pointer}_optional", scopes.get(f"{owner}_optional"), asked or [])
    yield from _strangers("/oauth_config/scopes/bot", scopes.get("bot"), BOT_SCOPES, "is no scope that a bot can have")
    redirects = content.get("oauth_config", {}).get("redirect_urls")
    yield from _names("/oauth_config/redirect_urls", redirects, ANYTHING, "is no address", most=REDIRECTS_MOST)
    features = content.get("features", {})
    asks = features.get("slash_commands") or features.get("shortcuts")
    if asks and "commands" not in (scopes.get("bot") or ()):
        yield "/oauth_config/scopes/bot", "slash commands and shortcuts need the scope commands"


def _optional(pointer: str, value: Any, asked: list[str]) -> Findings:
    yield from _names(pointer, value, SCOPE, "is no scope", most=SCOPES_MOST)
    for index, scope in enumerate(value or ()):
        if scope not in asked:
            yield f"{pointer}/{index}", f"{scope} must be among the scopes that it is optional of"


def _events(content: Json) -> Findings:
    pointer = "/settings/event_subscriptions/bot_events"
    events: Any = _at(content, "settings", "event_subscriptions").get("bot_events")
    yield from _names(pointer, events, SCOPE, "is no event", most=EVENTS_MOST)
    yield from _strangers(pointer, events, EVENTS, "is no event that a bot can hear of")
    granted = _at(content, "oauth_config", "scopes").get("bot") or []
    for index, event in enumerate(events or ()):
        if event in events[:index]:
            yield f"{pointer}/{index}", f"{event} is there twice"
        needed = EVENT_SCOPES.get(event, ())
        if needed and not set(needed) & set(granted):
            yield f"{pointer}/{index}", f"{event} needs the scope {' or '.join(needed)}"


def _settings(content: Json) -> Findings:
    settings = content.get("settings", {})
    if "interactivity" in settings and not isinstance(settings["interactivity"].get("is_enabled"), bool):
        yield "/settings/interactivity/is_enabled", "must be true or false"
    for path in ADDRESSES:
        if reason := ADDRESS.trouble(_at(settings, *path) or None):
            yield f"/settings/{'/'.join(path)}", reason
    for name in SWITCHES:
        if reason := Flag().trouble(settings.get(name)):
            yield f"/settings/{name}", reason


def _at(content: Json, *path: str) -> Json:
    for step in path:
        content = content.get(step, {})
    return content


def _object(pointer: str, value: Any, rules: dict[str, Rule], *, needed: bool = False) -> Findings:
    if value is None:
        if needed:
            yield pointer, "is missing"
        return
    if not isinstance(value, dict):
        yield pointer, "must be a mapping"
        return
    for name in value:
        if name not in rules:
            yield f"{pointer}/{name}", "is not known here"
    for name, rule in rules.items():
        if reason := rule.trouble(value.get(name)):
            yield f"{pointer}/{name}", reason


def _list(pointer: str, value: Any, rules: dict[str, Rule], *, most: int, key: str) -> Findings:
    if value is None:
        return
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        yield pointer, f"must be a list of 1 to {most}"
        return
    seen = set()
    for index, item in enumerate(value):
        yield from _object(f"{pointer}/{index}", item, rules, needed=True)
        if item[key] in seen:
            yield f"{pointer}/{index}/{key}", f"{item[key]} is there twice"
        seen.add(item[key])


def _names(pointer: str, value: Any, form: re.Pattern[str], reason: str, *, most: int) -> Findings:
    if value is None:
        return
    if not isinstance(value, list):
        yield pointer, "must be a list"
        return
    if len(value) > most:
        yield pointer, f"must be a list of {most} at most, has {len(value)}"
    for index, name in enumerate(value):
        if not isinstance(name, str) or not form.fullmatch(name):
            yield f"{pointer}/{index}", f"{name!r:.200} {reason}"


def _strangers(pointer: str, names: list[str] | None, known: frozenset[str], reason: str) -> Findings:
    for index, name in enumerate(names or ()):
        if name not in known:
            meant = "".join(f"; {like} is one" for like in get_close_matches(name, sorted(known), n=1))
            yield f"{pointer}/{index}", f"{name} {reason}{meant}"
