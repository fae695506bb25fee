"""Shortcuts: on messages, also where the app is not a member, and from anywhere."""

from typing import Any

import pytest
from slack_bolt import Ack, App

from sandbox import DriverMistake, Sandbox

Json = dict[str, Any]


def received(app: App, callback_id: str) -> list[Json]:
    payloads: list[Json] = []

    def on_shortcut(ack: Ack, body: Json) -> None:
        payloads.append(body)
        ack()

    app.shortcut(callback_id)(on_shortcut)
    return payloads


def test_on_a_message(slack: Sandbox, app: App) -> None:
    payloads = received(app, "log_message")
    ts = slack.person("ben").says("please reprint", in_="nobot")

    slack.person("ana").shortcut("log_message", in_="nobot", ts=ts)

    [payload] = payloads
    assert payload["type"] == "message_action"
    assert payload["message_ts"] == ts
    assert (payload["message"]["text"], payload["message"]["user"]) == ("please reprint", "U0BEN")
    assert payload["channel"] == {"id": "C0NOBOT", "name": "nobot"}
    assert payload["response_url"].startswith(slack.url)
    assert payload["trigger_id"]


def test_from_anywhere(slack: Sandbox, app: App) -> None:
    payloads = received(app, "log_anything")

    slack.person("ana").shortcut("log_anything")

    [payload] = payloads
    assert payload["type"] == "shortcut"
    assert not {"channel", "response_url", "message"} & payload.keys()


@pytest.mark.parametrize("words", ["Log this", "log THIS", " Log this… "])
def test_by_the_words_of_its_menu(slack: Sandbox, app: App, words: str) -> None:
    payloads = received(app, "log_message")
    slack.person("ben").says("please reprint", in_="nobot")

    slack.person("ana").shortcut(words, in_="nobot")

    assert [payload["callback_id"] for payload in payloads] == ["log_message"]


@pytest.mark.parametrize(
    ("callback_id", "channel", "error"),
    [
        pytest.param("log_everything", None, "unknown_shortcut", id="undeclared"),
        pytest.param("log_anything", "acme", "unknown_shortcut", id="not for messages"),
        pytest.param("log_message", None, "unknown_shortcut", id="only for messages"),
        pytest.param("log_message", "brightside", "message_not_found", id="no message there"),
    ],
)
def test_what_nobody_could_choose(slack: Sandbox, callback_id: str, channel: str | None, error: str) -> None:
    slack.person("ana").says("hello", in_="acme")

    with pytest.raises(DriverMistake) as mistake:
        slack.person("ana").shortcut(callback_id, in_=channel)

    assert mistake.value.error == error
