"""The manifest: what the sandbox reads in it, and the first thing that Slack would refuse."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import BadManifest
from sandbox.manifest import load
from tests.sandbox.manifest import specimen

Json = dict[str, Any]


def test_what_is_read() -> None:
    manifest = load(specimen())

    assert manifest.name == "Specimen"
    assert manifest.commands["/log"].should_escape
    assert not manifest.commands["/plain"].should_escape
    assert [shortcut.callback_id for shortcut in manifest.shortcuts] == ["log_message", "log_anything"]
    assert manifest.home_tab
    assert manifest.messages_tab
    assert manifest.interactive


def test_a_tab_is_read_only_unless_it_says_otherwise() -> None:
    changed = specimen()
    del changed["features"]["app_home"]["messages_tab_read_only_enabled"]

    assert not load(changed).messages_tab


@pytest.mark.parametrize("scope", ["incoming-webhook", "links.embed:write", "conversations.connect:manage"])
def test_scopes_of_any_form(scope: str) -> None:
    changed = specimen()
    changed["oauth_config"]["scopes"]["bot"].append(scope)

    assert scope in load(changed).scopes


def test_what_was_perhaps_meant() -> None:
    with pytest.raises(BadManifest, match=r"app_home_open is no event .*; app_home_opened is one"):
        load(specimen(events=("app_home_open",)))


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


def scopeless(scope: str) -> Callable[[Json], object]:
    return lambda manifest: manifest["oauth_config"]["scopes"]["bot"].remove(scope)


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
        pytest.param(having("_metadata/version", 2), "/_metadata/version", id="misspelt version"),
        pytest.param(having("features/slash_comands", []), "/features/slash_comands", id="misspelt commands"),
        pytest.param(having("settings/socket_mode", True), "/settings/socket_mode", id="misspelt sockets"),
        pytest.param(having("oauth_config/scope", {}), "/oauth_config/scope", id="misspelt scopes"),
        pytest.param(having("oauth_config/scopes/bots", []), "/oauth_config/scopes/bots", id="misspelt bot"),
        pytest.param(
            having("settings/event_subscriptions/events", []),
            "/settings/event_subscriptions/events",
            id="misspelt events",
        ),
        pytest.param(having("settings/interactivity/url", ""), "/settings/interactivity/url", id="misspelt address"),
        pytest.param(
            having("oauth_config/scopes/bot_optional", ["chat:write", "pins:read"]),
            "/oauth_config/scopes/bot_optional/1",
            id="an optional scope that is not asked for",
        ),
        pytest.param(
            having("oauth_config/scopes/user", [f"users:{'x' * n}" for n in range(1, 257)]),
            "/oauth_config/scopes/user",
            id="too many scopes",
        ),
        pytest.param(
            having("settings/event_subscriptions/bot_events", [f"app_{'x' * n}" for n in range(1, 102)]),
            "/settings/event_subscriptions/bot_events",
            id="too many events",
        ),
        pytest.param(
            having("settings/event_subscriptions/bot_events", ["app_mention", "message.im", "app_mention"]),
            "/settings/event_subscriptions/bot_events/2",
            id="an event twice",
        ),
        pytest.param(
            having("settings/event_subscriptions/bot_events/1", "app_mentions"),
            "/settings/event_subscriptions/bot_events/1",
            id="an event that Slack does not have",
        ),
        pytest.param(
            having("oauth_config/scopes/bot/2", "channels:write"),
            "/oauth_config/scopes/bot/2",
            id="a scope that is for people only",
        ),
        pytest.param(having("oauth_config/redirect_urls", "x"), "/oauth_config/redirect_urls", id="one redirect"),
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
        pytest.param(having("settings/socket_mode_enabled", "yes"), "/settings/socket_mode_enabled", id="sockets"),
        pytest.param(
            having("settings/event_subscriptions/request_url", "localhost:3000"),
            "/settings/event_subscriptions/request_url",
            id="no address for events",
        ),
        pytest.param(
            having("settings/interactivity/request_url", 7),
            "/settings/interactivity/request_url",
            id="a number for an address",
        ),
        pytest.param(
            having("settings/interactivity/message_menu_options_url", "ftp://x"),
            "/settings/interactivity/message_menu_options_url",
            id="no address for options",
        ),
        pytest.param(
            having("features/slash_commands/0/url", "http://"), "/features/slash_commands/0/url", id="no address"
        ),
        pytest.param(having("settings/event_subscriptions", "x"), "/settings/event_subscriptions", id="events"),
        pytest.param(having("settings/interactivity", None), "/settings/interactivity", id="no interactivity"),
        pytest.param(having("oauth_config/scopes", ["chat:write"]), "/oauth_config/scopes", id="a list of scopes"),
        pytest.param(having("oauth_config/scopes/bot", "chat:write"), "/oauth_config/scopes/bot", id="one scope"),
        pytest.param(having("features/bot_user", "x"), "/features/bot_user", id="a name for a bot"),
        pytest.param(without("features/bot_user"), "/features/bot_user", id="scopes without a bot"),
        pytest.param(scopeless("commands"), "/oauth_config/scopes/bot", id="commands without their scope"),
        pytest.param(having("features/unfurl_domains", "acme.test"), "/features/unfurl_domains", id="one domain"),
        pytest.param(having("features/unfurl_domains", []), "/features/unfurl_domains", id="no domains"),
        pytest.param(
            having("features/unfurl_domains", [f"{n}.test" for n in range(6)]),
            "/features/unfurl_domains",
            id="six domains",
        ),
        pytest.param(
            having("features/unfurl_domains", ["a.test", "https://b.test"]),
            "/features/unfurl_domains/1",
            id="an address for a domain",
        ),
        pytest.param(
            lambda m: (scopeless("commands")(m), without("features/slash_commands")(m)),
            "/oauth_config/scopes/bot",
            id="shortcuts without their scope",
        ),
    ],
)
def test_the_first_thing_that_is_wrong(change: Callable[[Json], object], pointer: str) -> None:
    manifest = specimen()
    change(manifest)

    with pytest.raises(BadManifest) as refused:
        load(manifest)

    assert refused.value.pointer == pointer
    assert refused.value.reason


@pytest.mark.parametrize(
    ("event", "scope"),
    [
        ("channel_created", "channels:read"),
        ("channel_id_changed", "groups:read"),
        ("link_shared", "links:read"),
        ("subteam_created", "usergroups:read"),
        ("subteam_members_changed", "usergroups:read"),
        ("subteam_updated", "usergroups:read"),
        ("assistant_thread_started", "assistant:write"),
        ("message_metadata_posted", "metadata.message:read"),
        ("function_executed", None),
    ],
)
def test_an_event_needs_its_scope(event: str, scope: str | None) -> None:
    changed = specimen(events=(event,))
    changed["oauth_config"]["scopes"]["bot"] = ["commands"]
    if scope is not None:
        with pytest.raises(BadManifest, match=scope):
            load(changed)
        changed["oauth_config"]["scopes"]["bot"].append(scope)
    assert load(changed).events == {event}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("a: [", "is not YAML", id="broken"),
        pytest.param("just text", "holds no manifest", id="text"),
        pytest.param("", "holds no manifest", id="empty"),
        pytest.param("a: 2026-13-45", "is not YAML", id="no such date"),
        pytest.param("[" * 20_000, "is not YAML", id="too deep"),
        pytest.param("? [a]\n: b", "is not YAML", id="a list for a name"),
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


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every mapping or list with each of its keys."""
    if isinstance(value, dict | list):
        for key in tuple(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


JUNK = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.binary(max_size=2) | st.dates()
WRONG = st.recursive(JUNK, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(JUNK, inner, max_size=2))


@given(where=st.integers(0), wrong=WRONG)
def test_whatever_stands_somewhere_is_taken_or_refused(where: int, wrong: Any) -> None:
    manifest = specimen()
    every = list(places(manifest))
    holder, key = every[where % len(every)]
    holder[key] = wrong

    with suppress(BadManifest):
        assert load(manifest).name
