"""conversations.* and users.*: what the app learns about channels and people."""

import re
from base64 import b64encode
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.sandbox.test_chat import error_of

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        pytest.param({}, ["general", "acme", "brightside", "partners", "nobot", "old"], id="public"),
        pytest.param(
            {"exclude_archived": True}, ["general", "acme", "brightside", "partners", "nobot"], id="not archived"
        ),
        pytest.param({"types": "private_channel"}, ["board"], id="private"),
    ],
)
def test_the_channels_that_the_app_may_know(
    slack: Sandbox, client: WebClient, arguments: Json, names: list[str]
) -> None:
    listed = client.conversations_list(**arguments)["channels"]

    assert [channel["name"] for channel in listed] == names
    assert [c["name"] for c in listed if c.get("is_member") is False] == [n for n in names if n == "nobot"]


def test_pages(slack: Sandbox, client: WebClient) -> None:
    pages = [[user["name"] for user in page["members"]] for page in client.users_list(limit=3)]

    assert pages == [["ana", "ben", "carla"], ["gus", "eve", "rob"], ["dora", "specimen"]]


@pytest.mark.parametrize(
    "cursor",
    [
        "next",
        b64encode(b"users:").decode(),
        b64encode(b"users:-1").decode(),
        b64encode(b"users:" + b"9" * 5000).decode(),
    ],
    ids=["words", "nowhere", "before", "far beyond"],
)
def test_a_cursor_of_ones_own_making(slack: Sandbox, client: WebClient, cursor: str) -> None:
    with slack.expect_violation("invalid_cursor"):
        assert error_of(lambda: client.api_call("users.list", json={"cursor": cursor}))["error"] == "invalid_cursor"


def test_people_of_another_company_are_listed_where_they_are_met(slack: Sandbox, client: WebClient) -> None:
    slack.core.slack.world.channels["C0PARTNERS"].members.remove("U0EVE")

    assert "eve" not in [user["name"] for user in client.users_list()["members"]]


def test_ones_own_memberships(slack: Sandbox, client: WebClient) -> None:
    own = client.users_conversations(types="public_channel,private_channel", exclude_archived=True)["channels"]
    carlas = client.users_conversations(user="U0CARLA", types="public_channel,private_channel")["channels"]

    assert [channel["name"] for channel in own] == ["general", "acme", "brightside", "partners", "board"]
    assert "board" not in [channel["name"] for channel in carlas]


def test_a_private_channel_without_the_app_is_not_there(slack: Sandbox, app: App, client: WebClient) -> None:
    app.event(re.compile(".*_left.*"))(lambda: None)
    slack.person("ana").kick("specimen", from_="board")

    assert error_of(lambda: client.conversations_info(channel="C0BOARD"))["error"] == "channel_not_found"


def test_channel_info_and_members(slack: Sandbox, client: WebClient) -> None:
    info = client.conversations_info(channel="C0ACME")["channel"]

    assert (info["name"], info["is_private"], info["is_member"], info["is_ext_shared"]) == ("acme", False, True, False)
    assert "U0GUS" in client.conversations_members(channel="C0ACME")["members"]


@pytest.mark.parametrize(
    ("user", "flags"),
    [
        ("U0ANA", {"is_restricted": False, "is_bot": False, "deleted": False, "tz": "Europe/London"}),
        ("U0BEN", {"tz": "Europe/Berlin", "tz_offset": 3600}),
        ("U0GUS", {"is_restricted": True, "is_ultra_restricted": False}),
        ("U0EVE", {"is_stranger": True, "team_id": "T0EXTERNAL"}),
        ("U0ROB", {"is_bot": True}),
        ("U0DORA", {"deleted": True}),
        ("U0SPECIMEN", {"is_bot": True, "real_name": "Specimen"}),
    ],
)
def test_people(slack: Sandbox, client: WebClient, user: str, flags: Json) -> None:
    shape = client.users_info(user=user)["user"]

    assert {name: shape[name] for name in flags} == flags


@pytest.mark.parametrize(
    ("users", "error"),
    [("U0DORA", "user_disabled"), ("U0EVE", "user_not_visible"), ("U0NOBODY", "user_not_found")],
)
def test_whom_the_app_cannot_write_to(slack: Sandbox, client: WebClient, users: str, error: str) -> None:
    assert error_of(lambda: client.conversations_open(users=users))["error"] == error


def test_opening_dms(slack: Sandbox, client: WebClient) -> None:
    first = client.conversations_open(users="U0ANA", return_im=True)
    again = client.conversations_open(users="U0ANA")
    group = client.conversations_open(users=["U0ANA", "U0BEN"])

    assert (first["channel"]["id"], first["channel"]["user"], first.get("already_open")) == ("D0ANA", "U0ANA", None)
    assert (again["channel"], again["already_open"]) == ({"id": "D0ANA"}, True)
    assert client.conversations_info(channel=group["channel"]["id"])["channel"]["is_mpim"] is True


def test_history_is_newest_first_and_keeps_metadata(slack: Sandbox, client: WebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"id": "x"}}
    slack.person("ana").says("one", in_="acme")
    ts = client.chat_postMessage(channel="C0ACME", text="two", metadata=metadata)["ts"]
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="unseen")

    plain = client.conversations_history(channel="C0ACME")["messages"]
    whole = client.conversations_history(channel="C0ACME", oldest=ts, inclusive=True, include_all_metadata=True)

    assert [message["text"] for message in plain] == ["two", "one"]
    assert "metadata" not in plain[0]
    assert [message["metadata"] for message in whole["messages"]] == [metadata]
    assert error_of(lambda: client.conversations_history(channel="C0NOBOT"))["error"] == "not_in_channel"


def test_reactions(slack: Sandbox, client: WebClient) -> None:
    ts = slack.person("ana").says("look", in_="acme")

    client.reactions_add(channel="C0ACME", timestamp=ts, name="eyes")
    seen = slack.person("ben").sees("acme").newest().reactions
    again = error_of(lambda: client.reactions_add(channel="C0ACME", timestamp=ts, name="eyes"))
    client.reactions_remove(channel="C0ACME", timestamp=ts, name="eyes")

    assert seen == [{"name": "eyes", "users": ["U0SPECIMEN"], "count": 1}]
    assert again["error"] == "already_reacted"
    assert slack.person("ben").sees("acme").newest().reactions == []
