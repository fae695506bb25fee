"""Response URLs: five uses within thirty virtual minutes, private unless said otherwise."""

from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient, WebhookResponse

from sandbox import Sandbox
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
    ],
)
def test_bad_answers(slack: Sandbox, app: App, body: Json, kind: str) -> None:
    url = command_url(slack, app)

    with slack.expect_violation(kind):
        assert said(url.send_dict(body)) == (400, kind)
