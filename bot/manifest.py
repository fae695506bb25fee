"""The app as `manifest.yml` declares it, as far as Liaison reads it itself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.startup import CannotStart


@dataclass(frozen=True)
class Manifest:
    text: str
    scopes: frozenset[str]
    optional_scopes: frozenset[str]
    commands: tuple[str, ...]


def read(path: Path) -> Manifest:
    """Refuses what Slack would refuse at first sight; the whole schema is Slack's to check."""
    text = _text(path)
    declared = _declared(path, text)
    commands = tuple(
        str(_part(one).get("command")) for one in _part(declared.get("features")).get("slash_commands") or ()
    )
    asked = _part(_part(declared.get("oauth_config")).get("scopes"))
    scopes, optional = (frozenset(map(str, asked.get(name) or ())) for name in ("bot", "bot_optional"))
    for fault in _faults(declared, commands, scopes):
        raise CannotStart(f"{path} {fault}.")
    return Manifest(text, scopes, optional, commands)


def over_http(manifest: Manifest, url: str) -> str:
    """The same app, which Slack reaches at `url` instead of over a socket (slack-platform.md 6.2)."""
    declared = yaml.safe_load(manifest.text)
    for command in declared["features"].get("slash_commands", ()):
        command["url"] = url
    settings = declared["settings"]
    settings["socket_mode_enabled"] = False
    settings.setdefault("interactivity", {"is_enabled": True}).update(request_url=url, message_menu_options_url=url)
    settings.setdefault("event_subscriptions", {})["request_url"] = url
    return yaml.safe_dump(declared, sort_keys=False, allow_unicode=True, width=120)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise CannotStart(f"the manifest {path} cannot be read ({why}).") from None


def _declared(path: Path, text: str) -> dict[str, Any]:
    try:
        declared = yaml.safe_load(text)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" at line {where.line + 1}" if where else ""
        raise CannotStart(f"{path} is not valid YAML{line}.") from None
    if not isinstance(declared, dict):
        raise CannotStart(f"{path} is not a manifest.")
    return declared


def _part(found: object) -> dict[str, Any]:
    """What is there, if it has parts; YAML gives None for a heading with nothing below it."""
    return found if isinstance(found, dict) else {}


def _faults(declared: dict[str, Any], commands: tuple[str, ...], scopes: frozenset[str]) -> list[str]:
    name = str(_part(declared.get("display_information")).get("name") or "")
    checks = {
        "needs display_information.name of 1 to 35 letters": 1 <= len(name) <= 35,
        "has a slash command that does not begin with / or is longer than 32 letters": all(
            command.startswith("/") and len(command) <= 32 for command in commands
        ),
        "asks for no bot scopes": bool(scopes),
        "has slash commands but not the scope commands": not commands or "commands" in scopes,
        "says neither settings.socket_mode_enabled nor where Slack reaches the app": _has_a_way_in(declared),
    }
    return [fault for fault, holds in checks.items() if not holds]


def _has_a_way_in(declared: dict[str, Any]) -> bool:
    settings = _part(declared.get("settings"))
    is_reached = bool(_part(settings.get("event_subscriptions")).get("request_url"))
    return settings.get("socket_mode_enabled") is True or is_reached
