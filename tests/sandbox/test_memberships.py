"""conversations.join and .invite: who comes in, what the app hears of it, and who stays outside."""

from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.sandbox.test_chat import error_of

Json = dict[str, Any]


def test_the_app_joins(slack: Sandbox, app: App, client: WebClient) -> None:
    heard: list[Json] = []
    app.event("member_joined_channel")(lambda event: heard.append(dict(event)))

    first = client.conversations_join(channel="C0NOBOT")
    again = client.conversations_join(channel="C0NOBOT")
    client.chat_postMessage(channel="C0NOBOT", text="here")
    slack.settle()

    assert (first["channel"]["is_member"], first.get("warning")) == (True, None)
    assert (again["warning"], again["response_metadata"]) == (
        "already_in_channel",
        {"warnings": ["already_in_channel"]},
    )
    assert [(event["user"], event["channel"]) for event in heard] == [("U0SPECIMEN", "C0NOBOT")]


def test_the_app_invites(slack: Sandbox, app: App, client: WebClient) -> None:
    heard: list[Json] = []
    app.event("member_joined_channel")(lambda event: heard.append(dict(event)))

    client.conversations_invite(channel="C0BOARD", users=["U0CARLA", "U0ROB"])
    slack.settle()

    assert {"U0CARLA", "U0ROB"} <= set(client.conversations_members(channel="C0BOARD")["members"])
    assert [(event["user"], event["inviter"]) for event in heard] == [
        ("U0CARLA", "U0SPECIMEN"),
        ("U0ROB", "U0SPECIMEN"),
    ]


@pytest.mark.parametrize(("force", "came"), [(False, False), (True, True)])
def test_some_of_them_cannot_come(slack: Sandbox, app: App, client: WebClient, *, force: bool, came: bool) -> None:
    app.event("member_joined_channel")(lambda: None)
    asked = {"channel": "C0BOARD", "users": "U0ANA,U0CARLA,U0GUS", "force": force}
    try:
        answer = client.api_call("conversations.invite", json=asked).data if force else None
    finally:
        slack.settle()
    answer = answer or error_of(lambda: client.api_call("conversations.invite", json=asked))

    assert isinstance(answer, dict)
    assert [(error["user"], error["error"]) for error in answer["errors"]] == [
        ("U0ANA", "already_in_channel"),
        ("U0GUS", "user_is_restricted"),
    ]
    assert ("U0CARLA" in client.conversations_members(channel="C0BOARD")["members"]) is came


def test_people_by_their_address(slack: Sandbox, client: WebClient) -> None:
    ana = client.users_lookupByEmail(email="Ana@Sandbox.example")["user"]

    assert (ana["id"], ana["profile"]["email"]) == ("U0ANA", "ana@sandbox.example")
    for nobody in ("dora@sandbox.example", "eve@sandbox.example", "rob@sandbox.example", "nobody@sandbox.example"):
        answer = error_of(lambda nobody=nobody: client.users_lookupByEmail(email=nobody))  # type: ignore[misc]
        assert answer["error"] == "users_not_found"


def test_people_who_are_mentioned_together(slack: Sandbox, client: WebClient) -> None:
    [group] = client.usergroups_list(include_users=True, include_count=True)["usergroups"]
    every = client.usergroups_list(include_disabled=True)["usergroups"]

    assert (group["id"], group["handle"], group["users"], group["user_count"]) == (
        "S0PROOFS",
        "proofs",
        ["U0ANA", "U0BEN"],
        2,
    )
    assert [("users" in other, other["date_delete"] > 0) for other in every] == [(False, False), (False, True)]
    assert client.usergroups_users_list(usergroup="S0PROOFS")["users"] == ["U0ANA", "U0BEN"]
    assert client.usergroups_users_list(usergroup="S0OLD", include_disabled=True)["users"] == ["U0DORA"]


def test_a_group_is_read_by_its_handle(slack: Sandbox, client: WebClient) -> None:
    slack.person("ana").says("@proofs please read", in_="acme")

    newest = slack.person("ben").sees("acme").newest()

    assert (newest.text, newest.words) == ("<!subteam^S0PROOFS> please read", "@proofs please read")


def test_the_reactions_of_a_message(slack: Sandbox, client: WebClient) -> None:
    ts = slack.person("ana").says("look", in_="acme")
    client.reactions_add(channel="C0ACME", timestamp=ts, name="eyes")

    answer = client.reactions_get(channel="C0ACME", timestamp=ts, full=True)

    assert (answer["type"], answer["channel"]) == ("message", "C0ACME")
    assert answer["message"]["reactions"] == [{"name": "eyes", "users": ["U0SPECIMEN"], "count": 1}]


def test_what_the_app_hears_of_reactions(slack: Sandbox, client: WebClient, monkeypatch: pytest.MonkeyPatch) -> None:
    events = frozenset({"reaction_added", "reaction_removed"})
    monkeypatch.setattr(slack.core.slack, "manifest", replace(slack.core.slack.manifest, events=events))
    ts = slack.person("ana").says("look", in_="acme")

    with slack.core.delivery.noting() as told:
        client.reactions_add(channel="C0ACME", timestamp=ts, name="eyes")
        client.reactions_remove(channel="C0ACME", timestamp=ts, name=":eyes:")

    item = {"type": "message", "channel": "C0ACME", "ts": ts}
    assert [
        (event["type"], event["user"], event["reaction"], event["item"], event["item_user"])
        for event in (telling.payload["event"] for telling in told)
    ] == [(name, "U0SPECIMEN", "eyes", item, "U0ANA") for name in ("reaction_added", "reaction_removed")]
    slack.violations.clear()
