"""Slash commands: what the app gets, and what its ack puts on the screen."""

from typing import Any

import pytest
from slack_bolt import Ack, App

from sandbox import DriverMistake, Sandbox
from tests.sandbox.http_face import post
from tests.sandbox.shapes import section

Json = dict[str, Any]


def received(app: App, command: str) -> list[Json]:
    """Every payload of this command, acked with nothing."""
    payloads: list[Json] = []

    def on_command(ack: Ack, body: Json) -> None:
        payloads.append(body)
        ack()

    app.command(command)(on_command)
    return payloads


def test_the_payload_is_slacks(slack: Sandbox, app: App) -> None:
    payloads = received(app, "/log")

    answer = slack.person("ana").slash("/log  two words ", in_="acme")

    assert answer.error is None
    assert answer.acked_ms is not None
    assert answer.text == ""
    [payload] = payloads
    assert payload["trigger_id"].count(".") == 2
    assert payload["response_url"].startswith(slack.url)
    assert {name: payload[name] for name in payload if name not in {"trigger_id", "response_url", "token"}} == {
        "team_id": "T0SANDBOX",
        "team_domain": "sandbox",
        "channel_id": "C0ACME",
        "channel_name": "acme",
        "user_id": "U0ANA",
        "user_name": "ana",
        "command": "/log",
        "text": "two words",
        "api_app_id": "A0SPECIMEN",
        "is_enterprise_install": "false",
    }


@pytest.mark.parametrize(
    ("command", "typed", "sent"),
    [
        pytest.param("/log", "for @ben.", "for <@U0BEN|ben>.", id="a person"),
        pytest.param("/log", "see #acme", "see <#C0ACME|acme>", id="a public channel"),
        pytest.param("/log", "see #board", "see <#C0BOARD|>", id="a private channel has no name"),
        pytest.param("/log", "a < b & c > d", "a &lt; b &amp; c &gt; d", id="entities"),
        pytest.param("/log", "@nobody #nowhere", "@nobody #nowhere", id="unknown names stay"),
        pytest.param("/log", "<!channel>", "&lt;!channel&gt;", id="typed control sequences"),
        pytest.param("/log", "@here now", "<!here> now", id="a broadcast"),
        pytest.param("/log", "ana@ben.example", "ana@ben.example", id="an address is no mention"),
        pytest.param("/log", "at https://a.example/x?b=1.", "at <https://a.example/x?b=1>.", id="a link"),
        pytest.param("/log", "<@U0BEN> next", "<@U0BEN> next", id="a mention that the composer made"),
        pytest.param("/plain", "@ben < #acme", "@ben < #acme", id="without should_escape as typed"),
    ],
)
def test_how_text_is_escaped(slack: Sandbox, app: App, command: str, typed: str, sent: str) -> None:
    payloads = received(app, command)

    slack.person("ana").slash(f"{command} {typed}", in_="acme")

    assert payloads[0]["text"] == sent


@pytest.mark.parametrize("line", ["log it", "/LOG it", " /log it", "Log it"])
def test_how_a_command_may_be_written(slack: Sandbox, app: App, line: str) -> None:
    payloads = received(app, "/log")

    answer = post(slack, "command", user="ana", channel="acme", command=line.removesuffix(" it"), text="it")
    together = post(slack, "command", user="ana", channel="acme", command=line)

    assert [answer["error"], together["error"]] == [None, None]
    assert [(payload["command"], payload["text"]) for payload in payloads] == [("/log", "it")] * 2


def test_a_private_channel_is_linked_by_its_members_only(slack: Sandbox, app: App) -> None:
    payloads = received(app, "/log")

    slack.person("carla").slash("/log see #board", in_="acme")

    assert payloads[0]["text"] == "see #board"


@pytest.mark.parametrize(
    ("channel", "name"),
    [("board", "privategroup"), ("specimen", "directmessage"), ("nobot", "nobot")],
    ids=["private", "direct message", "public without the app"],
)
def test_what_a_channel_is_called(slack: Sandbox, app: App, channel: str, name: str) -> None:
    payloads = received(app, "/log")

    slack.person("ana").slash("/log", in_=channel)

    assert payloads[0]["channel_name"] == name
    assert payloads[0]["text"] == ""


def test_the_private_answer_is_for_one_person(slack: Sandbox, app: App) -> None:
    app.command("/log")(lambda ack: ack(text="only for you", blocks=[section("*only* for <@U0BEN>")]))

    answer = slack.person("ana").slash("/log", in_="acme")

    assert (answer.text, answer.words) == ("only for you", "*only* for @ben")
    assert slack.person("ana").sees("acme").newest().ephemeral
    assert slack.person("ben").sees("acme").messages == []


def test_an_answer_belongs_to_its_gesture(slack: Sandbox, app: App) -> None:
    app.command("/log")(lambda ack: ack(text="first"))
    app.command("/plain")(lambda ack: ack())
    ana = slack.person("ana")

    assert ana.slash("/log", in_="acme").text == "first"
    assert ana.slash("/plain", in_="acme").text == ""


def test_a_public_answer_is_for_the_channel(slack: Sandbox, app: App) -> None:
    app.command("/log")(lambda ack: ack(text="for all", response_type="in_channel"))

    answer = slack.person("ana").slash("/log", in_="nobot")

    assert answer.text == ""
    assert slack.person("ben").sees("nobot").texts == ["for all"]


def test_an_empty_text_is_no_message(slack: Sandbox, app: App) -> None:
    app.command("/log")(lambda ack: ack(""))

    slack.person("ana").slash("/log", in_="acme")

    assert slack.person("ana").sees("acme").messages == []


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param({"text": "x", "blocks": [section("x" * 3001)]}, "invalid_blocks", id="blocks"),
        pytest.param({"text": "x", "response_type": "private"}, "bad_ack", id="response type"),
        pytest.param({"text": "x", "response_type": ["ephemeral"]}, "bad_ack", id="response types"),
        pytest.param({"response_action": "clear"}, "no_text", id="an answer to a form"),
    ],
)
def test_a_bad_answer_fails_the_command(slack: Sandbox, app: App, answer: Json, kind: str) -> None:
    def on_command(ack: Ack) -> None:
        ack(**answer)

    app.command("/log")(on_command)

    with slack.expect_violation(kind):
        assert slack.person("ana").slash("/log", in_="acme").error == "dispatch_failed"


@pytest.mark.parametrize(
    ("who", "line", "channel", "error"),
    [
        pytest.param("ana", "/nothing", "acme", "unknown_command", id="undeclared"),
        pytest.param("carla", "/log", "board", "channel_not_found", id="a channel out of sight"),
        pytest.param("gus", "/log", "brightside", "channel_not_found", id="a guest elsewhere"),
        pytest.param("ana", "/log", "old", "is_archived", id="archived"),
        pytest.param("dora", "/log", "acme", "account_inactive", id="deactivated"),
        pytest.param("rob", "/log", "brightside", "not_in_channel", id="not a member"),
    ],
)
def test_what_nobody_could_type(slack: Sandbox, who: str, line: str, channel: str, error: str) -> None:
    with pytest.raises(DriverMistake) as mistake:
        slack.person(who).slash(line, in_=channel)

    assert mistake.value.error == error
    assert mistake.value.hint
