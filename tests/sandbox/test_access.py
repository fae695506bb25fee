"""Tokens and scopes: who may call what, by the manifest."""

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.patience import PATIENCE
from tests.sandbox.manifest import specimen
from tests.sandbox.test_chat import error_of

SCOPES = (
    "channels:history",
    "channels:read",
    "chat:write",
    "groups:history",
    "groups:read",
    "im:read",
    "im:write",
    "mpim:write",
    "reactions:write",
    "team:read",
    "users:read",
)


@pytest.fixture(scope="module")
def poor() -> Iterator[Sandbox]:
    """An app that asked for next to nothing."""
    with Sandbox(specimen(without_scopes=SCOPES, events=("app_home_opened",))) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("method", "arguments", "needed"),
    [
        ("chat.postMessage", {"channel": "C0ACME", "text": "x"}, "chat:write"),
        ("chat.update", {"channel": "C0ACME", "ts": "1.0", "text": "x"}, "chat:write"),
        ("users.info", {"user": "U0ANA"}, "users:read"),
        ("users.list", {}, "users:read"),
        ("conversations.list", {}, "channels:read"),
        ("conversations.list", {"types": "private_channel"}, "groups:read"),
        ("users.conversations", {"types": "im"}, "im:read"),
        ("conversations.info", {"channel": "C0BOARD"}, "groups:read"),
        ("conversations.members", {"channel": "C0ACME"}, "channels:read"),
        ("conversations.history", {"channel": "C0ACME"}, "channels:history"),
        ("conversations.open", {"users": "U0ANA"}, "im:write,mpim:write"),
        ("bots.info", {}, "users:read"),
        ("team.info", {}, "team:read"),
        ("reactions.add", {"channel": "C0ACME", "timestamp": "1.0", "name": "eyes"}, "reactions:write"),
    ],
)
def test_missing_scopes(poor: Sandbox, method: str, arguments: dict[str, str], needed: str) -> None:
    client = WebClient(poor.bot_token, base_url=poor.api_url)

    with poor.expect_violation("missing_scope"):
        answer = error_of(lambda: client.api_call(method, params=arguments))

    assert answer["error"] == "missing_scope"
    assert answer["needed"] == needed
    assert "commands" in answer["provided"]


@pytest.mark.parametrize(
    ("method", "right"),
    [
        ("conversations.history", "history"),
        ("conversations.replies", "history"),
        ("conversations.info", "read"),
        ("conversations.members", "read"),
        ("conversations.list", "read"),
        ("users.conversations", "read"),
    ],
)
def test_without_any_of_its_scopes_nothing_is_looked_up(
    poor: Sandbox, method: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack = poor.core.slack
    monkeypatch.setattr(slack, "manifest", replace(slack.manifest, scopes=("commands",)))
    client = WebClient(poor.bot_token, base_url=poor.api_url)

    with poor.expect_violation("missing_scope"):
        answer = error_of(lambda: client.api_call(method, params={"channel": "C0NONE", "types": "nonsense"}))

    assert answer["error"] == "missing_scope"
    assert answer["needed"] == ",".join(f"{family}:{right}" for family in ("channels", "groups", "im", "mpim"))


def test_another_name_needs_its_own_scope(slack: Sandbox, client: WebClient) -> None:
    with slack.expect_violation("missing_scope"):
        answer = error_of(lambda: client.chat_postMessage(channel="C0ACME", text="x", username="Ana"))

    assert answer["needed"] == "chat:write.customize"


@pytest.mark.parametrize(
    ("method", "token", "error", "fault"),
    [
        pytest.param("auth.test", "", "not_authed", False, id="none"),
        pytest.param("auth.test", "xoxb-wrong", "invalid_auth", False, id="wrong"),
        pytest.param("apps.connections.open", "xapp-wrong", "invalid_auth", False, id="wrong app token"),
        pytest.param("auth.test", "app", "not_allowed_token_type", True, id="app token for a bot method"),
        pytest.param("apps.connections.open", "bot", "not_allowed_token_type", True, id="bot token for a connection"),
    ],
)
def test_tokens(poor: Sandbox, method: str, token: str, error: str, *, fault: bool) -> None:
    given = {"app": poor.app_token, "bot": poor.bot_token}.get(token, token)
    client = WebClient(given or None, base_url=poor.api_url)

    assert error_of(lambda: client.api_call(method))["error"] == error

    assert [violation.kind for violation in poor.violations] == ([error] if fault else [])
    poor.violations.clear()


def test_an_app_token_is_taken_in_the_header_only(poor: Sandbox) -> None:
    body = urlencode({"token": poor.app_token}).encode()

    with urlopen(f"{poor.api_url}apps.connections.open", body) as response:
        assert json.load(response) == {"ok": False, "error": "invalid_auth"}


def test_json_brings_its_token_in_the_header_only(slack: Sandbox) -> None:
    body, kind = json.dumps({"token": slack.bot_token}).encode(), {"Content-Type": "application/json"}

    with urlopen(Request(f"{slack.api_url}auth.test", body, kind), timeout=PATIENCE) as response:
        assert json.load(response) == {"ok": False, "error": "not_authed"}


def test_auth_test_names_the_granted_scopes(slack: Sandbox, client: WebClient) -> None:
    answer = client.auth_test()

    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U0SPECIMEN", "B0SPECIMEN", "T0SANDBOX")
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


def test_who_the_app_is(slack: Sandbox, client: WebClient) -> None:
    assert client.bots_info(bot="B0SPECIMEN")["bot"]["user_id"] == "U0SPECIMEN"
    assert client.team_info()["team"]["id"] == "T0SANDBOX"
    assert error_of(lambda: client.bots_info(bot="B0OTHER"))["error"] == "bot_not_found"
    assert error_of(lambda: client.team_info(team="T0OTHER"))["error"] == "team_not_found"
