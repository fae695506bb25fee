"""The manifest that `liaison manifest` prints and `liaison doctor` compares with."""

from pathlib import Path

import pytest
import yaml

from bot.manifest import over_http, read
from bot.settings import MANIFEST
from bot.startup import CannotStart
from sandbox import Sandbox

WHOLE = MANIFEST.read_text(encoding="utf-8")


def test_ours_declares_six_commands_and_its_scopes() -> None:
    manifest = read(MANIFEST)
    assert manifest.commands == ("/request", "/task", "/nudge", "/client", "/digest", "/liaison")
    assert {"chat:write", "commands"} <= manifest.scopes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WHOLE.replace("name: Liaison\n", "name: ''\n"), "display_information.name"),
        (WHOLE.replace("- command: /request", "- command: request"), "does not begin with /"),
        (WHOLE.replace("      - commands\n", ""), "not the scope commands"),
        (WHOLE.replace("socket_mode_enabled: true", "socket_mode_enabled: false"), "socket_mode_enabled"),
        ("display_information: {name: Liaison}", "no bot scopes"),
        ("features: [unclosed", "not valid YAML at line 1"),
        ("just words", "is not a manifest"),
        ("display_information:\noauth_config:\nfeatures:\nsettings:", "display_information.name"),
        ("display_information: {name: Liaison}\noauth_config: {scopes: }", "no bot scopes"),
        (WHOLE.replace("slash_commands:", "slash_commands:\n    - "), "does not begin with /"),
    ],
    ids=["name", "slash", "scope", "socket", "empty", "yaml", "words", "bare headings", "bare scopes", "bare command"],
)
def test_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotStart) as refusal:
        read(path)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_manifest_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="No such file"):
        read(tmp_path / "manifest.yml")


def test_over_http_slack_is_told_where_for_everything(tmp_path: Path) -> None:
    url = "https://liaison.example/slack/events"
    text = over_http(read(MANIFEST), url)
    declared = yaml.safe_load(text)
    settings = declared["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == url
    assert {settings["interactivity"][name] for name in ("request_url", "message_menu_options_url")} == {url}
    assert {command["url"] for command in declared["features"]["slash_commands"]} == {url}

    path = tmp_path / "manifest.yml"
    path.write_text(text, encoding="utf-8")
    assert read(path).scopes == read(MANIFEST).scopes
    with Sandbox(path) as slack:
        assert slack.bot_token
