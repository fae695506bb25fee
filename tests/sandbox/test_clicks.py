"""Elements used in messages, modals and the Home: which one is meant, and what the app is sent."""

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import DriverMistake, Sandbox
from tests.sandbox.shapes import actions, button, home, options, section, text

Json = dict[str, Any]


def clicked(app: App) -> list[Json]:
    payloads: list[Json] = []

    def on_click(ack: Ack, body: Json) -> None:
        payloads.append(body)
        ack()

    app.action({"type": "block_actions", "action_id": "take"})(on_click)
    return payloads


def post(client: WebClient, channel: str, *blocks: Json, **more: Any) -> str:
    ts = client.chat_postMessage(channel=channel, text="card", blocks=list(blocks), **more)["ts"]
    assert isinstance(ts, str)
    return ts


def test_a_button_in_a_message(slack: Sandbox, app: App, client: WebClient) -> None:
    payloads = clicked(app)
    ts = post(client, "C0ACME", actions(button("Take", "take", value="R-1")))

    assert slack.person("ana").click("Take", in_="acme").error is None

    [payload] = payloads
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0ACME",
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": "C0ACME", "name": "acme"}
    assert payload["user"] == {"id": "U0ANA", "username": "ana", "name": "ana", "team_id": "T0SANDBOX"}
    assert payload["message"]["ts"] == ts
    assert payload["message"]["bot_id"] == "B0SPECIMEN"
    assert payload["state"] == {"values": {}}
    [action] = payload["actions"]
    assert action.pop("action_ts")
    assert action == {
        "type": "button",
        "block_id": "do",
        "action_id": "take",
        "text": {"type": "plain_text", "text": "Take", "emoji": True},
        "value": "R-1",
    }


def test_the_newest_match_is_meant(slack: Sandbox, app: App, client: WebClient) -> None:
    payloads = clicked(app)
    first = post(client, "C0ACME", actions(button("Take", "take", value="old")))
    post(client, "C0ACME", actions(button("Take", "take", value="new")), thread_ts=first)
    ana = slack.person("ana")

    ana.click("Take", in_="acme")
    ana.click("Take", in_="acme", ts=first)
    ana.click(action_id="take", in_="acme", ts=first)

    assert [payload["actions"][0]["value"] for payload in payloads] == ["new", "old", "old"]
    assert payloads[0]["container"]["thread_ts"] == first


def test_an_ephemeral_message_is_not_in_the_payload(slack: Sandbox, app: App, client: WebClient) -> None:
    payloads = clicked(app)
    blocks = [actions(button("Take", "take"))]
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="for you", blocks=blocks)

    slack.person("ana").click("Take", in_="acme")

    assert payloads[0]["container"]["is_ephemeral"] is True
    assert "message" not in payloads[0]
    with pytest.raises(DriverMistake, match="no_such_button"):
        slack.person("ben").click("Take", in_="acme")


CHOICES = {"type": "static_select", "action_id": "take", "options": options("High", "Low")}
SEVERAL = {"type": "multi_static_select", "action_id": "take", "options": options("High", "Low")}
OVERFLOW = {"type": "overflow", "action_id": "take", "options": options("Snooze", "Drop")}
HIGH, LOW = ({"text": {**text(word), "emoji": True}, "value": word.lower()} for word in ("High", "Low"))
DROP = {"text": {**text("Drop"), "emoji": True}, "value": "drop"}


@pytest.mark.parametrize(
    ("element", "click", "sent"),
    [
        pytest.param(CHOICES, {"action_id": "take", "value": "Low"}, {"selected_option": LOW}, id="by its words"),
        pytest.param(CHOICES, {"action_id": "take", "value": "low"}, {"selected_option": LOW}, id="by its value"),
        pytest.param(CHOICES, {"text": "Low"}, {"selected_option": LOW}, id="by its words alone"),
        pytest.param(
            SEVERAL, {"action_id": "take", "value": ["High", "low"]}, {"selected_options": [HIGH, LOW]}, id="two"
        ),
        pytest.param(SEVERAL, {"action_id": "take", "value": []}, {"selected_options": []}, id="none"),
        pytest.param(OVERFLOW, {"text": "Drop"}, {"selected_option": DROP}, id="overflow"),
        pytest.param(
            OVERFLOW, {"action_id": "take", "value": "drop"}, {"selected_option": DROP}, id="overflow's value"
        ),
        pytest.param(
            {"type": "users_select", "action_id": "take"},
            {"action_id": "take", "value": "ben"},
            {"selected_user": "U0BEN"},
            id="a person by name",
        ),
        pytest.param(
            {"type": "conversations_select", "action_id": "take"},
            {"action_id": "take", "value": "acme"},
            {"selected_conversation": "C0ACME"},
            id="a channel by name",
        ),
        pytest.param(
            {"type": "datepicker", "action_id": "take"},
            {"action_id": "take", "value": "2026-03-06"},
            {"selected_date": "2026-03-06"},
            id="a date",
        ),
        pytest.param(
            {"type": "datetimepicker", "action_id": "take"},
            {"action_id": "take", "value": "2026-03-06T16:00"},
            {"selected_date_time": 1772812800},
            id="a moment in the person's zone",
        ),
        pytest.param(
            {"type": "timepicker", "action_id": "take"},
            {"action_id": "take", "value": "09:30"},
            {"selected_time": "09:30"},
            id="a time",
        ),
    ],
)
def test_elements_that_take_a_value(
    slack: Sandbox, app: App, client: WebClient, *, element: Json, click: Json, sent: Json
) -> None:
    payloads = clicked(app)
    post(client, "C0ACME", actions(element))

    slack.person("ana").click(in_="acme", **click)

    [action] = payloads[-1]["actions"]
    assert {name: action[name] for name in sent} == sent


def test_state_holds_the_message_as_it_stands(slack: Sandbox, app: App, client: WebClient) -> None:
    payloads = clicked(app)
    kept = {
        "type": "static_select",
        "action_id": "kept",
        "options": options("High", "Low"),
        "initial_option": options("Low")[0],
    }
    post(client, "C0ACME", actions(CHOICES, kept))

    slack.person("ana").click("High", in_="acme")

    values = payloads[0]["state"]["values"]
    assert values == {
        "do": {
            "take": {"type": "static_select", "selected_option": HIGH},
            "kept": {"type": "static_select", "selected_option": LOW},
        }
    }


def test_a_link_button_is_told_to_the_app(slack: Sandbox, app: App, client: WebClient) -> None:
    payloads = clicked(app)
    post(client, "C0ACME", actions({**button("Open", "take"), "url": "https://a.example"}))

    slack.person("ana").click("Open", in_="acme")

    assert payloads[0]["actions"][0]["url"] == "https://a.example"


def test_a_button_in_the_home(slack: Sandbox, app: App, client: WebClient) -> None:
    payloads = clicked(app)
    client.views_publish(user_id="U0ANA", view=home(section("day"), actions(button("R-3", "take"))))

    slack.person("ana").click("R-3")

    [payload] = payloads
    assert payload["container"] == {"type": "view", "view_id": payload["view"]["id"]}
    assert payload["view"]["type"] == "home"
    assert not {"response_url", "channel", "message"} & payload.keys()


@pytest.mark.parametrize(
    "click",
    [
        pytest.param({"text": "Done", "value": "R-2"}, id="by its value"),
        pytest.param({"action_id": "take", "value": "R-2"}, id="by action id and value"),
        pytest.param({"action_id": "take", "block_id": "second"}, id="by its block"),
    ],
)
def test_buttons_of_the_same_name(slack: Sandbox, app: App, client: WebClient, click: Json) -> None:
    payloads = clicked(app)
    rows = [actions(button("Done", "take", value=f"R-{n}"), block_id=name) for n, name in ((1, "first"), (2, "second"))]
    client.views_publish(user_id="U0ANA", view=home(*rows))

    slack.person("ana").click(**click)

    assert payloads[0]["actions"][0]["value"] == "R-2"


@pytest.mark.parametrize(
    "words",
    [
        "✅ I'll take this",
        ":white_check_mark: I’ll take this",
        "i'll TAKE this",
        "I'll take this…",
        " I'll take  this ",
    ],
)
@pytest.mark.parametrize(
    "shown", ["I'll take this", "✅ I'll take this", ":+1: I’ll take this…"], ids=["plain", "emoji", "shortcode"]
)
def test_words_that_are_nearly_those_of_the_button(
    slack: Sandbox, app: App, client: WebClient, shown: str, words: str
) -> None:
    payloads = clicked(app)
    post(client, "C0ACME", actions(button("Other", "other"), button(shown, "take")))

    slack.person("ana").click(words, in_="acme")

    assert len(payloads) == 1


def test_the_exact_words_are_meant_first(slack: Sandbox, app: App, client: WebClient) -> None:
    payloads = clicked(app)
    post(client, "C0ACME", actions(button("Done", "take", value="exact")))
    post(client, "C0ACME", actions(button("✅ done", "take", value="nearly")))
    ana = slack.person("ana")

    ana.click("Done", in_="acme")
    ana.click("DONE", in_="acme")

    assert [payload["actions"][0]["value"] for payload in payloads] == ["exact", "nearly"]


def test_the_state_of_a_view_is_in_the_view(slack: Sandbox, app: App, client: WebClient) -> None:
    payloads = clicked(app)
    client.views_publish(user_id="U0ANA", view=home(actions(button("R-3", "take"))))

    slack.person("ana").click("R-3")

    assert payloads[0]["view"]["state"] == {"values": {}}
    assert "state" not in payloads[0]


def test_random_ids_where_the_app_gave_none(slack: Sandbox, app: App, client: WebClient) -> None:
    post(client, "C0ACME", {"type": "actions", "elements": [{"type": "button", "text": text("Take")}]})

    [block] = slack.person("ana").sees("acme").newest().blocks

    assert len(block["block_id"]) == len(block["elements"][0]["action_id"]) == 5


def test_an_ack_of_a_click_says_nothing(slack: Sandbox, app: App, client: WebClient) -> None:
    app.action("take")(lambda ack: ack(text="thanks"))
    post(client, "C0ACME", actions(button("Take", "take")))

    with slack.expect_violation("bad_ack"):
        slack.person("ana").click("Take", in_="acme")


@pytest.mark.parametrize(
    ("click", "error"),
    [
        pytest.param({"text": "Give"}, "no_such_button", id="not there"),
        pytest.param({"text": "Take", "block_id": "other"}, "no_such_button", id="not in that block"),
        pytest.param({"text": "Take", "value": "7"}, "no_such_button", id="not of that value"),
        pytest.param({"text": "Take", "in_": None}, "nothing_open", id="nothing open"),
        pytest.param({"text": "Take", "ts": "1.000001"}, "message_not_found", id="no such message"),
        pytest.param({"action_id": "pick"}, "value_missing", id="a menu without a value"),
        pytest.param({"action_id": "pick", "value": "Middle"}, "not_possible", id="not an option"),
        pytest.param({"action_id": "pick", "value": {"a": 1}}, "not_possible", id="an object for an option"),
        pytest.param({"action_id": "more", "value": {"a": 1}}, "value_missing", id="an object for a menu's choice"),
        pytest.param({"action_id": "more", "value": ["Drop", "x"]}, "value_missing", id="a list for a menu's choice"),
        pytest.param({"text": "Take", "value": {"a": 1}}, "no_such_button", id="an object for a button's value"),
        pytest.param({}, "missing_field", id="nothing said"),
    ],
)
def test_what_nobody_could_click(slack: Sandbox, client: WebClient, click: Json, error: str) -> None:
    post(
        client,
        "C0ACME",
        actions(button("Take", "take"), {**CHOICES, "action_id": "pick"}, {**OVERFLOW, "action_id": "more"}),
    )

    with pytest.raises(DriverMistake) as mistake:
        slack.person("ana").click(**{"in_": "acme", **click})

    assert mistake.value.error == error
