"""The app's manifest, as far as the sandbox reads it, and the first thing in it that Slack would refuse."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sandbox.addresses import Addresses
from sandbox.errors import BadManifest, Json
from sandbox.manifest_rules import check


@dataclass(frozen=True)
class Command:
    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class Manifest:
    name: str
    bot_name: str | None
    commands: dict[str, Command]
    shortcuts: tuple[Shortcut, ...]
    scopes: tuple[str, ...]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    interactive: bool
    socket_mode: bool
    addresses: Addresses
    unfurl_domains: tuple[str, ...] = ()


def load(source: Path | str | Json) -> Manifest:
    content = source if isinstance(source, dict) else _read(Path(source))
    check(content)
    features, settings = content.get("features") or {}, content.get("settings") or {}
    home = features.get("app_home") or {}
    return Manifest(
        name=content["display_information"]["name"],
        bot_name=(features.get("bot_user") or {}).get("display_name"),
        commands={c["command"]: _command(c) for c in features.get("slash_commands") or ()},
        shortcuts=tuple(Shortcut(**s) for s in features.get("shortcuts") or ()),
        scopes=tuple(((content.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ()),
        events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or ()),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled")) and home.get("messages_tab_read_only_enabled") is False,
        interactive=bool((settings.get("interactivity") or {}).get("is_enabled")),
        socket_mode=bool(settings.get("socket_mode_enabled")),
        addresses=_addresses(features, settings),
        unfurl_domains=tuple(features.get("unfurl_domains") or ()),
    )


def _addresses(features: Json, settings: Json) -> Addresses:
    interactivity = settings.get("interactivity") or {}
    return Addresses(
        events=(settings.get("event_subscriptions") or {}).get("request_url") or "",
        interactions=interactivity.get("request_url") or "",
        options=interactivity.get("message_menu_options_url") or "",
        commands={c["command"]: c["url"] for c in features.get("slash_commands") or () if c.get("url")},
    )


def _command(declared: Json) -> Command:
    return Command(
        command=declared["command"],
        description=declared["description"],
        usage_hint=declared.get("usage_hint", ""),
        should_escape=bool(declared.get("should_escape")),
    )


def _read(path: Path) -> Json:
    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as trouble:
        raise BadManifest("", f"{path} cannot be read: {trouble.strerror}") from trouble
    except (yaml.YAMLError, ValueError, RecursionError) as trouble:
        raise BadManifest("", f"{path} is not YAML: {' '.join(str(trouble).split())}") from trouble
    if not isinstance(content, dict):
        raise BadManifest("", f"{path} holds no manifest")
    return content
