"""Response URLs: five uses within thirty virtual minutes, private unless said otherwise."""

import json
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient, WebhookResponse

from sandbox import Sandbox
from tests.patience import PATIENCE
from tests.sandbox.shapes import actions, button, section

Json = dict[str, Any]


def command_url(slack: Sandbox, app: App, channel: str = "acme") -> WebhookClient:
    urls: list[str] = []

    def on_command(ack: Ack, body: Json) -> None:
        urls.append(body["response_url"])
        ack()

    app.command("/plain")(on_command)
    slack.person("ana").slash("/plain", in_=channel)
    return WebhookClient(urls[-1], retry_handlers=[])


def click_url(slack: Sandbox, app: App, *, in_thread_of: str | None = None) -> WebhookClient:
    """Of a button in the newest message of Ana's channel acme."""
    urls: list[str] = []

    def on_click(ack: Ack, body: Json) -> None:
        urls.append(body["response_url"])
        ack()

    app.action("take")(on_click)
    slack.person("ana").click("Take", in_="acme")
    return WebhookClient(urls[-1], retry_handlers=[])


def card(client: WebClient, **more: Any) -> str:
    blocks = [section("card"), actions(button("Take", "take"))]
    return str(client.chat_postMessage(channel="C0ACME", text="card", blocks=blocks, **more)["ts"])


def said(response: WebhookResponse) -> tuple[int, str]:
    return response.status_code, response.body


@pytest.mark.parametrize("channel", ["acme", "nobot"], ids=["as a member", "where the app is not"])
def test_private_by_default(slack: Sandbox, app: App, channel: str) -> None:
    url = command_url(slack, app, channel)

    assert said(url.send(text="only for you")) == (200, "ok")

    assert slack.person("ana").sees(channel).texts == ["only for you"]
    assert slack.person("ben").sees(channel).texts == []


def test_in_channel(slack: Sandbox, app: App) -> None:
    command_url(slack, app).send(text="for all", response_type="in_channel")

    assert slack.person("ben").sees("acme").texts == ["for all"]


def test_replacing_and_deleting_the_card(slack: Sandbox, app: App, client: WebClient) -> None:
    ts = card(client)
    url = click_url(slack, app)

    url.send_dict({"text": "taken", "blocks": [section("taken")], "replace_original": True})
    replaced = slack.person("ben").sees("acme").newest()
    url.send_dict({"delete_original": True})

    assert (replaced.ts, replaced.words) == (ts, "taken")
    assert slack.person("ben").sees("acme").messages == []


def test_an_ephemeral_message_can_be_replaced(slack: Sandbox, app: App, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="x", blocks=[actions(button("Take", "take"))])

    click_url(slack, app).send_dict({"text": "gone", "blocks": [], "replace_original": True})

    assert slack.person("ana").sees("acme").texts == ["gone"]
    assert slack.person("ana").sees("acme").newest().ephemeral


def test_an_answer_to_a_click_in_a_thread_stays_there(slack: Sandbox, app: App, client: WebClient) -> None:
    parent = slack.person("ana").says("please", in_="acme")
    card(client, thread_ts=parent)

    click_url(slack, app).send(text="only for you")

    assert slack.person("ana").sees("acme").newest().thread_ts == parent


def test_the_answer_of_a_gesture_may_come_this_way(slack: Sandbox, app: App) -> None:
    def on_command(ack: Ack, body: Json) -> None:
        ack()
        WebhookClient(body["response_url"], retry_handlers=[]).send(text="afterwards")

    app.command("/log")(on_command)

    assert slack.person("ana").slash("/log", in_="acme").text == "afterwards"


def test_five_uses(slack: Sandbox, app: App) -> None:
    url = command_url(slack, app)
    assert [said(url.send(text=str(n))) for n in range(5)] == [(200, "ok")] * 5

    with slack.expect_violation("used_url"):
        assert said(url.send(text="6")) == (404, "used_url")

    assert len(slack.person("ana").sees("acme").messages) == 5


def test_thirty_minutes(slack: Sandbox, app: App) -> None:
    url = command_url(slack, app)
    slack.clock.advance(timedelta(minutes=29).total_seconds())
    assert said(url.send(text="in time")) == (200, "ok")
    slack.clock.advance(timedelta(minutes=2).total_seconds())

    with slack.expect_violation("expired_url"):
        assert said(url.send(text="late")) == (404, "expired_url")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param({"text": "x", "blocks": [section("x" * 3001)]}, "invalid_blocks", id="bad blocks"),
        pytest.param({"response_type": "ephemeral"}, "no_text", id="nothing to say"),
        pytest.param({"replace_original": True}, "no_text", id="nothing to replace it with"),
        pytest.param({"text": "x", "response_type": "public"}, "invalid_payload", id="no such type"),
        pytest.param({"delete_original": True}, "cant_delete_message", id="a command cannot be deleted"),
        pytest.param({"text": ["x"]}, "invalid_arguments", id="a list as text"),
        pytest.param({"text": "x", "blocks": "not JSON"}, "invalid_blocks_format", id="words as blocks"),
        pytest.param({"text": "x", "blocks": "[" * 5000}, "invalid_blocks_format", id="blocks without a bottom"),
        pytest.param({"text": "x", "blocks": '["x"]'}, "invalid_blocks", id="words among the blocks"),
        pytest.param({"text": "x", "metadata": 1}, "invalid_metadata_format", id="a number as metadata"),
        pytest.param({"text": "x", "thread_ts": {"ts": "1.2"}}, "invalid_arguments", id="an object as thread"),
        pytest.param({"text": "x", "replace_original": "perhaps"}, "invalid_arguments", id="replace it or not"),
        pytest.param({"text": "x", "response_type": ["ephemeral"]}, "invalid_payload", id="a list as type"),
    ],
)
def test_bad_answers(slack: Sandbox, app: App, body: Json, kind: str) -> None:
    url = command_url(slack, app)

    with slack.expect_violation(kind):
        assert said(url.send_dict(body)) == (400, kind)


@pytest.mark.parametrize(
    "body", [b"text=hello", b"hello", b"[1]", b"", b"\xff"], ids=["form", "words", "list", "nothing", "bytes"]
)
def test_bodies_that_are_no_json_object(slack: Sandbox, app: App, body: bytes) -> None:
    url = command_url(slack, app).url

    with slack.expect_violation("invalid_payload"), pytest.raises(HTTPError) as refused:
        urlopen(Request(url, body, {"Content-Type": "application/json"}), timeout=PATIENCE)

    with refused.value as answer:
        assert (answer.code, answer.read()) == (400, b"invalid_payload")
    assert slack.person("ana").sees("acme").messages == []


def test_with_something_to_say_deleting_is_replacing_at_the_end(slack: Sandbox, app: App, client: WebClient) -> None:
    ts = card(client)
    slack.person("ben").says("between", in_="acme")

    click_url(slack, app).send_dict({"text": "anew", "delete_original": True, "response_type": "in_channel"})

    seen = slack.person("ben").sees("acme")
    assert seen.texts == ["between", "anew"]
    assert ts not in [message.ts for message in seen.messages]


def test_what_is_private_stays_private(slack: Sandbox, app: App, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="x", blocks=[actions(button("Take", "take"))])

    click_url(slack, app).send_dict({"text": "for all", "replace_original": True, "response_type": "in_channel"})

    assert slack.person("ana").sees("acme").newest().ephemeral
    assert slack.person("ben").sees("acme").messages == []


@pytest.mark.parametrize("replace", [True, None], ids=["asked to replace", "not asked to"])
def test_a_command_has_nothing_to_replace(slack: Sandbox, app: App, replace: bool | None) -> None:
    url = command_url(slack, app)

    url.send_dict({"text": "one", "replace_original": replace})
    url.send_dict({"text": "two", "replace_original": replace})

    assert slack.person("ana").sees("acme").texts == ["one", "two"]


def test_an_answer_in_a_thread(slack: Sandbox, app: App, client: WebClient) -> None:
    ts = card(client)

    body = {"text": "below", "response_type": "in_channel", "replace_original": False, "thread_ts": ts}
    click_url(slack, app).send_dict(body)

    assert [message.text for message in slack.person("ben").sees("acme").thread(ts)] == ["below"]


def test_an_answer_in_a_thread_that_is_not_there(slack: Sandbox, app: App) -> None:
    url = command_url(slack, app)

    with slack.expect_violation("thread_not_found"):
        assert said(url.send_dict({"text": "below", "thread_ts": "1.000001"})) == (404, "thread_not_found")

    assert slack.person("ana").sees("acme").messages == []


def test_blocks_may_be_json_in_a_string(slack: Sandbox, app: App) -> None:
    command_url(slack, app).send_dict({"text": "x", "blocks": json.dumps([section("as a string")])})

    assert slack.person("ana").sees("acme").newest().words == "as a string"


@pytest.mark.parametrize(
    "more", [{}, {"response_type": "in_channel"}, {"text": ""}, {"blocks": []}, {"replace_original": False}], ids=str
)
def test_without_words_deleting_is_all(slack: Sandbox, app: App, client: WebClient, more: Json) -> None:
    card(client)

    assert said(click_url(slack, app).send_dict({"delete_original": True, **more})) == (200, "ok")

    assert slack.person("ben").sees("acme").messages == []


def test_who_was_removed_reads_no_late_answer(slack: Sandbox, app: App) -> None:
    app.event("member_left_channel")(lambda: None)
    url = command_url(slack, app, "board")
    slack.person("ben").kick("ana", from_="board")

    url.send(text="between us")

    assert [sight for sight in slack.truth.seen_by("U0ANA") if sight.text == "between us"] == []


def test_nobody_elses_message_is_taken_away(slack: Sandbox, app: App) -> None:
    urls: list[str] = []

    def on_shortcut(ack: Ack, body: Json) -> None:
        urls.append(body["response_url"])
        ack()

    app.shortcut("log_message")(on_shortcut)
    ben = slack.person("ben")
    ben.says("please reprint", in_="acme")
    slack.person("ana").shortcut("log_message", in_="acme")

    with slack.expect_violation("cant_delete_message"):
        assert said(WebhookClient(urls[0], retry_handlers=[]).send_dict({"delete_original": True}))[0] == 400

    assert ben.sees("acme").texts == ["please reprint"]


def test_what_was_refused_is_no_use(slack: Sandbox, app: App) -> None:
    url = command_url(slack, app)
    with slack.expect_violation("no_text"):
        url.send_dict({"response_type": "ephemeral"})

    assert [said(url.send(text=str(n))) for n in range(5)] == [(200, "ok")] * 5
