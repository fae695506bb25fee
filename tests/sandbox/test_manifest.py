"""The manifest: what the sandbox reads in it, and the first thing that Slack would refuse."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox import BadManifest
from sandbox.manifest import load
from tests.sandbox.manifest import specimen

Json = dict[str, Any]


def test_what_is_read() -> None:
    manifest = load(specimen())

    assert manifest.name == "Specimen"
    assert manifest.commands["/log"].should_escape
    assert not manifest.commands["/plain"].should_escape
    assert manifest.shortcut("log_message") is not None
    assert manifest.home_tab
    assert manifest.messages_tab
    assert manifest.interactive


def test_a_tab_is_read_only_unless_it_says_otherwise() -> None:
    changed = specimen()
    del changed["features"]["app_home"]["messages_tab_read_only_enabled"]

    assert not load(changed).messages_tab


def inside(manifest: Any, path: str) -> tuple[Any, Any]:
    """The mapping or list that holds the last step of the path, and that step."""
    *parents, last = (int(step) if step.isdecimal() else step for step in path.split("/"))
    for step in parents:
        manifest = manifest[step]
    return manifest, last


def without(path: str) -> Callable[[Json], None]:
    def change(manifest: Json) -> None:
        holder, last = inside(manifest, path)
        del holder[last]

    return change


def having(path: str, value: Any) -> Callable[[Json], None]:
    def change(manifest: Json) -> None:
        holder, last = inside(manifest, path)
        holder[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        pytest.param(without("display_information"), "/display_information", id="no name at all"),
        pytest.param(having("display_information/name", "x" * 36), "/display_information/name", id="long name"),
        pytest.param(having("display_information/colour", "red"), "/display_information/colour", id="unknown"),
        pytest.param(
            having("display_information/background_color", "red"), "/display_information/background_color", id="colour"
        ),
        pytest.param(having("feature", {}), "/feature", id="misspelt part"),
        pytest.param(having("settings", []), "/settings", id="a list"),
        pytest.param(having("features/slash_commands", []), "/features/slash_commands", id="no commands"),
        pytest.param(
            having("features/slash_commands/0/command", "log"), "/features/slash_commands/0/command", id="slash"
        ),
        pytest.param(
            having("features/slash_commands/1/command", "/log"), "/features/slash_commands/1/command", id="twice"
        ),
        pytest.param(having("features/slash_commands/0", "/log"), "/features/slash_commands/0", id="only a name"),
        pytest.param(having("features/shortcuts/0/name", "x" * 25), "/features/shortcuts/0/name", id="long shortcut"),
        pytest.param(having("features/shortcuts/1/type", "local"), "/features/shortcuts/1/type", id="shortcut type"),
        pytest.param(having("oauth_config/scopes/bot/0", "Chat Write"), "/oauth_config/scopes/bot/0", id="no scope"),
        pytest.param(
            having("settings/event_subscriptions/bot_events/0", 7),
            "/settings/event_subscriptions/bot_events/0",
            id="no event",
        ),
        pytest.param(
            having("settings/event_subscriptions/bot_events/0", "message.mpim"),
            "/settings/event_subscriptions/bot_events/0",
            id="an event without its scope",
        ),
        pytest.param(
            having("settings/interactivity/is_enabled", "yes"), "/settings/interactivity/is_enabled", id="flag"
        ),
    ],
)
def test_the_first_thing_that_is_wrong(change: Callable[[Json], None], pointer: str) -> None:
    manifest = specimen()
    change(manifest)

    with pytest.raises(BadManifest) as refused:
        load(manifest)

    assert refused.value.pointer == pointer
    assert refused.value.reason


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("a: [", "is not YAML", id="broken"),
        pytest.param("just text", "holds no manifest", id="text"),
        pytest.param("", "holds no manifest", id="empty"),
    ],
)
def test_files_that_hold_none(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(BadManifest, match=words):
        load(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match="cannot be read"):
        load(tmp_path / "manifest.yml")
